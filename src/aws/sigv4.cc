// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/sigv4.h"

#include <algorithm>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

constexpr std::string_view kTerminator = "aws4_request";

// What is no encoding is signed as it stands.
std::string DecodeOrKeep(std::string_view text) {
  return PercentDecode(text).value_or(std::string(text));
}

// Without `.`, `..` and empty segments; a slash at the end stays.
std::string Normalise(std::string_view path) {
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> segments = Split(path, '/');
  for (const std::string_view segment : segments) {
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!segment.empty() && segment != "." && segment != "..") kept.push_back(segment);
  }
  std::string normal;
  for (const std::string_view segment : kept) normal += "/" + std::string(segment);
  if (normal.empty() || segments.back().empty()) normal += "/";
  return normal;
}

std::string CanonicalPath(std::string_view raw_path, PathEncoding encoding) {
  if (raw_path.empty()) return "/";
  if (encoding == PathEncoding::kTwice) return PercentEncode(Normalise(raw_path), "/");
  return PercentEncode(DecodeOrKeep(raw_path), "/");
}

std::string CanonicalQuery(std::string_view raw_query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const std::string_view parameter : Split(raw_query, '&')) {
    if (parameter.empty()) continue;
    const std::size_t equals = parameter.find('=');
    const auto canonical = [](std::string text) {
      std::replace(text.begin(), text.end(), '+', ' ');
      return PercentEncode(DecodeOrKeep(text));
    };
    std::string name = canonical(std::string(parameter.substr(0, equals)));
    if (name == "X-Amz-Signature") continue;
    std::string value;
    if (equals != std::string_view::npos)
      value = canonical(std::string(parameter.substr(equals + 1)));
    parameters.emplace_back(std::move(name), std::move(value));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += (text.empty() ? "" : "&") + name + "=" + value;
  }
  return text;
}

// Without spaces at the ends, and with one where several were.
std::string CanonicalValue(std::string_view value) {
  std::string text;
  for (const char c : TrimSpace(value)) {
    if (c != ' ' || !text.ends_with(' ')) text += c;
  }
  return text;
}

std::string CanonicalHeader(const HttpRequest& request, std::string_view name) {
  std::string values;
  bool is_first = true;
  for (const auto& [header, value] : request.headers.fields()) {
    if (!EqualsIgnoreCase(header, name)) continue;
    values += (is_first ? "" : ",") + CanonicalValue(value);
    is_first = false;
  }
  return ToLower(name) + ":" + values + "\n";
}

}  // namespace

AuthorizationFields AuthorizationFields::Parse(std::string_view fields) {
  AuthorizationFields parsed;
  for (const std::string_view part : Split(fields, ',')) {
    const std::string_view field = TrimSpace(part);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string value(field.substr(equals + 1));
    if (field.starts_with("Credential=")) parsed.credential = value;
    if (field.starts_with("SignedHeaders=")) parsed.signed_headers = value;
    if (field.starts_with("Signature=")) parsed.signature = value;
  }
  return parsed;
}

std::string CanonicalRequest(const HttpRequest& request, std::string_view signed_headers,
                             std::string_view payload_hash, PathEncoding encoding) {
  std::string text = request.method + "\n" + CanonicalPath(request.RawPath(), encoding) + "\n" +
                     CanonicalQuery(request.RawQuery()) + "\n";
  for (const std::string_view name : Split(signed_headers, ';')) {
    text += CanonicalHeader(request, name);
  }
  return text + "\n" + std::string(signed_headers) + "\n" + std::string(payload_hash);
}

std::string ScopeText(const CredentialScope& scope) {
  return scope.date + "/" + scope.region + "/" + scope.service + "/" + std::string(kTerminator);
}

std::string StringToSign(std::string_view time, const CredentialScope& scope,
                         std::string_view canonical_request) {
  return "AWS4-HMAC-SHA256\n" + std::string(time) + "\n" + ScopeText(scope) + "\n" +
         HexDigest(DigestAlgorithm::kSha256, canonical_request);
}

std::string SigningKey(std::string_view secret, const CredentialScope& scope) {
  std::string key = HmacSha256("AWS4" + std::string(secret), scope.date);
  key = HmacSha256(key, scope.region);
  key = HmacSha256(key, scope.service);
  return HmacSha256(key, kTerminator);
}

std::string SignatureOf(std::string_view signing_key, std::string_view string_to_sign) {
  return HexEncode(HmacSha256(signing_key, string_to_sign));
}

bool IsSameSignature(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

std::optional<Timestamp> ParseAmzDate(std::string_view text) {
  constexpr std::string_view kForm =
      "dddddddd"
      "T"
      "dddddd"
      "Z";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !is_digit : text[i] != kForm[i]) return std::nullopt;
  }
  const std::string t(text);
  return ParseIso8601(t.substr(0, 4) + "-" + t.substr(4, 2) + "-" + t.substr(6, 2) + "T" +
                      t.substr(9, 2) + ":" + t.substr(11, 2) + ":" + t.substr(13, 2) + "Z");
}

std::string FormatAmzDate(Timestamp time) { return FormatUtc(time, "%Y%m%dT%H%M%SZ"); }

std::optional<Timestamp> TimeOfSigning(const HttpRequest& request) {
  if (const auto amz_date = request.headers.Find("x-amz-date")) {
    if (const auto time = ParseAmzDate(TrimSpace(*amz_date))) return time;
    return ParseHttpDate(TrimSpace(*amz_date));
  }
  return ParseHttpDate(TrimSpace(request.headers.Get("date")));
}

std::string FirstUnsignedHeader(const HttpRequest& request, std::string_view signed_headers) {
  for (const auto& [header, value] : request.headers.fields()) {
    std::string name = ToLower(header);
    if (name.starts_with("x-amz-") && !IsSignedHeader(signed_headers, name)) return name;
  }
  return "";
}

bool IsSignedHeader(std::string_view signed_headers, std::string_view lower_name) {
  const std::vector<std::string_view> names = Split(signed_headers, ';');
  return std::any_of(names.begin(), names.end(), [lower_name](std::string_view name) {
    return EqualsIgnoreCase(name, lower_name);
  });
}

}  // namespace portside
