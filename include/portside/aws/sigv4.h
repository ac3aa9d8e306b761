// SPDX-License-Identifier: Apache-2.0
//
// Signature Version 4: the texts that are signed and the signatures over them, as AWS documents
// them ("Signature Version 4 signing process"). Functions without state; who may do what, and in
// which words a service refuses, is decided by the callers.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/aws/credential_scope.h"
#include "portside/aws/credentials.h"
#include "portside/base/clock.h"
#include "portside/http/message.h"

namespace portside {

// What checking signatures takes. `clock` is the machine's: clients sign by theirs, whatever time
// the users' clock shows. Without a clock nothing is checked, and the credentials only say which
// account a key belongs to.
struct SignatureCheck {
  const Credentials* credentials = nullptr;  // null: none
  const Clock* clock = nullptr;

  [[nodiscard]] bool is_on() const { return clock != nullptr; }
};

// The fields of `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`, in any order, with
// or without spaces; nothing for those that are missing.
struct AuthorizationFields {
  std::optional<std::string> credential;
  std::optional<std::string> signed_headers;
  std::optional<std::string> signature;

  // `fields`: what follows the name of the algorithm.
  static AuthorizationFields Parse(std::string_view fields);
};

// How a service encodes the path once more before it is signed.
enum class PathEncoding {
  kOnce,   // S3: decoded, then encoded; nothing is normalised
  kTwice,  // every other service: dots and empty segments go, then it is encoded as it was sent
};

// `signed_headers`: "host;x-amz-date" as the client lists them. X-Amz-Signature in the query is not
// part of the text.
std::string CanonicalRequest(const HttpRequest& request, std::string_view signed_headers,
                             std::string_view payload_hash, PathEncoding encoding);
// "20130524/us-east-1/s3/aws4_request"
std::string ScopeText(const CredentialScope& scope);
// `time`: "20130524T000000Z".
std::string StringToSign(std::string_view time, const CredentialScope& scope,
                         std::string_view canonical_request);
std::string SigningKey(std::string_view secret, const CredentialScope& scope);
// In hexadecimal.
std::string SignatureOf(std::string_view signing_key, std::string_view string_to_sign);

// Takes the same time wherever two texts of one length differ.
bool IsSameSignature(std::string_view a, std::string_view b);

// "20130524T000000Z"; nothing for any other form.
std::optional<Timestamp> ParseAmzDate(std::string_view text);
std::string FormatAmzDate(Timestamp time);
// When a request was signed: x-amz-date, or else the Date header; nothing where neither can be
// read.
std::optional<Timestamp> TimeOfSigning(const HttpRequest& request);

// The first header whose name begins with `x-amz-` and that is not among the signed ones; empty
// where all are.
std::string FirstUnsignedHeader(const HttpRequest& request, std::string_view signed_headers);
bool IsSignedHeader(std::string_view signed_headers, std::string_view lower_name);

}  // namespace portside
