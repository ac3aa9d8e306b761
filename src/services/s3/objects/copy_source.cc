// SPDX-License-Identifier: Apache-2.0

#include "services/s3/objects/copy_source.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/wire/conditions.h"
#include "services/s3/wire/long_answer.h"

namespace portside::s3 {
namespace {

constexpr std::size_t kPieceBytes = 1024 * 1024;

S3Error InvalidSource(std::string_view header) {
  return InvalidArgument("Invalid copy source object key", "x-amz-copy-source",
                         std::string(header));
}

}  // namespace

S3Result<CopySource> ParseCopySource(const S3Call& call) {
  const std::string_view header = call.Header("x-amz-copy-source");
  std::string_view text = header;
  // A key may hold a question mark: encoded by most clients, as it is by some.
  const std::size_t version = text.rfind("?versionId=");
  if (version != std::string_view::npos) {
    const std::string_view id = text.substr(version + 11);
    if (id != "null") {
      return Fail(InvalidArgument("Invalid version id specified", "versionId", std::string(id)));
    }
    text = text.substr(0, version);
  }
  // What is no encoding was never encoded: the JavaScript SDK sends keys as they are, and what is
  // not ASCII in them in Latin-1.
  const std::string plain = ToUtf8(PercentDecode(text).value_or(std::string(text)));
  std::string_view path = plain;
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == path.size()) {
    return Fail(InvalidSource(header));
  }
  return CopySource{std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

S3Result<std::unique_ptr<ObjectReader>> OpenCopySource(const S3Call& call,
                                                       const CopySource& source) {
  const Bucket bucket = TRY(FromStore(call.objects().FindBucket(source.bucket)));
  const std::string_view owner = call.Header("x-amz-source-expected-bucket-owner");
  if (!owner.empty() && owner != bucket.account) return Fail(AccessDenied());
  std::unique_ptr<ObjectReader> reader =
      TRY(FromStore(call.surroundings.objects.Open(source.bucket, source.key)));
  const Conditions conditions{call.Header("x-amz-copy-source-if-match"),
                              call.Header("x-amz-copy-source-if-none-match"),
                              call.Header("x-amz-copy-source-if-modified-since"),
                              call.Header("x-amz-copy-source-if-unmodified-since")};
  const Outcome outcome = TRY(
      CheckRead(conditions, reader->info(), call.surroundings.clock.Now(), "x-amz-copy-source-"));
  // Of a copy, "not modified" is a failure.
  if (outcome == Outcome::kNotModified) {
    return Fail(PreconditionFailed(conditions.if_none_match.empty()
                                       ? "x-amz-copy-source-If-Modified-Since"
                                       : "x-amz-copy-source-If-None-Match"));
  }
  return reader;
}

S3Result<bool> ByteCopy::Step() {
  std::uint64_t budget = kStepBytes;
  while (left_ > 0 && budget > 0) {
    const std::uint64_t wanted = std::min({left_, budget, std::uint64_t{kPieceBytes}});
    const std::string piece = reader_->Read(offset_, static_cast<std::size_t>(wanted));
    // Somebody has cut the file off: what was there is copied.
    if (piece.empty()) left_ = 0;
    checksum_.Update(piece);
    TRY(FromStore(writer_->Write(piece)));
    offset_ += piece.size();
    left_ -= std::min<std::uint64_t>(left_, piece.size());
    budget -= piece.size();
  }
  if (left_ > 0) return false;
  writer_->attributes().checksums = {{std::string(algorithm_.name), checksum_.Finish()}};
  return true;
}

}  // namespace portside::s3
