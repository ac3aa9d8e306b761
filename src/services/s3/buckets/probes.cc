// SPDX-License-Identifier: Apache-2.0
//
// Buckets have no configuration here, and this file says so in the words of S3: the answers of a
// bucket that nobody has configured. Configuring one is refused (501), for it would have no effect.

#include "portside/base/encoding.h"
#include "services/s3/wire/handlers.h"

namespace portside::s3 {
namespace {

// An operation and the answer of a bucket without that configuration.
struct Absence {
  std::string_view operation;
  std::string_view code;
  std::string_view message;
};

constexpr Absence kAbsences[] = {
    {"GetBucketPolicy", "NoSuchBucketPolicy", "The bucket policy does not exist"},
    {"GetBucketPolicyStatus", "NoSuchBucketPolicy", "The bucket policy does not exist"},
    {"GetBucketCors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"},
    {"GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist"},
    {"GetBucketWebsite", "NoSuchWebsiteConfiguration",
     "The specified bucket does not have a website configuration"},
    {"GetBucketReplication", "ReplicationConfigurationNotFoundError",
     "The replication configuration was not found"},
    {"GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration",
     "The public access block configuration was not found"},
    {"GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError",
     "Object Lock configuration does not exist for this bucket"},
    {"GetBucketAnalyticsConfiguration", "NoSuchConfiguration",
     "The specified configuration does not exist."},
    {"GetBucketInventoryConfiguration", "NoSuchConfiguration",
     "The specified configuration does not exist."},
    {"GetBucketMetricsConfiguration", "NoSuchConfiguration",
     "The specified configuration does not exist."},
    {"GetBucketIntelligentTieringConfiguration", "NoSuchConfiguration",
     "The specified configuration does not exist."},
};

// Where absence is a document: its root.
struct EmptyDocument {
  std::string_view operation;
  std::string_view root;
};

constexpr EmptyDocument kEmptyDocuments[] = {
    {"GetBucketVersioning", "VersioningConfiguration"},
    {"GetBucketLogging", "BucketLoggingStatus"},
    {"GetBucketNotificationConfiguration", "NotificationConfiguration"},
    {"GetBucketAccelerateConfiguration", "AccelerateConfiguration"},
};

constexpr EmptyDocument kEmptyLists[] = {
    {"ListBucketAnalyticsConfigurations", "ListBucketAnalyticsConfigurationsResult"},
    {"ListBucketInventoryConfigurations", "ListInventoryConfigurationsResult"},
    {"ListBucketMetricsConfigurations", "ListMetricsConfigurationsResult"},
    {"ListBucketIntelligentTieringConfigurations",
     "ListBucketIntelligentTieringConfigurationsOutput"},
};

// S3 encrypts every object with keys of its own unless told otherwise (AWS user guide, 2023).
std::string DefaultEncryption() {
  XmlWriter xml("ServerSideEncryptionConfiguration");
  xml.Open("Rule").Open("ApplyServerSideEncryptionByDefault");
  xml.Add("SSEAlgorithm", std::string_view("AES256")).Close();
  xml.AddFlag("BucketKeyEnabled", false);
  return xml.Finish();
}

}  // namespace

S3Result<HttpResponse> GetUnconfigured(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const std::string_view operation = call.record.operation;
  for (const Absence& absence : kAbsences) {
    if (absence.operation != operation) continue;
    return Fail(S3Error{std::string(absence.code),
                        404,
                        std::string(absence.message),
                        {{"BucketName", bucket.name}}});
  }
  for (const EmptyDocument& document : kEmptyDocuments) {
    if (document.operation == operation) {
      return XmlResponse(200, XmlWriter(document.root).Finish());
    }
  }
  for (const EmptyDocument& list : kEmptyLists) {
    if (list.operation != operation) continue;
    return XmlResponse(200, XmlWriter(list.root).AddFlag("IsTruncated", false).Finish());
  }
  if (operation == "GetBucketEncryption") return XmlResponse(200, DefaultEncryption());
  if (operation == "GetBucketRequestPayment") {
    XmlWriter xml("RequestPaymentConfiguration");
    return XmlResponse(200, xml.Add("Payer", std::string_view("BucketOwner")).Finish());
  }
  return Fail(NotEmulated(std::string(operation)));
}

// Removing what is not there is no error in S3.
S3Result<HttpResponse> DeleteUnconfigured(S3Call& call) {
  TRY(OwnBucket(call));
  return EmptyResponse(204);
}

}  // namespace portside::s3
