// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/errors.h"

#include "portside/base/limits.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {

S3Error FromObjectError(const ObjectError& error) {
  switch (error.code) {
    case ObjectErrorCode::kNoSuchBucket: return NoSuchBucket(error.bucket);
    case ObjectErrorCode::kNoSuchKey: return NoSuchKey(error.key);
    case ObjectErrorCode::kBucketExists: return BucketAlreadyExists(error.bucket);
    case ObjectErrorCode::kBucketNotEmpty: {
      S3Error answer{"BucketNotEmpty",
                     409,
                     "The bucket you tried to delete is not empty",
                     {{"BucketName", error.bucket}}};
      // Portside's own help, where a person's doing is in the way.
      if (!error.detail.empty()) answer.elements.emplace_back("Details", error.detail);
      return answer;
    }
    case ObjectErrorCode::kInvalidBucketName: return InvalidBucketName(error.bucket);
    case ObjectErrorCode::kAccessDenied: return AccessDenied();
    case ObjectErrorCode::kKeyTooLong: return KeyTooLong(error.key.size());
    case ObjectErrorCode::kNoSpace:
      // No public evidence: AWS has no full disks. A code that SDKs do not retry for long.
      return {"InsufficientStorage", 507, error.Describe()};
    case ObjectErrorCode::kNoSuchUpload: return NoSuchUpload("");
    case ObjectErrorCode::kInvalidPart:
      return {"InvalidPart", 400,
              "One or more of the specified parts could not be found.  The part may not have been "
              "uploaded, or the specified entity tag may not match the part's entity tag."};
    case ObjectErrorCode::kUploadExists:
    case ObjectErrorCode::kTooLarge:
    case ObjectErrorCode::kDigestMismatch: break;
  }
  return InternalError(error.Describe());
}

S3Error InternalError(std::string what) {
  return {"InternalError",
          500,
          "We encountered an internal error. Please try again.",
          {{"Details", std::move(what)}}};
}

S3Error OfStatus(int status, std::string reason) {
  switch (status) {
    case 403: return {"AccessDenied", 403, std::move(reason)};
    case 408:
      return {"RequestTimeout", 400,
              "Your socket connection to the server was not read from or written to within the "
              "timeout period. Idle connections will be closed."};
    case 413: return {"EntityTooLarge", 400, std::move(reason)};
    case 431: return {"RequestHeaderSectionTooLarge", 400, std::move(reason)};
    case 500: return InternalError(std::move(reason));
    case 503: return {"ServiceUnavailable", 503, std::move(reason)};
    default: return {"BadRequest", 400, std::move(reason)};
  }
}

S3Error AclNotSupported() {
  return {"AccessControlListNotSupported", 400, "The bucket does not allow ACLs"};
}

