// SPDX-License-Identifier: Apache-2.0

#include "services/s3/authentication/authentication_link.h"

#include <charconv>

#include "portside/base/encoding.h"

namespace portside::s3 {
namespace {

constexpr std::chrono::seconds kLongestLifetime = std::chrono::hours(24 * 7);

constexpr const char* kParameters[] = {"X-Amz-Algorithm", "X-Amz-Credential",    "X-Amz-Signature",
                                       "X-Amz-Date",      "X-Amz-SignedHeaders", "X-Amz-Expires"};

S3Result<std::chrono::seconds> ParseLifetime(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(is_negative ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return Fail(AuthorizationQueryParametersError("X-Amz-Expires should be a number"));
  }
  if (is_negative) {
    return Fail(AuthorizationQueryParametersError("X-Amz-Expires must be non-negative"));
  }
  std::int64_t seconds = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (parsed.ec != std::errc() || std::chrono::seconds(seconds) > kLongestLifetime) {
    return Fail(
        AuthorizationQueryParametersError("X-Amz-Expires must be less than a week (in seconds); "
                                          "that is, the given X-Amz-Expires must "
                                          "be less than 604800 seconds"));
  }
  return std::chrono::seconds(seconds);
}

// A link says nothing of its body unless its signer did.
std::string PayloadHashOfLink(const S3Call& call, std::string_view signed_headers) {
  for (const auto& [name, value] : call.query.pairs()) {
    if (EqualsIgnoreCase(name, "x-amz-content-sha256")) return value;
  }
  const auto header = call.request.headers.Find("x-amz-content-sha256");
  if (header && IsSignedHeader(signed_headers, "x-amz-content-sha256")) return std::string(*header);
  return "UNSIGNED-PAYLOAD";
}

}  // namespace

S3Result<void> CheckAlgorithm(std::string_view algorithm) {
  if (algorithm == "AWS4-HMAC-SHA256") return {};
  return Fail(AuthorizationQueryParametersError(
      "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""));
}

S3Result<CredentialScope> ScopeOfParameters(std::string_view credential, std::string_view time) {
  const std::string problem = "Error parsing the X-Amz-Credential parameter; ";
  Expected<CredentialScope, std::string> scope = ReadScope(credential);
  if (!scope) return Fail(AuthorizationQueryParametersError(problem + scope.error()));
  if (!time.starts_with(scope->date)) {
    return Fail(
        AuthorizationQueryParametersError(problem + "incorrect date \"" + scope->date +
                                          "\". This date is not the same as X-Amz-Date: \"" +
                                          std::string(time.substr(0, 8)) + "\"."));
  }
  return std::move(*scope);
}

bool IsLinkV4(const Query& query) {
  for (const char* name : kParameters) {
    if (query.Has(name)) return true;
  }
  return false;
}

S3Result<void> CheckLink(const S3Call& call, const SignatureCheck& check) {
  const Query& query = call.query;
  for (const char* name : kParameters) {
    if (!query.Get(name).empty()) continue;
    return Fail(AuthorizationQueryParametersError(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
        "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."));
  }
  TRY(CheckAlgorithm(query.Get("X-Amz-Algorithm")));
  SignedRequest read;
  read.time = query.Get("X-Amz-Date");
  const std::optional<Timestamp> time = ParseAmzDate(read.time);
  if (!time) {
    return Fail(AuthorizationQueryParametersError(
        "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""));
  }
  read.scope = TRY(ScopeOfParameters(query.Get("X-Amz-Credential"), read.time));
  read.signed_headers = query.Get("X-Amz-SignedHeaders");
  read.signature = query.Get("X-Amz-Signature");
  const std::chrono::seconds lifetime = TRY(ParseLifetime(query.Get("X-Amz-Expires")));
  const Timestamp now = check.clock->Now();
  if (*time > now + kAllowedSkew) return Fail(AccessDeniedBecause("Request is not yet valid"));
  if (now > *time + lifetime) {
    return Fail(RequestHasExpired(*time + lifetime, now, std::string(query.Get("X-Amz-Expires"))));
  }
  TRY(CheckSignature(call, read, PayloadHashOfLink(call, read.signed_headers), check));
  return {};
}

}  // namespace portside::s3
