// SPDX-License-Identifier: Apache-2.0

#include "services/s3/authentication/authentication.h"

#include "portside/base/encoding.h"
#include "services/s3/authentication/authentication_link.h"
#include "services/s3/authentication/authentication_v2.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kSignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
constexpr std::string_view kSignedChunksAndTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

bool IsPayloadHash(std::string_view text) {
  for (const std::string_view literal : {std::string_view("UNSIGNED-PAYLOAD"),
                                         std::string_view("STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
                                         kSignedChunks, kSignedChunksAndTrailer}) {
    if (text == literal) return true;
  }
  return text.size() == 64 && HexDecode(text);
}

S3Result<std::string> PayloadHashOfHeader(const S3Call& call) {
  const auto hash = call.request.headers.Find("x-amz-content-sha256");
  if (!hash) {
    return Fail(InvalidRequest("Missing required header for this request: x-amz-content-sha256"));
  }
  if (IsPayloadHash(*hash)) return std::string(*hash);
  return Fail(InvalidArgument(
      "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
      "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER "
      "or a valid sha256 value.",
      "x-amz-content-sha256", std::string(*hash)));
}

std::optional<ChunkSigning> ChainOf(const SignedRequest& signed_request, std::string key,
                                    std::string_view payload_hash) {
  if (payload_hash != kSignedChunks && payload_hash != kSignedChunksAndTrailer) return std::nullopt;
  return ChunkSigning{std::move(key), signed_request.time, ScopeText(signed_request.scope),
                      signed_request.signature, payload_hash == kSignedChunksAndTrailer};
}

S3Result<SignedRequest> ReadHeader(const S3Call& call, std::string_view fields, Timestamp now) {
  const AuthorizationFields found = AuthorizationFields::Parse(fields);
  for (const auto& [value, name] : {std::pair(&found.credential, "Credential"),
                                    std::pair(&found.signed_headers, "SignedHeaders"),
                                    std::pair(&found.signature, "Signature")}) {
    if (!*value) {
      return Fail(AuthorizationHeaderMalformed("missing " + std::string(name) + "."));
    }
  }
  const std::optional<Timestamp> time = TimeOfSigning(call.request);
  if (!time) {
    return Fail(
        AccessDeniedBecause("AWS authentication requires a valid Date or x-amz-date header"));
  }
  SignedRequest read;
  Expected<CredentialScope, std::string> scope = ReadScope(*found.credential);
  if (!scope) return Fail(AuthorizationHeaderMalformed(scope.error()));
  read.scope = std::move(*scope);
  read.time = FormatAmzDate(*time);
  if (!read.time.starts_with(read.scope.date)) {
    return Fail(AuthorizationHeaderMalformed(
        "Invalid credential date. Date is not the same as X-Amz-Date."));
  }
  if (std::chrono::abs(now - *time) > kAllowedSkew) {
    return Fail(RequestTimeTooSkewed(read.time, now));
  }
  read.signed_headers = *found.signed_headers;
  read.signature = *found.signature;
  return read;
}

S3Result<std::optional<ChunkSigning>> CheckHeader(const S3Call& call, std::string_view fields,
                                                  const SignatureCheck& check) {
  const SignedRequest read = TRY(ReadHeader(call, fields, check.clock->Now()));
  const std::string hash = TRY(PayloadHashOfHeader(call));
  std::string key = TRY(CheckSignature(call, read, hash, check));
  return ChainOf(read, std::move(key), hash);
}

}  // namespace

Expected<CredentialScope, std::string> ReadScope(std::string_view credential) {
  const std::optional<CredentialParts> parts = SplitCredential(credential);
  if (!parts || parts->access_key.empty() || parts->date.size() != 8) {
    return Fail(
        std::string("the Credential is mal-formed; expecting "
                    "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."));
  }
  if (parts->service != "s3" && parts->service != "s3express") {
    return Fail("incorrect service \"" + std::string(parts->service) +
                "\". This endpoint belongs to \"s3\".");
  }
  if (parts->terminator != "aws4_request") {
    return Fail("incorrect terminal \"" + std::string(parts->terminator) +
                "\". This endpoint uses \"aws4_request\".");
  }
  return CredentialScope{std::string(parts->access_key), std::string(parts->date),
                         std::string(parts->region), std::string(parts->service)};
}

S3Result<std::string> CheckSignature(const S3Call& call, const SignedRequest& read,
                                     std::string_view payload_hash, const SignatureCheck& check) {
  const Credential* credential = check.credentials->Find(read.scope.access_key);
  if (credential == nullptr) return Fail(InvalidAccessKeyId(read.scope.access_key));
  std::string unsigned_header = FirstUnsignedHeader(call.request, read.signed_headers);
  if (!IsSignedHeader(read.signed_headers, "host")) unsigned_header = "host";
  if (!unsigned_header.empty()) return Fail(HeadersNotSigned(std::move(unsigned_header)));

  SignedTexts texts{read.scope.access_key, read.signature, "", ""};
  texts.canonical_request =
      CanonicalRequest(call.request, read.signed_headers, payload_hash, PathEncoding::kOnce);
  texts.string_to_sign = StringToSign(read.time, read.scope, texts.canonical_request);
  std::string key = SigningKey(credential->secret, read.scope);
  if (!IsSameSignature(read.signature, SignatureOf(key, texts.string_to_sign))) {
    return Fail(SignatureDoesNotMatch(texts));
  }
  return key;
}

bool HasSignature(const S3Call& call) {
  return call.request.headers.Has("authorization") || IsLinkV4(call.query) || IsLinkV2(call.query);
}

S3Result<std::optional<ChunkSigning>> Authenticate(const S3Call& call,
                                                   std::string_view bucket_of_host,
                                                   const SignatureCheck& check) {
  const auto header = call.request.headers.Find("authorization");
  const bool is_v4_link = IsLinkV4(call.query);
  const bool is_v2_link = !is_v4_link && IsLinkV2(call.query);
  if (header && (is_v4_link || is_v2_link)) {
    return Fail(UnsupportedAuthorization(
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
        "query string parameter or the Authorization header should be specified",
        std::string(*header)));
  }
  if (is_v4_link) {
    TRY(CheckLink(call, check));
    return std::nullopt;
  }
  if (is_v2_link) {
    TRY(CheckLinkV2(call, bucket_of_host, check));
    return std::nullopt;
  }
  if (!header) return Fail(AccessDenied());

  const std::string_view text = TrimSpace(*header);
  const std::size_t space = text.find(' ');
  const std::string_view scheme = text.substr(0, space);
  if (space == std::string_view::npos) {
    return Fail(UnsupportedAuthorization(
        "Authorization header is invalid -- one and only one ' ' (space) required.",
        std::string(text)));
  }
  const std::string_view rest = TrimSpace(text.substr(space));
  if (scheme == kAlgorithm) return CheckHeader(call, rest, check);
  if (scheme == "AWS") {
    TRY(CheckHeaderV2(call, rest, bucket_of_host, check));
    return std::nullopt;
  }
  // Portside's own: SigV4A needs a public key of each caller.
  if (scheme.starts_with("AWS4-ECDSA")) return Fail(NotEmulated("Signature Version 4A"));
  return Fail(UnsupportedAuthorization("Unsupported Authorization Type", std::string(text)));
}

}  // namespace portside::s3
