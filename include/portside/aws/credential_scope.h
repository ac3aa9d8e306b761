// SPDX-License-Identifier: Apache-2.0
//
// CredentialScope: who signed a request and for what, read without checking the signature.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/http/message.h"

namespace portside {

struct CredentialScope {
  std::string access_key;
  std::string date;     // yyyymmdd; empty for SigV2
  std::string region;   // empty for SigV2
  std::string service;  // signing name; "s3" for SigV2
};

// What a Credential says, split but not judged: "AKID/20130524/us-east-1/s3/aws4_request", read
// from the right, because an access key may contain `/`. Nothing where it has less than five parts.
struct CredentialParts {
  std::string_view access_key, date, region, service, terminator;
};
std::optional<CredentialParts> SplitCredential(std::string_view credential);

// From `Authorization: AWS4-HMAC-SHA256 Credential=…` (with or without spaces after commas), the
// query's X-Amz-Credential, `Authorization: AWS key:signature`, or AWSAccessKeyId in the query.
// Nothing for an unsigned request or one whose scope cannot be read. An access key may contain `/`.
std::optional<CredentialScope> ParseCredentialScope(const HttpRequest& request);

// The account an access key stands for: itself where it is 12 digits, else `fallback`.
std::string AccountOf(std::string_view access_key, std::string_view fallback);

}  // namespace portside