S3Error AclUnderEnforcedOwnership() {
  return {"InvalidBucketAclWithObjectOwnership", 400,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"};
}

S3Error NoSuchBucket(std::string bucket) {
  return {"NoSuchBucket",
          404,
          "The specified bucket does not exist",
          {{"BucketName", std::move(bucket)}}};
}

S3Error NoSuchKey(std::string key) {
  return {"NoSuchKey", 404, "The specified key does not exist.", {{"Key", std::move(key)}}};
}

S3Error InvalidBucketName(std::string bucket) {
  return {"InvalidBucketName",
          400,
          "The specified bucket is not valid.",
          {{"BucketName", std::move(bucket)}}};
}

S3Error BucketAlreadyExists(std::string bucket) {
  return {"BucketAlreadyExists",
          409,
          "The requested bucket name is not available. The bucket namespace is shared by all users "
          "of the system. Please select a different name and try again.",
          {{"BucketName", std::move(bucket)}}};
}

S3Error BucketAlreadyOwnedByYou(std::string bucket) {
  return {"BucketAlreadyOwnedByYou",
          409,
          "Your previous request to create the named bucket succeeded and you already own it.",
          {{"BucketName", std::move(bucket)}}};
}

S3Error IllegalLocationConstraint(const std::string& constraint) {
  return {"IllegalLocationConstraintException", 400,
          "The " + constraint +
              " location constraint is incompatible for the region specific endpoint this request "
              "was sent to."};
}

S3Error InvalidLocationConstraint(std::string constraint) {
  return {"InvalidLocationConstraint",
          400,
          "The specified location-constraint is not valid",
          {{"LocationConstraint", std::move(constraint)}}};
}

S3Error KeyTooLong(std::size_t size) {
  return {"KeyTooLongError",
          400,
          "Your key is too long",
          {{"Size", std::to_string(size)},
           {"MaxSizeAllowed", std::to_string(limits::kObjectKeyBytes)}}};
}

S3Error AccessDenied() { return {"AccessDenied", 403, "Access Denied"}; }

// What a browser's preflight gets while a bucket has no CORS configuration. No bucket has one.
S3Error AccessForbidden() {
  return {"AccessForbidden", 403, "CORSResponse: CORS is not enabled for this bucket."};
}

S3Error InvalidUri(std::string uri) {
  return {"InvalidURI", 400, "Couldn't parse the specified URI.", {{"URI", std::move(uri)}}};
}

S3Error InvalidArgument(std::string message, std::string name, std::string value) {
  return {"InvalidArgument",
          400,
          std::move(message),
          {{"ArgumentName", std::move(name)}, {"ArgumentValue", std::move(value)}}};
}

S3Error InvalidRequest(std::string message) { return {"InvalidRequest", 400, std::move(message)}; }

S3Error MalformedXml() {
  return {"MalformedXML", 400,
          "The XML you provided was not well-formed or did not validate against our published "
          "schema"};
}

S3Error MethodNotAllowed(std::string method, std::string resource_type) {
  return {"MethodNotAllowed",
          405,
          "The specified method is not allowed against this resource.",
          {{"Method", std::move(method)}, {"ResourceType", std::move(resource_type)}}};
}

S3Error NotImplementedHeader(std::string header, std::string additional_message) {
  S3Error error{"NotImplemented",
                501,
                "A header you provided implies functionality that is not implemented",
                {{"Header", std::move(header)}}};
  if (!additional_message.empty()) {
    error.elements.emplace_back("additionalMessage", std::move(additional_message));
  }
  return error;
}

// Portside's own: the code of AWS, a message that names what is missing.
S3Error NotEmulated(const std::string& operation) {
  return {"NotImplemented",
          501,
          "s3." + operation + " is not emulated by Portside.",
          {{"Operation", operation}}};
}

S3Error MissingContentLength() {
  return {"MissingContentLength", 411, "You must provide the Content-Length HTTP header."};
}

S3Error IncompleteBody() {
  return {"IncompleteBody", 400,
          "You did not provide the number of bytes specified by the Content-Length HTTP header"};
}

S3Error EntityTooLarge(std::uint64_t size) {
  return {"EntityTooLarge",
          400,
          "Your proposed upload exceeds the maximum allowed size",
          {{"ProposedSize", std::to_string(size)},
           {"MaxSizeAllowed", std::to_string(limits::kObjectBytes)}}};
}

S3Error MalformedTrailer() {
  return {"MalformedTrailerError", 400,
          "The request contained trailing data that was not well-formed or did not conform to our "
          "published schema."};
}

S3Error MalformedPostRequest() {
  return {"MalformedPOSTRequest", 400,
          "The body of your POST request is not well-formed multipart/form-data."};
}

S3Error MetadataTooLarge(std::size_t size) {
  return {"MetadataTooLarge",
          400,
          "Your metadata headers exceed the maximum allowed metadata size",
          {{"Size", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(kMetadataBytes)}}};
}

S3Error InvalidStorageClass(std::string storage_class) {
  return {"InvalidStorageClass",
          400,
          "The storage class you specified is not valid",
          {{"StorageClassRequested", std::move(storage_class)}}};
}

S3Error InvalidRange(std::uint64_t size, std::string range) {
  S3Error error{"InvalidRange",
                416,
                "The requested range is not satisfiable",
                {{"RangeRequested", std::move(range)}, {"ActualObjectSize", std::to_string(size)}}};
  error.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
  return error;
}

S3Error PreconditionFailed(std::string condition) {
  return {"PreconditionFailed",
          412,
          "At least one of the pre-conditions you specified did not hold",
          {{"Condition", std::move(condition)}}};
}

S3Error InvalidDigest(std::string digest) {
  return {"InvalidDigest",
          400,
          "The Content-MD5 you specified was invalid.",
          {{"Content-MD5", std::move(digest)}}};
}

S3Error Md5Mismatch(std::string calculated, std::string expected) {
  return {"BadDigest",
          400,
          "The Content-MD5 you specified did not match what we received.",
          {{"CalculatedDigest", std::move(calculated)}, {"ExpectedDigest", std::move(expected)}}};
}

S3Error ChecksumMismatch(const std::string& label) {
  return {"BadDigest", 400,
          "The " + label + " you specified did not match the calculated checksum."};
}

S3Error ContentSha256Mismatch(std::string client, std::string calculated) {
  return {"XAmzContentSHA256Mismatch",
          400,
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          {{"ClientComputedContentSHA256", std::move(client)},
           {"S3ComputedContentSHA256", std::move(calculated)}}};
}

S3Error InvalidTag(std::string message, std::string key) {
  return {"InvalidTag", 400, std::move(message), {{"TagKey", std::move(key)}}};
}

S3Error TooManyTags() { return {"BadRequest", 400, "Object tags cannot be greater than 10"}; }

S3Error InvalidTaggingHeader(std::string value) {
  return InvalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
      "without tag name duplicates.",
      "x-amz-tagging", std::move(value));
}

S3Error NoSuchUpload(std::string upload_id) {
  return {"NoSuchUpload",
          404,
          "The specified upload does not exist. The upload ID may be invalid, or the upload may "
          "have been aborted or completed.",
          {{"UploadId", std::move(upload_id)}}};
}

S3Error InvalidPart(std::string upload_id, int number, std::string etag) {
  return {"InvalidPart",
          400,
          "One or more of the specified parts could not be found.  The part may not have been "
          "uploaded, or the specified entity tag may not match the part's entity tag.",
          {{"UploadId", std::move(upload_id)},
           {"PartNumber", std::to_string(number)},
           {"ETag", std::move(etag)}}};
}

S3Error InvalidPartOrder(std::string upload_id) {
  return {"InvalidPartOrder",
          400,
          "The list of parts was not in ascending order. Parts must be ordered by part number.",
          {{"UploadId", std::move(upload_id)}}};
}

S3Error EntityTooSmall(std::string etag, int number, std::uint64_t size) {
  return {"EntityTooSmall",
          400,
          "Your proposed upload is smaller than the minimum allowed size",
          {{"ProposedSize", std::to_string(size)},
           {"MinSizeAllowed", std::to_string(kPartBytes)},
           {"PartNumber", std::to_string(number)},
           {"ETag", std::move(etag)}}};
}

S3Error InvalidPartNumber(std::size_t actual_count, std::string requested) {
  return {"InvalidPartNumber",
          416,
          "The requested partnumber is not satisfiable",
          {{"PartNumberRequested", std::move(requested)},
           {"ActualPartCount", std::to_string(actual_count)}}};
}

}  // namespace portside::s3
