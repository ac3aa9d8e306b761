// SPDX-License-Identifier: Apache-2.0

#include "objects/content.h"

#include <string_view>
#include <utility>
#include <vector>

#include "objects/file.h"
#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

// Whether the bytes that pass are the parts that a multipart record tells of. Its ETag is no sum of
// the whole, but each part's is one of that part.
class PartSums {
 public:
  explicit PartSums(const Record& record) : parts_(record.attributes.parts) {
    holds_ = !parts_.empty();
    Close();
  }

  void Update(std::string_view piece) {
    while (holds_ && !piece.empty()) {
      if (at_ == parts_.size()) {
        holds_ = false;  // more bytes than parts
        return;
      }
      const std::string_view taken = piece.substr(0, parts_[at_].size - offset_);
      md5_.Update(taken);
      offset_ += taken.size();
      piece.remove_prefix(taken.size());
      Close();
    }
  }

  [[nodiscard]] bool Hold() const { return holds_ && at_ == parts_.size(); }

 private:
  // Judges the parts that are complete.
  void Close() {
    while (holds_ && at_ < parts_.size() && offset_ == parts_[at_].size) {
      holds_ = HexEncode(md5_.Finish()) == parts_[at_].etag;
      md5_ = Hasher(DigestAlgorithm::kMd5);
      offset_ = 0;
      ++at_;
    }
  }

  const std::vector<ObjectPart>& parts_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;  // in that part
  Hasher md5_{DigestAlgorithm::kMd5};
  bool holds_;
};

struct Candidate {
  RecordPtr record;
  PartSums parts;
};

// The MD5 of the file, in hexadecimal; and which candidate its bytes are, if one.
std::pair<std::string, RecordPtr> Read(int file, std::vector<Candidate>& candidates) {
  Hasher md5(DigestAlgorithm::kMd5);
  ReadPieces(file, [&](std::string_view piece) {
    md5.Update(piece);
    for (Candidate& candidate : candidates) candidate.parts.Update(piece);
  });
  const std::string whole = HexEncode(md5.Finish());
  for (const Candidate& candidate : candidates) {
    if (candidate.record->etag == whole || candidate.parts.Hold()) return {whole, candidate.record};
  }
  return {whole, nullptr};
}

bool HasSizeAndTimeOf(const Record& record, const Fingerprint& fingerprint) {
  return record.fingerprint.size == fingerprint.size &&
         record.fingerprint.modified_ns == fingerprint.modified_ns;
}

RecordPtr WithFingerprint(const Record& former, const Fingerprint& fingerprint) {
  Record record = former;
  record.fingerprint = fingerprint;
  return std::make_shared<const Record>(std::move(record));
}

}  // namespace

bool ReadsContent(const struct stat& status, const std::optional<Sidecar>& sidecar) {
  const Fingerprint fingerprint = Fingerprint::Of(status);
  if (fingerprint.size <= limits::kHashAtOnceBytes) return true;
  bool may_be_moved = false;
  for (const RecordPtr& record : sidecar ? sidecar->records : std::vector<RecordPtr>()) {
    if (HasSizeAndTimeOf(*record, fingerprint)) return false;
    may_be_moved = may_be_moved || record->fingerprint.size == fingerprint.size;
  }
  return may_be_moved;
}

RecordPtr DescribeFile(int file, const struct stat& status, const std::optional<Sidecar>& sidecar) {
  const Fingerprint fingerprint = Fingerprint::Of(status);
  const bool reads = ReadsContent(status, sidecar);
  std::vector<Candidate> candidates;
  for (const RecordPtr& former : sidecar ? sidecar->records : std::vector<RecordPtr>()) {
    if (former->fingerprint.size != fingerprint.size) continue;
    if (reads) {
      candidates.push_back({former, PartSums(*former)});
    } else if (HasSizeAndTimeOf(*former, fingerprint)) {
      return WithFingerprint(*former, fingerprint);
    }
  }
  Record record;
  record.fingerprint = fingerprint;
  record.last_modified = ModifiedAt(status);
  if (reads) {
    const auto [md5, former] = Read(file, candidates);
    if (former != nullptr) return WithFingerprint(*former, fingerprint);
    record.etag = md5;
  } else {
    const std::string stamp =
        std::to_string(fingerprint.size) + " " + std::to_string(fingerprint.modified_ns);
    record.etag = HexDigest(DigestAlgorithm::kMd5, stamp) + "-1";
  }
  return std::make_shared<const Record>(std::move(record));
}

}  // namespace portside
