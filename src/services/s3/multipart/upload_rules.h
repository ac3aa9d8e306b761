// SPDX-License-Identifier: Apache-2.0
//
// What S3 demands of a multipart upload's checksums, and how the parts' become the object's.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/s3/wire/call.h"
#include "services/s3/wire/checksums.h"

namespace portside::s3 {

// What CreateMultipartUpload settled. Without a word of the client the parts' CRC64NVMEs become
// that of the whole.
struct UploadChecksum {
  const ChecksumAlgorithm* algorithm;
  bool is_composite;
  bool was_named;

  [[nodiscard]] std::string_view TypeName() const {
    return is_composite ? "COMPOSITE" : "FULL_OBJECT";
  }
};

// From x-amz-checksum-algorithm and x-amz-checksum-type.
S3Result<UploadChecksum> ParseUploadChecksum(const S3Call& call);
void KeepUploadChecksum(const UploadChecksum& checksum, Upload& upload);
UploadChecksum UploadChecksumOf(const Upload& upload);

// One <Part> of CompleteMultipartUpload.
struct WantedPart {
  int number;
  std::string etag;                              // without quotes
  std::map<std::string, std::string> checksums;  // by name
};

// The wanted parts as they are stored: each there with this ETag and these checksums, in ascending
// order, none but the last too small.
S3Result<std::vector<ObjectPart>> CheckParts(const std::vector<WantedPart>& wanted,
                                             const std::vector<ObjectPart>& stored,
                                             const Upload& upload);

// "md5 of md5s"-N.
std::string MultipartEtag(const std::vector<ObjectPart>& parts);
// The checksum of the object that the parts make, with "-N" where it is a composite; nothing where
// a part lacks its own.
std::optional<std::string> JoinChecksums(const UploadChecksum& checksum,
                                         const std::vector<ObjectPart>& parts);

// partNumber, 1 to 10000.
S3Result<int> ParsePartNumber(const S3Call& call);
// The upload that the request names; NoSuchUpload otherwise.
S3Result<Upload> FindUpload(const S3Call& call);

}  // namespace portside::s3
