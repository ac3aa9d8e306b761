// SPDX-License-Identifier: Apache-2.0
//
// What S3 says to requests whose signature it does not accept, in the words that were recorded from
// AWS unless a line says otherwise.

#pragma once

#include <string>
#include <string_view>

#include "portside/base/timestamp.h"
#include "services/s3/wire/errors.h"

namespace portside::s3 {

// What was signed on this side, for a client to compare with its own.
struct SignedTexts {
  std::string access_key;
  std::string provided;  // the request's signature
  std::string string_to_sign;
  std::string canonical_request;  // empty: Signature Version 2 has none
};

S3Error SignatureDoesNotMatch(const SignedTexts& texts);
// Of a chunk of the body, or of its trailing headers.
S3Error ChunkSignatureDoesNotMatch();
S3Error InvalidAccessKeyId(std::string access_key);
S3Error RequestTimeTooSkewed(std::string request_time, Timestamp now);
// A link after its time. `lifetime`: X-Amz-Expires, empty for Signature Version 2.
S3Error RequestHasExpired(Timestamp expires, Timestamp now, std::string lifetime = "");
S3Error AccessDeniedBecause(std::string message);
S3Error HeadersNotSigned(std::string name);
// "The authorization header is malformed; " + what is wrong.
S3Error AuthorizationHeaderMalformed(std::string_view problem);
S3Error AuthorizationQueryParametersError(std::string message);
S3Error UnsupportedAuthorization(std::string message, std::string authorization);

}  // namespace portside::s3
