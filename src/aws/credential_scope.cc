// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/credential_scope.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/http/uri.h"

namespace portside {
namespace {

bool IsDigits(std::string_view text, std::size_t length) {
  return text.size() == length &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<CredentialScope> ParseCredential(std::string_view credential) {
  const std::optional<CredentialParts> parts = SplitCredential(credential);
  if (!parts || parts->terminator != "aws4_request" || parts->service.empty() ||
      parts->region.empty() || parts->access_key.empty() || !IsDigits(parts->date, 8)) {
    return std::nullopt;
  }
  return CredentialScope{std::string(parts->access_key), std::string(parts->date),
                         std::string(parts->region), std::string(parts->service)};
}

CredentialScope SignatureVersion2(std::string_view access_key) {
  return {std::string(access_key), "", "", "s3"};
}

std::optional<CredentialScope> FromAuthorization(std::string_view header) {
  header = TrimSpace(header);
  const std::size_t space = header.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = header.substr(0, space);
  const std::string_view rest = TrimSpace(header.substr(space));

  if (scheme == "AWS") {
    const std::size_t colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    return SignatureVersion2(rest.substr(0, colon));
  }
  // The asymmetric variant (AWS4-ECDSA-P256-SHA256) has no region in its scope: not read.
  if (scheme != "AWS4-HMAC-SHA256") return std::nullopt;
  constexpr std::string_view kCredential = "Credential=";
  for (const std::string_view part : Split(rest, ',')) {
    const std::string_view field = TrimSpace(part);
    if (field.starts_with(kCredential)) return ParseCredential(field.substr(kCredential.size()));
  }
  return std::nullopt;
}

std::optional<CredentialScope> FromQuery(const Query& query) {
  if (const auto credential = query.Find("X-Amz-Credential")) {
    if (query.Get("X-Amz-Algorithm").starts_with("AWS4-ECDSA")) return std::nullopt;
    return ParseCredential(*credential);
  }
  const std::string_view access_key = query.Get("AWSAccessKeyId");
  if (access_key.empty()) return std::nullopt;
  return SignatureVersion2(access_key);
}

}  // namespace

std::optional<CredentialParts> SplitCredential(std::string_view credential) {
  CredentialParts parts;
  for (std::string_view* part : {&parts.terminator, &parts.service, &parts.region, &parts.date}) {
    const std::size_t slash = credential.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    *part = credential.substr(slash + 1);
    credential = credential.substr(0, slash);
  }
  parts.access_key = credential;
  return parts;
}

std::optional<CredentialScope> ParseCredentialScope(const HttpRequest& request) {
  if (const auto header = request.headers.Find("Authorization")) {
    if (auto scope = FromAuthorization(*header)) return scope;
  }
  const std::string_view raw_query = request.RawQuery();
  if (raw_query.empty()) return std::nullopt;
  return FromQuery(Query::Parse(raw_query));
}

std::string AccountOf(std::string_view access_key, std::string_view fallback) {
  return std::string(IsDigits(access_key, 12) ? access_key : fallback);
}

}  // namespace portside
