// SPDX-License-Identifier: Apache-2.0
//
// The errors that any call may be told, whatever its operation: AWS's page of common error types,
// and S3's list of error codes. Texts are the services' own where one is known.

#include "portside/control/operation_catalog.h"

namespace portside {
namespace {

const std::deque<CatalogError> kJson = {
    {"AccessDeniedException", 400, "You do not have sufficient access to perform this action."},
    {"ExpiredTokenException", 403, "The security token included in the request is expired"},
    {"IncompleteSignatureException", 403,
     "The request signature does not conform to AWS standards."},
    {"InternalFailure", 500,
     "The request processing has failed because of an unknown error, exception or failure."},
    {"InternalServerException", 500, ""},
    {"InvalidSignatureException", 403, ""},
    {"MalformedHttpRequestException", 400, ""},
    {"MissingAuthenticationTokenException", 403, "Missing Authentication Token"},
    {"NotAuthorized", 401, "You do not have permission to perform this action."},
    {"OptInRequired", 403, "The AWS access key ID needs a subscription for the service."},
    {"RequestAbortedException", 400, ""},
    {"RequestEntityTooLargeException", 413, ""},
    {"RequestExpired", 400, ""},
    {"RequestTimeoutException", 408, ""},
    {"ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."},
    {"ServiceUnavailableException", 503,
     "The request has failed due to a temporary failure of the server."},
    {"ThrottlingException", 400, "Rate exceeded"},
    {"UnrecognizedClientException", 403, "The security token included in the request is invalid."},
    {"ValidationException", 400, ""},
};

const std::deque<CatalogError> kQuery = {
    {"AccessDenied", 403, "Access Denied"},
    {"ExpiredToken", 403, "The security token included in the request is expired"},
    {"IncompleteSignature", 403, "The request signature does not conform to AWS standards."},
    {"InternalFailure", 500,
     "The request processing has failed because of an unknown error, exception or failure."},
    {"InvalidClientTokenId", 403, "The security token included in the request is invalid."},
    {"ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."},
    {"SignatureDoesNotMatch", 403, ""},
    {"Throttling", 400, "Rate exceeded"},
    {"ValidationError", 400, ""},
};

const std::deque<CatalogError> kS3 = {
    {"AccessDenied", 403, "Access Denied"},
    {"AccountProblem", 403, ""},
    {"AllAccessDisabled", 403, "All access to this object has been disabled"},
    {"BadDigest", 400, "The Content-MD5 you specified did not match what we received."},
    {"BucketAlreadyExists", 409, ""},
    {"BucketAlreadyOwnedByYou", 409, ""},
    {"BucketNotEmpty", 409, "The bucket you tried to delete is not empty"},
    {"EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"},
    {"EntityTooSmall", 400, ""},
    {"ExpiredToken", 400, "The provided token has expired."},
    {"IncompleteBody", 400,
     "You did not provide the number of bytes specified by the Content-Length HTTP header"},
    {"InternalError", 500, "We encountered an internal error. Please try again."},
    {"InvalidAccessKeyId", 403,
     "The AWS Access Key Id you provided does not exist in our records."},
    {"InvalidArgument", 400, ""},
    {"InvalidBucketState", 409, ""},
    {"InvalidObjectState", 403, "The operation is not valid for the object's storage class"},
    {"InvalidPart", 400, ""},
    {"InvalidPartOrder", 400, ""},
    {"InvalidRange", 416, "The requested range is not satisfiable"},
    {"InvalidRequest", 400, ""},
    {"InvalidToken", 400, "The provided token is malformed or otherwise invalid."},
    {"MalformedXML", 400, ""},
    {"MethodNotAllowed", 405, "The specified method is not allowed against this resource."},
    {"NoSuchBucket", 404, "The specified bucket does not exist"},
    {"NoSuchKey", 404, "The specified key does not exist."},
    {"NoSuchUpload", 404, ""},
    {"NotSignedUp", 403, "Your account is not signed up for the S3 service."},
    {"OperationAborted", 409,
     "A conflicting conditional operation is currently in progress against this resource. Please "
     "try again."},
    {"PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"},
    {"RequestTimeout", 400,
     "Your socket connection to the server was not read from or written to within the timeout "
     "period. Idle connections will be closed."},
    {"RequestTimeTooSkewed", 403,
     "The difference between the request time and the current time is too large."},
    {"ServiceUnavailable", 503, "Service is unable to handle request."},
    {"SignatureDoesNotMatch", 403, ""},
    {"SlowDown", 503, "Please reduce your request rate."},
    {"TooManyBuckets", 400, "You have attempted to create more buckets than allowed"},
};

}  // namespace

const std::deque<CatalogError>& CommonErrors(ErrorFamily family) {
  switch (family) {
    case ErrorFamily::kS3: return kS3;
    case ErrorFamily::kQuery: return kQuery;
    case ErrorFamily::kJson: break;
  }
  return kJson;
}

}  // namespace portside
