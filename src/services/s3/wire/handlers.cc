// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/handlers.h"

namespace portside::s3 {
namespace {

constexpr auto kChecked = HandlerEntry::Body::kChecked;

constexpr HandlerEntry kHandlers[] = {
    {"GetObject", GetObject},
    {"HeadObject", GetObject},
    {"ListObjectsV2", ListObjectsV2},
    {"ListObjects", ListObjects},
    {"ListObjectVersions", ListObjectVersions},
    {"HeadBucket", HeadBucket},
    {"ListBuckets", ListBuckets},
    {"DeleteObject", DeleteObject},
    {"DeleteObjects", DeleteObjects, kChecked},
    {"CopyObject", CopyObject},
    {"CreateBucket", CreateBucket, kChecked},
    {"DeleteBucket", DeleteBucket},
    {"GetBucketLocation", GetBucketLocation},
    {"OptionsObject", OptionsObject},

    {"CreateMultipartUpload", CreateMultipartUpload},
    {"CompleteMultipartUpload", CompleteMultipartUpload},
    {"AbortMultipartUpload", AbortMultipartUpload},
    {"UploadPartCopy", UploadPartCopy},
    {"ListMultipartUploads", ListMultipartUploads},
    {"ListParts", ListParts},

    {"GetBucketTagging", GetBucketTagging},
    {"PutBucketTagging", PutBucketTagging, kChecked},
    {"DeleteBucketTagging", DeleteBucketTagging},
    {"GetObjectTagging", GetObjectTagging},
    {"PutObjectTagging", PutObjectTagging, kChecked},
    {"DeleteObjectTagging", DeleteObjectTagging},
    {"GetObjectAttributes", GetObjectAttributes},

    {"GetBucketAcl", GetAcl},
    {"GetObjectAcl", GetAcl},
    {"PutBucketAcl", PutAcl, kChecked},
    {"PutObjectAcl", PutAcl, kChecked},
    {"GetBucketVersioning", GetUnconfigured},
    {"GetBucketEncryption", GetUnconfigured},
    {"GetBucketRequestPayment", GetUnconfigured},
    {"GetBucketLogging", GetUnconfigured},
    {"GetBucketNotificationConfiguration", GetUnconfigured},
    {"GetBucketAccelerateConfiguration", GetUnconfigured},
    {"GetBucketPolicy", GetUnconfigured},
    {"GetBucketPolicyStatus", GetUnconfigured},
    {"GetBucketCors", GetUnconfigured},
    {"GetBucketLifecycleConfiguration", GetUnconfigured},
    {"GetBucketWebsite", GetUnconfigured},
    {"GetBucketReplication", GetUnconfigured},
    {"GetBucketOwnershipControls", GetOwnership},
    {"GetPublicAccessBlock", GetUnconfigured},
    {"GetObjectLockConfiguration", GetUnconfigured},
    {"GetBucketAnalyticsConfiguration", GetUnconfigured},
    {"GetBucketInventoryConfiguration", GetUnconfigured},
    {"GetBucketMetricsConfiguration", GetUnconfigured},
    {"GetBucketIntelligentTieringConfiguration", GetUnconfigured},
    {"ListBucketAnalyticsConfigurations", GetUnconfigured},
    {"ListBucketInventoryConfigurations", GetUnconfigured},
    {"ListBucketMetricsConfigurations", GetUnconfigured},
    {"ListBucketIntelligentTieringConfigurations", GetUnconfigured},
    {"DeleteBucketPolicy", DeleteUnconfigured},
    {"DeleteBucketCors", DeleteUnconfigured},
    {"DeleteBucketEncryption", DeleteUnconfigured},
    {"DeleteBucketLifecycle", DeleteUnconfigured},
    {"DeleteBucketWebsite", DeleteUnconfigured},
    {"DeleteBucketReplication", DeleteUnconfigured},
    {"DeleteBucketOwnershipControls", DeleteOwnership},
    {"PutBucketOwnershipControls", PutOwnership, kChecked},
    {"DeletePublicAccessBlock", DeleteUnconfigured},
};

}  // namespace

const HandlerEntry* FindHandler(std::string_view operation) {
  for (const HandlerEntry& entry : kHandlers) {
    if (entry.operation == operation) return &entry;
  }
  return nullptr;
}

}  // namespace portside::s3
