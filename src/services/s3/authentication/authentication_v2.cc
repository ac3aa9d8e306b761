// SPDX-License-Identifier: Apache-2.0

#include "services/s3/authentication/authentication_v2.h"

#include <charconv>

#include "portside/aws/sigv2.h"
#include "portside/base/encoding.h"
#include "services/s3/authentication/authentication_link.h"

namespace portside::s3 {
namespace {

S3Result<void> Compare(SignedTexts texts, const SignatureCheck& check) {
  const Credential* credential = check.credentials->Find(texts.access_key);
  if (credential == nullptr) return Fail(InvalidAccessKeyId(texts.access_key));
  const std::string expected = SignatureOfV2(credential->secret, texts.string_to_sign);
  if (!IsSameSignature(texts.provided, expected)) return Fail(SignatureDoesNotMatch(texts));
  return {};
}

}  // namespace

bool IsLinkV2(const Query& query) { return query.Has("AWSAccessKeyId") || query.Has("Signature"); }

S3Result<void> CheckLinkV2(const S3Call& call, std::string_view bucket_of_host,
                           const SignatureCheck& check) {
  const Query& query = call.query;
  const std::string_view expires_text = query.Get("Expires");
  if (query.Get("AWSAccessKeyId").empty() || query.Get("Signature").empty() ||
      expires_text.empty()) {
    return Fail(AccessDeniedBecause(
        "Query-string authentication requires the Signature, Expires and AWSAccessKeyId "
        "parameters"));
  }
  std::int64_t seconds = 0;
  const char* end = expires_text.data() + expires_text.size();
  const auto parsed = std::from_chars(expires_text.data(), end, seconds);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    return Fail(AccessDeniedBecause("Invalid date (should be seconds since epoch): " +
                                    std::string(expires_text)));
  }
  const Timestamp now = check.clock->Now();
  const Timestamp expires = FromEpochSeconds(static_cast<double>(seconds));
  if (now > expires) return Fail(RequestHasExpired(expires, now));

  return Compare({std::string(query.Get("AWSAccessKeyId")), std::string(query.Get("Signature")),
                  StringToSignV2(call.request, bucket_of_host, expires_text, /*is_link=*/true), ""},
                 check);
}

S3Result<void> CheckHeaderV2(const S3Call& call, std::string_view fields,
                             std::string_view bucket_of_host, const SignatureCheck& check) {
  const std::size_t colon = fields.rfind(':');
  if (colon == std::string_view::npos) {
    return Fail(UnsupportedAuthorization(
        "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature",
        "AWS " + std::string(fields)));
  }
  const std::optional<Timestamp> time = TimeOfSigning(call.request);
  if (!time) {
    return Fail(
        AccessDeniedBecause("AWS authentication requires a valid Date or x-amz-date header"));
  }
  const Timestamp now = check.clock->Now();
  const bool has_amz_date = call.request.headers.Has("x-amz-date");
  const std::string_view date = has_amz_date ? "" : call.request.headers.Get("date");
  if (std::chrono::abs(now - *time) > kAllowedSkew) {
    return Fail(RequestTimeTooSkewed(
        std::string(has_amz_date ? call.request.headers.Get("x-amz-date") : date), now));
  }
  return Compare({std::string(fields.substr(0, colon)), std::string(fields.substr(colon + 1)),
                  StringToSignV2(call.request, bucket_of_host, date, /*is_link=*/false), ""},
                 check);
}

}  // namespace portside::s3
