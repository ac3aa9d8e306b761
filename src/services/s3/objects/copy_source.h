// SPDX-License-Identifier: Apache-2.0
//
// The object that CopyObject and UploadPartCopy read from.

#pragma once

#include <memory>
#include <string>

#include "portside/objects/object_store.h"
#include "services/s3/wire/call.h"
#include "services/s3/wire/checksums.h"

namespace portside::s3 {

struct CopySource {
  std::string bucket;
  std::string key;
};

// x-amz-copy-source: "bucket/key", encoded or not, with or without a slash before it, with or
// without ?versionId=null.
S3Result<CopySource> ParseCopySource(const S3Call& call);

// Opens it, after the x-amz-copy-source-if-… conditions were looked at.
S3Result<std::unique_ptr<ObjectReader>> OpenCopySource(const S3Call& call,
                                                       const CopySource& source);

// A range of an object on its way into a writer, with its checksum.
class ByteCopy {
 public:
  ByteCopy(std::unique_ptr<ObjectReader> reader, std::uint64_t offset, std::uint64_t length,
           std::unique_ptr<ObjectWriter> writer, const ChecksumAlgorithm& algorithm)
      : reader_(std::move(reader)),
        offset_(offset),
        left_(length),
        writer_(std::move(writer)),
        algorithm_(algorithm),
        checksum_(algorithm) {}

  // Copies at most kStepBytes; true once all is copied, with its checksum in the writer's
  // attributes.
  S3Result<bool> Step();
  [[nodiscard]] ObjectWriter& writer() { return *writer_; }
  [[nodiscard]] const ChecksumAlgorithm& algorithm() const { return algorithm_; }

 private:
  std::unique_ptr<ObjectReader> reader_;
  std::uint64_t offset_;
  std::uint64_t left_;
  std::unique_ptr<ObjectWriter> writer_;
  const ChecksumAlgorithm& algorithm_;
  ChecksumHasher checksum_;
};

}  // namespace portside::s3
