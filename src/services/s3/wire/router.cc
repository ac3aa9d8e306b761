// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/router.h"

#include <algorithm>
#include <iterator>

#include "portside/base/encoding.h"
#include "services/s3/forms/form_data.h"

namespace portside::s3 {
namespace {

enum class Level { kService, kBucket, kObject };

// Matches where the method and level fit and every named query parameter is there; a parameter
// `name=value` must have that value. `header` must be there too, as a header or hoisted into a
// presigned query.
struct Rule {
  std::string_view method;
  Level level;
  std::string_view parameters;  // joined by `&`
  std::string_view header;
  std::string_view operation;
};

constexpr Level kService = Level::kService;
constexpr Level kBucket = Level::kBucket;
constexpr Level kObject = Level::kObject;

// The first that matches counts, so of two flags the rarer stands first.
constexpr Rule kRules[] = {
    {"GET", kService, "x-id=ListDirectoryBuckets", "", "ListDirectoryBuckets"},
    {"GET", kService, "", "", "ListBuckets"},

    {"GET", kBucket, "abac", "", "GetBucketAbac"},
    {"GET", kBucket, "accelerate", "", "GetBucketAccelerateConfiguration"},
    {"GET", kBucket, "acl", "", "GetBucketAcl"},
    {"GET", kBucket, "analytics&id", "", "GetBucketAnalyticsConfiguration"},
    {"GET", kBucket, "analytics", "", "ListBucketAnalyticsConfigurations"},
    {"GET", kBucket, "cors", "", "GetBucketCors"},
    {"GET", kBucket, "encryption", "", "GetBucketEncryption"},
    {"GET", kBucket, "intelligent-tiering&id", "", "GetBucketIntelligentTieringConfiguration"},
    {"GET", kBucket, "intelligent-tiering", "", "ListBucketIntelligentTieringConfigurations"},
    {"GET", kBucket, "inventory&id", "", "GetBucketInventoryConfiguration"},
    {"GET", kBucket, "inventory", "", "ListBucketInventoryConfigurations"},
    {"GET", kBucket, "lifecycle", "", "GetBucketLifecycleConfiguration"},
    {"GET", kBucket, "location", "", "GetBucketLocation"},
    {"GET", kBucket, "logging", "", "GetBucketLogging"},
    {"GET", kBucket, "metadataConfiguration", "", "GetBucketMetadataConfiguration"},
    {"GET", kBucket, "metadataTable", "", "GetBucketMetadataTableConfiguration"},
    {"GET", kBucket, "metrics&id", "", "GetBucketMetricsConfiguration"},
    {"GET", kBucket, "metrics", "", "ListBucketMetricsConfigurations"},
    {"GET", kBucket, "notification", "", "GetBucketNotificationConfiguration"},
    {"GET", kBucket, "object-lock", "", "GetObjectLockConfiguration"},
    {"GET", kBucket, "ownershipControls", "", "GetBucketOwnershipControls"},
    {"GET", kBucket, "policy", "", "GetBucketPolicy"},
    {"GET", kBucket, "policyStatus", "", "GetBucketPolicyStatus"},
    {"GET", kBucket, "publicAccessBlock", "", "GetPublicAccessBlock"},
    {"GET", kBucket, "replication", "", "GetBucketReplication"},
    {"GET", kBucket, "requestPayment", "", "GetBucketRequestPayment"},
    {"GET", kBucket, "session", "", "CreateSession"},
    {"GET", kBucket, "tagging", "", "GetBucketTagging"},
    {"GET", kBucket, "versioning", "", "GetBucketVersioning"},
    {"GET", kBucket, "website", "", "GetBucketWebsite"},
    {"GET", kBucket, "uploads", "", "ListMultipartUploads"},
    {"GET", kBucket, "versions", "", "ListObjectVersions"},
    {"GET", kBucket, "list-type=2", "", "ListObjectsV2"},
    {"GET", kBucket, "", "", "ListObjects"},
    {"HEAD", kBucket, "", "", "HeadBucket"},

    {"PUT", kBucket, "abac", "", "PutBucketAbac"},
    {"PUT", kBucket, "accelerate", "", "PutBucketAccelerateConfiguration"},
    {"PUT", kBucket, "acl", "", "PutBucketAcl"},
    {"PUT", kBucket, "analytics", "", "PutBucketAnalyticsConfiguration"},
    {"PUT", kBucket, "cors", "", "PutBucketCors"},
    {"PUT", kBucket, "encryption", "", "PutBucketEncryption"},
    {"PUT", kBucket, "intelligent-tiering", "", "PutBucketIntelligentTieringConfiguration"},
    {"PUT", kBucket, "inventory", "", "PutBucketInventoryConfiguration"},
    {"PUT", kBucket, "lifecycle", "", "PutBucketLifecycleConfiguration"},
    {"PUT", kBucket, "logging", "", "PutBucketLogging"},
    {"PUT", kBucket, "metadataAnnotationTable", "",
     "UpdateBucketMetadataAnnotationTableConfiguration"},
    {"PUT", kBucket, "metadataInventoryTable", "",
     "UpdateBucketMetadataInventoryTableConfiguration"},
    {"PUT", kBucket, "metadataJournalTable", "", "UpdateBucketMetadataJournalTableConfiguration"},
    {"PUT", kBucket, "metrics", "", "PutBucketMetricsConfiguration"},
    {"PUT", kBucket, "notification", "", "PutBucketNotificationConfiguration"},
    {"PUT", kBucket, "object-lock", "", "PutObjectLockConfiguration"},
    {"PUT", kBucket, "ownershipControls", "", "PutBucketOwnershipControls"},
    {"PUT", kBucket, "policy", "", "PutBucketPolicy"},
    {"PUT", kBucket, "publicAccessBlock", "", "PutPublicAccessBlock"},
    {"PUT", kBucket, "replication", "", "PutBucketReplication"},
    {"PUT", kBucket, "requestPayment", "", "PutBucketRequestPayment"},
    {"PUT", kBucket, "tagging", "", "PutBucketTagging"},
    {"PUT", kBucket, "versioning", "", "PutBucketVersioning"},
    {"PUT", kBucket, "website", "", "PutBucketWebsite"},
    {"PUT", kBucket, "", "", "CreateBucket"},

    {"DELETE", kBucket, "analytics", "", "DeleteBucketAnalyticsConfiguration"},
    {"DELETE", kBucket, "cors", "", "DeleteBucketCors"},
    {"DELETE", kBucket, "encryption", "", "DeleteBucketEncryption"},
    {"DELETE", kBucket, "intelligent-tiering", "", "DeleteBucketIntelligentTieringConfiguration"},
    {"DELETE", kBucket, "inventory", "", "DeleteBucketInventoryConfiguration"},
    {"DELETE", kBucket, "lifecycle", "", "DeleteBucketLifecycle"},
    {"DELETE", kBucket, "metadataConfiguration", "", "DeleteBucketMetadataConfiguration"},
    {"DELETE", kBucket, "metadataTable", "", "DeleteBucketMetadataTableConfiguration"},
    {"DELETE", kBucket, "metrics", "", "DeleteBucketMetricsConfiguration"},
    {"DELETE", kBucket, "ownershipControls", "", "DeleteBucketOwnershipControls"},
    {"DELETE", kBucket, "policy", "", "DeleteBucketPolicy"},
    {"DELETE", kBucket, "publicAccessBlock", "", "DeletePublicAccessBlock"},
    {"DELETE", kBucket, "replication", "", "DeleteBucketReplication"},
    {"DELETE", kBucket, "tagging", "", "DeleteBucketTagging"},
    {"DELETE", kBucket, "website", "", "DeleteBucketWebsite"},
    {"DELETE", kBucket, "", "", "DeleteBucket"},

    {"POST", kBucket, "delete", "", "DeleteObjects"},
    {"POST", kBucket, "metadataConfiguration", "", "CreateBucketMetadataConfiguration"},
    {"POST", kBucket, "metadataTable", "", "CreateBucketMetadataTableConfiguration"},
    {"OPTIONS", kBucket, "", "", "OptionsObject"},

    {"GET", kObject, "acl", "", "GetObjectAcl"},
    {"GET", kObject, "annotation&annotationName", "", "GetObjectAnnotation"},
    {"GET", kObject, "annotation", "", "ListObjectAnnotations"},
    {"GET", kObject, "attributes", "", "GetObjectAttributes"},
    {"GET", kObject, "legal-hold", "", "GetObjectLegalHold"},
    {"GET", kObject, "retention", "", "GetObjectRetention"},
    {"GET", kObject, "tagging", "", "GetObjectTagging"},
    {"GET", kObject, "torrent", "", "GetObjectTorrent"},
    {"GET", kObject, "uploadId", "", "ListParts"},
    {"GET", kObject, "", "", "GetObject"},
    {"HEAD", kObject, "", "", "HeadObject"},

    {"PUT", kObject, "acl", "", "PutObjectAcl"},
    {"PUT", kObject, "annotation", "", "PutObjectAnnotation"},
    {"PUT", kObject, "encryption", "", "UpdateObjectEncryption"},
    {"PUT", kObject, "legal-hold", "", "PutObjectLegalHold"},
    {"PUT", kObject, "renameObject", "", "RenameObject"},
    {"PUT", kObject, "retention", "", "PutObjectRetention"},
    {"PUT", kObject, "tagging", "", "PutObjectTagging"},
    {"PUT", kObject, "uploadId", "x-amz-copy-source", "UploadPartCopy"},
    {"PUT", kObject, "uploadId", "", "UploadPart"},
    {"PUT", kObject, "", "x-amz-copy-source", "CopyObject"},
    {"PUT", kObject, "", "", "PutObject"},

    {"DELETE", kObject, "annotation", "", "DeleteObjectAnnotation"},
    {"DELETE", kObject, "tagging", "", "DeleteObjectTagging"},
    {"DELETE", kObject, "uploadId", "", "AbortMultipartUpload"},
    {"DELETE", kObject, "", "", "DeleteObject"},

    {"POST", kObject, "restore", "", "RestoreObject"},
    {"POST", kObject, "select", "", "SelectObjectContent"},
    {"POST", kObject, "uploads", "", "CreateMultipartUpload"},
    {"POST", kObject, "uploadId", "", "CompleteMultipartUpload"},
    {"OPTIONS", kObject, "", "", "OptionsObject"},
};

bool HasParameters(const Query& query, std::string_view parameters) {
  if (parameters.empty()) return true;
  for (const std::string_view parameter : Split(parameters, '&')) {
    const std::size_t equals = parameter.find('=');
    const std::optional<std::string_view> value = query.Find(parameter.substr(0, equals));
    if (!value) return false;
    if (equals != std::string_view::npos && *value != parameter.substr(equals + 1)) return false;
  }
  return true;
}

bool HasHeader(const HttpRequest& request, const Query& query, std::string_view header) {
  return header.empty() || request.headers.Has(header) || query.Has(header);
}

// Parameters that have values, which their operations judge.
constexpr std::string_view kValued[] = {"versionId", "partNumber", "uploadId",
                                        "id",        "x-id",       "annotationName"};

bool IsNamedByRule(std::string_view operation, std::string_view name) {
  for (const Rule& rule : kRules) {
    if (rule.operation != operation) continue;
    for (const std::string_view parameter : Split(rule.parameters, '&')) {
      if (parameter.substr(0, parameter.find('=')) == name) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> FindUnknownSubresource(const HttpRequest& request, const Query& query,
                                                  std::string_view operation) {
  if (request.method != "PUT" && request.method != "POST" && request.method != "DELETE") {
    return std::nullopt;
  }
  for (const auto& [name, value] : query.pairs()) {
    // Headers that a presigned link has in its query begin so.
    if (!value.empty() || EqualsIgnoreCase(std::string_view(name).substr(0, 6), "x-amz-")) continue;
    if (std::find(std::begin(kValued), std::end(kValued), name) != std::end(kValued)) continue;
    if (!IsNamedByRule(operation, name)) return name;
  }
  return std::nullopt;
}

std::string_view FindOperation(const HttpRequest& request, const Query& query,
                               const Address& address) {
  if (request.RawPath() == "/WriteGetObjectResponse" && request.method == "POST") {
    return "WriteGetObjectResponse";
  }
  const Level level = address.bucket.empty() ? kService : address.key.empty() ? kBucket : kObject;
  for (const Rule& rule : kRules) {
    if (rule.method == request.method && rule.level == level &&
        HasParameters(query, rule.parameters) && HasHeader(request, query, rule.header)) {
      return rule.operation;
    }
  }
  // With a query, only what is a form: it is refused as one. Without, it can be nothing else.
  if (request.method == "POST" && level == kBucket &&
      (query.pairs().empty() || IsFormData(request.headers.Get("Content-Type")))) {
    return "PostObject";
  }
  return {};
}

std::vector<std::string_view> AllOperations() {
  std::vector<std::string_view> names = {"WriteGetObjectResponse", "PostObject"};
  for (const Rule& rule : kRules) names.push_back(rule.operation);
  return names;
}

}  // namespace portside::s3
