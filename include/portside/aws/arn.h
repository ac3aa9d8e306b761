// SPDX-License-Identifier: Apache-2.0
//
// Arn: arn:partition:service:region:account:resource. The resource part keeps its own `:` and `/`.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portside {

struct Arn {
  std::string partition = "aws";
  std::string service;
  std::string region;
  std::string account;
  std::string resource;  // "dataset-group/movies"

  [[nodiscard]] std::string ToString() const;
  // The resource without its leading `type/`; the whole resource where it has no `/`.
  [[nodiscard]] std::string_view ResourceName() const;
  static std::optional<Arn> Parse(std::string_view text);
};

// "arn:aws:<service>:<region>:<account>:<resource>", the partition by region (cn-, us-gov-).
std::string MakeArn(std::string_view service, std::string_view region, std::string_view account,
                    std::string_view resource);

}  // namespace portside
