// SPDX-License-Identifier: Apache-2.0

#include "services/s3/multipart/upload_rules.h"

#include <algorithm>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr const char* kAlgorithm = "checksum-algorithm";
constexpr const char* kType = "checksum-type";

S3Result<bool> ParseType(std::string_view type, const ChecksumAlgorithm& algorithm) {
  // A CRC64NVME is of the whole unless something else is asked for, the others are of the parts.
  if (type.empty()) return &algorithm != &DefaultChecksum();
  const bool is_composite = EqualsIgnoreCase(type, "COMPOSITE");
  if (!is_composite && !EqualsIgnoreCase(type, "FULL_OBJECT")) {
    return Fail(InvalidRequest("Value for x-amz-checksum-type header is invalid."));
  }
  const bool is_possible = is_composite ? &algorithm != &DefaultChecksum() : algorithm.is_crc;
  if (is_possible) return is_composite;
  return Fail(InvalidRequest("The " + ToUpper(type) + " checksum type cannot be used with the " +
                             std::string(algorithm.name) + " checksum algorithm."));
}

const ObjectPart* FindPart(const std::vector<ObjectPart>& parts, int number) {
  const auto it = std::find_if(parts.begin(), parts.end(),
                               [number](const ObjectPart& part) { return part.number == number; });
  return it == parts.end() ? nullptr : &*it;
}

bool HasChecksums(const ObjectPart& part, const WantedPart& wanted) {
  for (const auto& [name, value] : wanted.checksums) {
    const auto stored = part.checksums.find(name);
    if (stored == part.checksums.end() || stored->second != value) return false;
  }
  return true;
}

// Who asked for a composite checksum must repeat those of the parts.
S3Result<void> RequireChecksums(const std::vector<WantedPart>& wanted, const Upload& upload) {
  const UploadChecksum checksum = UploadChecksumOf(upload);
  if (!checksum.was_named || !checksum.is_composite) return {};
  const std::string name(checksum.algorithm->name);
  for (const WantedPart& part : wanted) {
    if (part.checksums.contains(name)) continue;
    return Fail(InvalidRequest("The upload was created using a " + name +
                               " checksum. The complete request must include the checksum for "
                               "each part. It was missing for part " +
                               std::to_string(part.number) + " in the request."));
  }
  return {};
}

}  // namespace

S3Result<UploadChecksum> ParseUploadChecksum(const S3Call& call) {
  const std::string_view name = call.Header("x-amz-checksum-algorithm");
  const std::string_view type = call.Header("x-amz-checksum-type");
  if (name.empty() && !type.empty()) {
    return Fail(
        InvalidRequest("The x-amz-checksum-type header can only be used with the "
                       "x-amz-checksum-algorithm header."));
  }
  if (name.empty()) return UploadChecksum{&DefaultChecksum(), false, false};
  const ChecksumAlgorithm* algorithm = FindChecksum(name);
  if (algorithm == nullptr) {
    return Fail(
        InvalidRequest("Checksum algorithm provided is unsupported. Please try again with "
                       "any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"));
  }
  return UploadChecksum{algorithm, TRY(ParseType(type, *algorithm)), true};
}

void KeepUploadChecksum(const UploadChecksum& checksum, Upload& upload) {
  if (!checksum.was_named) return;
  upload.settings[kAlgorithm] = checksum.algorithm->name;
  upload.settings[kType] = checksum.TypeName();
}

UploadChecksum UploadChecksumOf(const Upload& upload) {
  const auto name = upload.settings.find(kAlgorithm);
  const auto type = upload.settings.find(kType);
  const ChecksumAlgorithm* algorithm =
      name == upload.settings.end() ? nullptr : FindChecksum(name->second);
  if (algorithm == nullptr) return {&DefaultChecksum(), false, false};
  return {algorithm, type != upload.settings.end() && type->second == "COMPOSITE", true};
}

S3Result<std::vector<ObjectPart>> CheckParts(const std::vector<WantedPart>& wanted,
                                             const std::vector<ObjectPart>& stored,
                                             const Upload& upload) {
  TRY(RequireChecksums(wanted, upload));
  std::vector<ObjectPart> parts;
  for (const WantedPart& part : wanted) {
    if (!parts.empty() && part.number <= parts.back().number) {
      return Fail(InvalidPartOrder(upload.id));
    }
    const ObjectPart* found = FindPart(stored, part.number);
    if (found == nullptr || part.etag != found->etag || !HasChecksums(*found, part)) {
      return Fail(InvalidPart(upload.id, part.number, part.etag));
    }
    parts.push_back(*found);
  }
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i].size < kPartBytes) {
      return Fail(EntityTooSmall(parts[i].etag, parts[i].number, parts[i].size));
    }
  }
  return parts;
}

std::string MultipartEtag(const std::vector<ObjectPart>& parts) {
  Hasher md5(DigestAlgorithm::kMd5);
  for (const ObjectPart& part : parts) md5.Update(HexDecode(part.etag).value_or(""));
  return HexEncode(md5.Finish()) + "-" + std::to_string(parts.size());
}

std::optional<std::string> JoinChecksums(const UploadChecksum& checksum,
                                         const std::vector<ObjectPart>& parts) {
  std::vector<std::string> values;
  for (const ObjectPart& part : parts) {
    const auto value = part.checksums.find(std::string(checksum.algorithm->name));
    if (value == part.checksums.end()) return std::nullopt;
    values.push_back(value->second);
  }
  if (values.empty()) return std::nullopt;
  if (checksum.is_composite) {
    return CompositeChecksum(*checksum.algorithm, values) + "-" + std::to_string(values.size());
  }
  std::string whole = values.front();
  for (std::size_t i = 1; i < values.size(); ++i) {
    whole = CombineCrcs(*checksum.algorithm, whole, values[i], parts[i].size);
  }
  return whole;
}

S3Result<int> ParsePartNumber(const S3Call& call) {
  const std::string_view text = call.query.Get("partNumber");
  const std::optional<int> number = ParseInt(text);
  if (number && *number >= 1 && *number <= kPartNumber) return *number;
  return Fail(InvalidArgument("Part number must be an integer between 1 and 10000, inclusive",
                              "partNumber", std::string(text)));
}

S3Result<Upload> FindUpload(const S3Call& call) {
  const std::string_view id = call.query.Get("uploadId");
  ObjectResult<Upload> upload = call.surroundings.objects.FindUpload(call.bucket, call.key, id);
  if (upload) return std::move(*upload);
  if (upload.error().code == ObjectErrorCode::kNoSuchUpload) {
    return Fail(NoSuchUpload(std::string(id)));
  }
  return Fail(FromObjectError(upload.error()));
}

}  // namespace portside::s3
