// SPDX-License-Identifier: Apache-2.0
//
// S3Error: an <Error> document to be. The factories carry the exact texts of AWS, as recorded from
// the real service unless a line says otherwise.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/base/result.h"
#include "portside/objects/object_store.h"

namespace portside::s3 {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct S3Error {
  std::string code;
  int status;
  std::string message;
  Fields elements = {};  // further elements of <Error>
  Fields headers = {};   // of the response
};

template <typename T>
using S3Result = Expected<T, S3Error>;

// An error of the store in S3's words.
S3Error FromObjectError(const ObjectError& error);
template <typename T>
S3Result<T> FromStore(ObjectResult<T> result) {
  if (!result) return Fail(FromObjectError(result.error()));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(*result);
  }
}

// Buckets and keys.
S3Error NoSuchBucket(std::string bucket);
S3Error NoSuchKey(std::string key);
S3Error InvalidBucketName(std::string bucket);
S3Error BucketAlreadyExists(std::string bucket);
S3Error BucketAlreadyOwnedByYou(std::string bucket);
S3Error IllegalLocationConstraint(const std::string& constraint);
S3Error InvalidLocationConstraint(std::string constraint);
S3Error KeyTooLong(std::size_t size);
S3Error AccessDenied();
S3Error AccessForbidden();

// The environment is broken; `what` is said in an element of its own.
S3Error InternalError(std::string what);

// Requests.
S3Error InvalidUri(std::string uri);
S3Error InvalidArgument(std::string message, std::string name, std::string value);
S3Error InvalidRequest(std::string message);
S3Error MalformedXml();
S3Error MethodNotAllowed(std::string method, std::string resource_type);
S3Error NotImplementedHeader(std::string header, std::string additional_message = "");
// The server's own refusal of an HTTP status, as S3 tells it.
S3Error OfStatus(int status, std::string reason);
// Of a bucket whose ownership is BucketOwnerEnforced.
S3Error AclNotSupported();
S3Error AclUnderEnforcedOwnership();
S3Error NotEmulated(const std::string& operation);
S3Error MissingContentLength();
S3Error IncompleteBody();
S3Error EntityTooLarge(std::uint64_t size);
S3Error MalformedTrailer();
S3Error MalformedPostRequest();
S3Error MetadataTooLarge(std::size_t size);
S3Error InvalidStorageClass(std::string storage_class);
S3Error InvalidRange(std::uint64_t size, std::string range);
S3Error PreconditionFailed(std::string condition);

// Digests and checksums.
S3Error InvalidDigest(std::string digest);
S3Error Md5Mismatch(std::string calculated, std::string expected);
S3Error ChecksumMismatch(const std::string& label);
S3Error ContentSha256Mismatch(std::string client, std::string calculated);

// Tags.
S3Error InvalidTag(std::string message, std::string key);
S3Error TooManyTags();
S3Error InvalidTaggingHeader(std::string value);

// Multipart uploads.
S3Error NoSuchUpload(std::string upload_id);
S3Error InvalidPart(std::string upload_id, int number, std::string etag);
S3Error InvalidPartOrder(std::string upload_id);
S3Error EntityTooSmall(std::string etag, int number, std::uint64_t size);
S3Error InvalidPartNumber(std::size_t actual_count, std::string requested);

}  // namespace portside::s3
