// SPDX-License-Identifier: Apache-2.0
//
// Targets of requests: "/_portside/jobs?kind=glue%3A%3A%2A". Values are encoded here.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portside::cli {

class Target {
 public:
  explicit Target(std::string path) : text_(std::move(path)) {}

  // Without a value there is nothing to add.
  Target& Add(std::string_view name, const std::optional<std::string>& value);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool has_query_ = false;
};

// "/_portside/outcomes" and an id are "/_portside/outcomes/an%20id".
std::string Beneath(std::string_view path, std::string_view name);

}  // namespace portside::cli
