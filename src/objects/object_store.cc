// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/object_store.h"

#include "portside/base/encoding.h"

namespace portside {
namespace {

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Four groups of digits: S3 refuses a name that reads as an IPv4 address.
bool LooksLikeAddress(std::string_view name) {
  const std::vector<std::string_view> groups = Split(name, '.');
  if (groups.size() != 4) return false;
  for (const std::string_view group : groups) {
    if (group.empty() || group.size() > 3) return false;
    if (group.find_first_not_of("0123456789") != std::string_view::npos) return false;
  }
  return true;
}

std::string WithDetail(std::string sentence, const std::string& detail) {
  if (!detail.empty()) sentence += " " + detail;
  return sentence;
}

}  // namespace

bool IsValidBucketName(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!IsLowerOrDigit(name.front()) || !IsLowerOrDigit(name.back())) return false;
  for (const char c : name) {
    if (!IsLowerOrDigit(c) && c != '.' && c != '-') return false;
  }
  // Labels are not empty, and begin and end like the name.
  for (const std::string_view beside : {"..", ".-", "-."}) {
    if (name.find(beside) != std::string_view::npos) return false;
  }
  // Reserved by AWS: punycode labels, and the endings of access point aliases and the like.
  if (name.starts_with("xn--") || name.starts_with("sthree-")) return false;
  if (name.ends_with("-s3alias") || name.ends_with("--ol-s3")) return false;
  return !LooksLikeAddress(name);
}

bool BucketScope::Matches(const Bucket& bucket) const {
  return (account.empty() || account == bucket.account) &&
         (region.empty() || region == bucket.region);
}

SnapshotResult ObjectStore::ExportObjects(const std::string&) {
  return Fail(std::string("Objects in memory cannot be put into an archive."));
}

SnapshotResult ObjectStore::ImportObjects(const std::string&) {
  return Fail(std::string("Objects in memory cannot be taken from an archive."));
}

std::string ObjectError::Describe() const {
  const std::string uri = "s3://" + bucket + "/" + key;
  switch (code) {
    case ObjectErrorCode::kNoSuchBucket:
      return WithDetail("The bucket '" + bucket +
                            "' does not exist. Create it before it is named as input or output.",
                        detail);
    case ObjectErrorCode::kNoSuchKey:
      return WithDetail("There is no object at " + uri + ".", detail);
    case ObjectErrorCode::kBucketExists: return "The bucket '" + bucket + "' already exists.";
    case ObjectErrorCode::kBucketNotEmpty:
      return WithDetail("The bucket '" + bucket + "' is not empty.", detail);
    case ObjectErrorCode::kInvalidBucketName:
      return "'" + bucket +
             "' is not a valid bucket name: 3 to 63 lower-case letters, digits, dots and hyphens.";
    case ObjectErrorCode::kAccessDenied:
      return "Access to the bucket '" + bucket +
             "' is denied: " + (detail.empty() ? "it belongs to another account" : detail) + ".";
    case ObjectErrorCode::kKeyTooLong:
      return "The key of " + uri + " is too long: at most 1024 bytes.";
    case ObjectErrorCode::kNoSpace:
      return WithDetail("There is no space left to write " + uri + ".", detail);
    case ObjectErrorCode::kTooLarge:
      return WithDetail("The object at " + uri + " is too large to be read here.", detail);
    case ObjectErrorCode::kDigestMismatch:
      return WithDetail("The bytes of " + uri + " do not have the announced checksum.", detail);
    case ObjectErrorCode::kNoSuchUpload:
      return WithDetail("There is no such multipart upload of " + uri + ".", detail);
    case ObjectErrorCode::kUploadExists:
      return WithDetail("There is such a multipart upload of " + uri + " already.", detail);
    case ObjectErrorCode::kInvalidPart:
      return WithDetail("A part of the multipart upload of " + uri + " is missing.", detail);
  }
  return "The object store could not serve " + uri + ".";
}

}  // namespace portside
