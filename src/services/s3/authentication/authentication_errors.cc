// SPDX-License-Identifier: Apache-2.0

#include "services/s3/authentication/authentication_errors.h"

#include "portside/base/encoding.h"

namespace portside::s3 {
namespace {

// "47 45 54": the bytes of a text, so that invisible ones show.
std::string BytesOf(std::string_view text) {
  std::string bytes;
  for (const char& c : text) {
    if (!bytes.empty()) bytes += ' ';
    bytes += HexEncode(std::string_view(&c, 1));
  }
  return bytes;
}

constexpr std::string_view kAllowedSkewMilliseconds = "900000";

}  // namespace

S3Error ChunkSignatureDoesNotMatch() {
  return {"SignatureDoesNotMatch", 403,
          "The request signature we calculated does not match the signature you provided. Check "
          "your key and signing method."};
}

S3Error SignatureDoesNotMatch(const SignedTexts& texts) {
  S3Error error = ChunkSignatureDoesNotMatch();
  error.elements = {{"AWSAccessKeyId", texts.access_key},
                    {"StringToSign", texts.string_to_sign},
                    {"SignatureProvided", texts.provided},
                    {"StringToSignBytes", BytesOf(texts.string_to_sign)}};
  if (!texts.canonical_request.empty()) {
    error.elements.emplace_back("CanonicalRequest", texts.canonical_request);
    error.elements.emplace_back("CanonicalRequestBytes", BytesOf(texts.canonical_request));
  }
  return error;
}

S3Error InvalidAccessKeyId(std::string access_key) {
  return {"InvalidAccessKeyId",
          403,
          "The AWS Access Key Id you provided does not exist in our records.",
          {{"AWSAccessKeyId", std::move(access_key)}}};
}

S3Error RequestTimeTooSkewed(std::string request_time, Timestamp now) {
  return {"RequestTimeTooSkewed",
          403,
          "The difference between the request time and the current time is too large.",
          {{"RequestTime", std::move(request_time)},
           {"ServerTime", FormatIso8601(now, 0)},
           {"MaxAllowedSkewMilliseconds", std::string(kAllowedSkewMilliseconds)}}};
}

S3Error RequestHasExpired(Timestamp expires, Timestamp now, std::string lifetime) {
  S3Error error = AccessDeniedBecause("Request has expired");
  if (!lifetime.empty()) error.elements.emplace_back("X-Amz-Expires", std::move(lifetime));
  error.elements.emplace_back("Expires", FormatIso8601(expires, 0));
  error.elements.emplace_back("ServerTime", FormatIso8601(now, 0));
  return error;
}

S3Error AccessDeniedBecause(std::string message) {
  return {"AccessDenied", 403, std::move(message)};
}

S3Error HeadersNotSigned(std::string name) {
  S3Error error =
      AccessDeniedBecause("There were headers present in the request which were not signed");
  error.elements.emplace_back("HeadersNotSigned", std::move(name));
  return error;
}

S3Error AuthorizationHeaderMalformed(std::string_view problem) {
  return {"AuthorizationHeaderMalformed", 400,
          "The authorization header is malformed; " + std::string(problem)};
}

S3Error AuthorizationQueryParametersError(std::string message) {
  return {"AuthorizationQueryParametersError", 400, std::move(message)};
}

S3Error UnsupportedAuthorization(std::string message, std::string authorization) {
  return InvalidArgument(std::move(message), "Authorization", std::move(authorization));
}

}  // namespace portside::s3
