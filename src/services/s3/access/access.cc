// SPDX-License-Identifier: Apache-2.0

#include "services/s3/access/access.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "portside/base/encoding.h"
#include "services/s3/access/acl.h"

namespace portside::s3 {
namespace {

// The user guide's table "Mapping of ACL permissions and access policy permissions".
struct Needed {
  std::string_view operation;
  AclOf what;
  std::string_view permission;
};
constexpr AclOf kBucket = AclOf::kBucket;
constexpr AclOf kObject = AclOf::kObject;
constexpr Needed kNeeded[] = {
    {"GetObject", kObject, "READ"},
    {"HeadObject", kObject, "READ"},
    {"GetObjectAcl", kObject, "READ_ACP"},
    {"PutObjectAcl", kObject, "WRITE_ACP"},
    {"HeadBucket", kBucket, "READ"},
    {"ListObjects", kBucket, "READ"},
    {"ListObjectsV2", kBucket, "READ"},
    {"ListObjectVersions", kBucket, "READ"},
    {"ListMultipartUploads", kBucket, "READ"},
    {"GetBucketAcl", kBucket, "READ_ACP"},
    {"PutBucketAcl", kBucket, "WRITE_ACP"},
    {"PutObject", kBucket, "WRITE"},
    {"DeleteObject", kBucket, "WRITE"},
    {"DeleteObjects", kBucket, "WRITE"},
    {"CreateMultipartUpload", kBucket, "WRITE"},
    {"UploadPart", kBucket, "WRITE"},
    {"CompleteMultipartUpload", kBucket, "WRITE"},
    {"AbortMultipartUpload", kBucket, "WRITE"},
    {"PostObject", kBucket, "WRITE"},
};

bool Gives(const Acl& acl, const std::string& grantee, std::string_view permission) {
  const auto found = acl.find(grantee);
  if (found == acl.end()) return false;
  const std::vector<std::string_view> given = Split(found->second, ',');
  return std::any_of(given.begin(), given.end(), [permission](std::string_view one) {
    return one == permission || one == "FULL_CONTROL";
  });
}

}  // namespace

bool IsGranted(const S3Call& call, const Bucket& bucket, bool is_anonymous) {
  const auto* needed =
      std::find_if(std::begin(kNeeded), std::end(kNeeded),
                   [&call](const Needed& one) { return one.operation == call.record.operation; });
  if (needed == std::end(kNeeded) || bucket.ownership == kEnforced) return false;
  Acl acl = bucket.acl;
  if (needed->what == kObject) {
    const auto info = call.surroundings.objects.Head(call.bucket, call.key);
    // What is not there is told to those who may list the bucket.
    if (!info) return Gives(bucket.acl, "uri=" + std::string(kAllUsers), "READ");
    acl = info->attributes.acl;
  }
  if (Gives(acl, "uri=" + std::string(kAllUsers), needed->permission)) return true;
  if (is_anonymous) return false;
  return Gives(acl, "uri=" + std::string(kAuthenticatedUsers), needed->permission) ||
         Gives(acl, "id=" + OwnerId(call.caller.account), needed->permission);
}

bool AdmitByAcl(S3Call& call) {
  if (call.bucket.empty()) return false;
  const auto bucket = call.surroundings.objects.FindBucket(call.bucket);
  if (!bucket || bucket->account == call.caller.account) return false;
  if (!IsGranted(call, *bucket, call.caller.access_key.empty())) return false;
  call.caller.account = bucket->account;
  return true;
}

}  // namespace portside::s3
