// SPDX-License-Identifier: Apache-2.0

#include "cli/target.h"

#include "portside/base/encoding.h"

namespace portside::cli {

Target& Target::Add(std::string_view name, const std::optional<std::string>& value) {
  if (!value) return *this;
  text_ += has_query_ ? '&' : '?';
  text_.append(name).append("=").append(PercentEncode(*value));
  has_query_ = true;
  return *this;
}

std::string Beneath(std::string_view path, std::string_view name) {
  return std::string(path).append("/").append(PercentEncode(name));
}

}  // namespace portside::cli
