// SPDX-License-Identifier: Apache-2.0

#include "server/signed_exchange.h"

#include <chrono>

#include "portside/base/encoding.h"
#include "portside/http/uri.h"

namespace portside {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
// As the refusals of these services tell it; S3 allows fifteen.
constexpr auto kAllowedSkew = std::chrono::minutes(5);

struct Signed {
  CredentialScope scope;
  std::string time;
  std::string signed_headers;
  std::string signature;
};

using Read = Expected<Signed, ServiceError>;

ServiceError InvalidSignature(int status, std::string message) {
  return {"InvalidSignatureException", status, std::move(message)};
}

Expected<CredentialScope, ServiceError> ReadScope(const std::string& credential,
                                                  std::string_view service, std::string_view time,
                                                  int status) {
  const std::optional<CredentialParts> parts = SplitCredential(credential);
  if (!parts) {
    return Fail(ServiceError("IncompleteSignatureException", status,
                             "Credential must have at least 5 slash-delimited elements, e.g. "
                             "keyid/date/region/service/term, got '" +
                                 credential + "'"));
  }
  std::string faults;
  if (parts->service != service) {
    faults += "Credential should be scoped to correct service: '" + std::string(service) + "'. ";
  }
  if (parts->terminator != "aws4_request") {
    faults += "Credential should be scoped with a valid terminator: 'aws4_request', not '" +
              std::string(parts->terminator) + "'. ";
  }
  if (!time.starts_with(parts->date)) {
    faults +=
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP: '" +
        std::string(parts->date) + "' != '" + std::string(time.substr(0, 8)) + "', from '" +
        std::string(time) + "'. ";
  }
  if (!faults.empty()) return Fail(InvalidSignature(status, std::move(faults)));
  return CredentialScope{std::string(parts->access_key), std::string(parts->date),
                         std::string(parts->region), std::string(parts->service)};
}

Read ReadHeader(const HttpRequest& request, std::string_view header, std::string_view service,
                int status) {
  const std::string_view text = TrimSpace(header);
  const std::size_t space = text.find(' ');
  const bool is_known = text.substr(0, space) == kAlgorithm;
  const AuthorizationFields fields = AuthorizationFields::Parse(
      is_known && space != std::string_view::npos ? text.substr(space) : std::string_view());
  const std::optional<Timestamp> time = TimeOfSigning(request);
  // One message names all that is missing, in this order.
  std::string missing;
  for (const auto& [value, name] :
       {std::pair(&fields.credential, "Credential"), std::pair(&fields.signature, "Signature"),
        std::pair(&fields.signed_headers, "SignedHeaders")}) {
    if (!*value) missing += "Authorization header requires '" + std::string(name) + "' parameter. ";
  }
  if (!time) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
        "header. ";
  }
  if (!missing.empty()) {
    return Fail(ServiceError("IncompleteSignatureException", status,
                             missing + "Authorization=" + std::string(text)));
  }
  const std::string stamp = FormatAmzDate(*time);
  CredentialScope scope = TRY(ReadScope(*fields.credential, service, stamp, status));
  return Signed{std::move(scope), stamp, *fields.signed_headers, *fields.signature};
}

Read ReadQuery(const Query& query, std::string_view service, int status) {
  std::string missing;
  for (const std::string_view name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
                                      "X-Amz-SignedHeaders", "X-Amz-Date"}) {
    if (!query.Get(name).empty()) continue;
    missing += "AWS query-string parameters must include '" + std::string(name) + "'. ";
  }
  if (!missing.empty()) {
    return Fail(ServiceError("IncompleteSignatureException", status,
                             missing + "Re-examine the query-string parameters."));
  }
  std::string time(query.Get("X-Amz-Date"));
  CredentialScope scope =
      TRY(ReadScope(std::string(query.Get("X-Amz-Credential")), service, time, status));
  return Signed{std::move(scope), std::move(time), std::string(query.Get("X-Amz-SignedHeaders")),
                std::string(query.Get("X-Amz-Signature"))};
}

Read ReadSignature(const HttpRequest& request, std::string_view service, int status) {
  const auto header = request.headers.Find("Authorization");
  const Query query = Query::Parse(request.RawQuery());
  const bool is_link = query.Has("X-Amz-Algorithm");
  if (header && is_link) {
    return Fail(InvalidSignature(status,
                                 "Found both 'X-Amz-Algorithm' as a query-string param and "
                                 "'Authorization' as HTTP header."));
  }
  if (is_link) return ReadQuery(query, service, status);
  if (header) return ReadHeader(request, *header, service, status);
  return Fail(
      ServiceError("MissingAuthenticationTokenException", status, "Missing Authentication Token"));
}

std::optional<ServiceError> FindSkew(std::string_view stamp, Timestamp now, int status) {
  const std::optional<Timestamp> time = ParseAmzDate(stamp);
  if (!time) {
    return InvalidSignature(
        status, "Date must be in ISO-8601 'basic format'. Got '" + std::string(stamp) + "'.");
  }
  const auto shown = [](Timestamp at) { return FormatAmzDate(at); };
  if (*time < now - kAllowedSkew) {
    return InvalidSignature(status, "Signature expired: " + std::string(stamp) +
                                        " is now earlier than " + shown(now - kAllowedSkew) + " (" +
                                        shown(now) + " - 5 min.)");
  }
  if (*time > now + kAllowedSkew) {
    return InvalidSignature(status, "Signature not yet current: " + std::string(stamp) +
                                        " is still later than " + shown(now + kAllowedSkew) + " (" +
                                        shown(now) + " + 5 min.)");
  }
  return std::nullopt;
}

}  // namespace

std::optional<ServiceError> FindSignatureFault(const HttpRequest& request, std::string_view service,
                                               int status, std::string_view payload_hash,
                                               const SignatureCheck& check) {
  const Read read = ReadSignature(request, service, status);
  if (!read) return read.error();
  if (!IsSignedHeader(read->signed_headers, "host")) {
    return InvalidSignature(status,
                            "'Host' or ':authority' must be a 'SignedHeader' in the AWS "
                            "Authorization.");
  }
  if (auto skew = FindSkew(read->time, check.clock->Now(), status)) return skew;
  const Credential* credential = check.credentials->Find(read->scope.access_key);
  if (credential == nullptr) {
    return ServiceError("UnrecognizedClientException", status,
                        "The security token included in the request is invalid.");
  }
  const std::string canonical =
      CanonicalRequest(request, read->signed_headers, payload_hash, PathEncoding::kTwice);
  const std::string expected = SignatureOf(SigningKey(credential->secret, read->scope),
                                           StringToSign(read->time, read->scope, canonical));
  if (IsSameSignature(read->signature, expected)) return std::nullopt;
  return InvalidSignature(
      status,
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details.");
}

}  // namespace portside
