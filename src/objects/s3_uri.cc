// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/s3_uri.h"

namespace portside {
namespace {

// "s3.us-west-2.amazonaws.com", "s3-us-west-2.amazonaws.com", "s3.amazonaws.com" and their .cn
// forms: the host of path-style addresses.
bool IsS3Endpoint(std::string_view host) {
  if (!host.starts_with("s3.") && !host.starts_with("s3-")) return false;
  return host.ends_with("amazonaws.com") || host.ends_with("amazonaws.com.cn");
}

std::optional<S3Uri> SplitAtSlash(std::string_view text) {
  const std::size_t slash = text.find('/');
  S3Uri uri{std::string(text.substr(0, slash)), ""};
  if (uri.bucket.empty()) return std::nullopt;
  if (slash != std::string_view::npos) uri.key = text.substr(slash + 1);
  return uri;
}

std::optional<S3Uri> ParseHttps(std::string_view rest) {
  const std::size_t slash = rest.find('/');
  const std::string_view host = rest.substr(0, slash);
  const std::string_view path =
      slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  if (IsS3Endpoint(host)) return SplitAtSlash(path);

  // The bucket may itself hold dots: what counts is the first place after which an endpoint
  // stands.
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos;
       dot = host.find('.', dot + 1)) {
    if (dot > 0 && IsS3Endpoint(host.substr(dot + 1))) {
      return S3Uri{std::string(host.substr(0, dot)), std::string(path)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<S3Uri> S3Uri::Parse(std::string_view text) {
  if (text.starts_with("s3://")) return SplitAtSlash(text.substr(5));
  if (text.starts_with("https://")) return ParseHttps(text.substr(8));
  return std::nullopt;
}

std::string S3Uri::ToString() const { return "s3://" + bucket + "/" + key; }

S3Uri S3Uri::Join(std::string_view rest) const {
  S3Uri joined = *this;
  while (rest.starts_with('/')) rest.remove_prefix(1);
  if (!joined.key.empty() && !joined.key.ends_with('/')) joined.key += '/';
  joined.key += rest;
  return joined;
}

}  // namespace portside
