// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/arn.h"

#include <array>

namespace portside {

std::string Arn::ToString() const {
  std::string text = "arn:";
  for (const std::string* part : {&partition, &service, &region, &account}) {
    text += *part;
    text += ':';
  }
  return text += resource;
}

std::string_view Arn::ResourceName() const {
  const std::string_view whole = resource;
  const std::size_t slash = whole.find('/');
  return slash == std::string_view::npos ? whole : whole.substr(slash + 1);
}

std::optional<Arn> Arn::Parse(std::string_view text) {
  constexpr std::string_view kPrefix = "arn:";
  if (!text.starts_with(kPrefix)) return std::nullopt;
  text.remove_prefix(kPrefix.size());

  std::array<std::string_view, 4> parts;  // partition, service, region, account
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  // Region and account are empty in the ARNs of global services: arn:aws:s3:::bucket.
  if (parts[0].empty() || parts[1].empty() || text.empty()) return std::nullopt;
  return Arn{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]),
             std::string(parts[3]), std::string(text)};
}

std::string MakeArn(std::string_view service, std::string_view region, std::string_view account,
                    std::string_view resource) {
  Arn arn;
  if (region.starts_with("cn-")) arn.partition = "aws-cn";
  if (region.starts_with("us-gov-")) arn.partition = "aws-us-gov";
  arn.service = service;
  arn.region = region;
  arn.account = account;
  arn.resource = resource;
  return arn.ToString();
}

}  // namespace portside
