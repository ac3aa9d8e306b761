// SPDX-License-Identifier: Apache-2.0
//
// Links that were signed ahead with Signature Version 4, and what they share with signed headers.

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "portside/aws/sigv4.h"
#include "services/s3/authentication/authentication_errors.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// How far the time of a request may be from the server's, as AWS tells it in the refusal.
inline constexpr auto kAllowedSkew = std::chrono::minutes(15);

// A signature with everything that it was made of, but the secret.
struct SignedRequest {
  CredentialScope scope;
  std::string time;            // "20130524T000000Z"
  std::string signed_headers;  // "host;x-amz-date"
  std::string signature;
};

// The scope that a credential of S3 names, or what is wrong with it.
Expected<CredentialScope, std::string> ReadScope(std::string_view credential);

// Whether the access key is known, everything is signed that has to be, and the signature is right.
// Gives the signing key.
S3Result<std::string> CheckSignature(const S3Call& call, const SignedRequest& read,
                                     std::string_view payload_hash, const SignatureCheck& check);

// What links and forms share: their X-Amz-Algorithm, and their X-Amz-Credential, which must be of
// the day of their X-Amz-Date.
S3Result<void> CheckAlgorithm(std::string_view algorithm);
S3Result<CredentialScope> ScopeOfParameters(std::string_view credential, std::string_view time);

// Whether a query looks as if it were to carry a Version 4 signature, complete or not.
bool IsLinkV4(const Query& query);
S3Result<void> CheckLink(const S3Call& call, const SignatureCheck& check);

}  // namespace portside::s3
