// SPDX-License-Identifier: Apache-2.0
//
// The object that CopyObject and UploadPartCopy read from.

#pragma once

#include <memory>
#include <string>

#include "portside/objects/object_store.h"
#include "services/s3/call.h"

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

// Reads a range in pieces into a writer, and into `each` on the way.
S3Result<void> CopyBytes(ObjectReader& reader, std::uint64_t offset, std::uint64_t length,
                         ObjectWriter& writer, const std::function<void(std::string_view)>& each);

}  // namespace portside::s3
