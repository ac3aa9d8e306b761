// SPDX-License-Identifier: Apache-2.0

#include "objects/staged_writer.h"

#include "portside/base/encoding.h"

namespace portside {

StagedWriter::StagedWriter(StagedFile staged, std::string bucket, std::string key,
                           ObjectAttributes attributes)
    : staged_(std::move(staged)),
      bucket_(std::move(bucket)),
      key_(std::move(key)),
      attributes_(std::move(attributes)),
      md5_(DigestAlgorithm::kMd5) {}

ObjectResult<void> StagedWriter::Write(std::string_view piece) {
  const int error = WriteFully(staged_.descriptor(), piece);
  if (IsNoSpace(error)) return Fail(ObjectError{ObjectErrorCode::kNoSpace, bucket_, key_, ""});
  if (error != 0) ThrowErrno(error, "Writing s3://" + bucket_ + "/" + key_ + " failed");
  md5_.Update(piece);
  return {};
}

const std::string& StagedWriter::Etag() {
  if (etag_.empty()) etag_ = HexEncode(md5_.Finish());
  return etag_;
}

}  // namespace portside
