// SPDX-License-Identifier: Apache-2.0

#include "yaml/json_escapes.h"

#include <cctype>
#include <optional>

namespace portside {
namespace {

std::optional<unsigned> FourDigits(std::string_view text) {
  unsigned number = 0;
  if (text.size() < 4) return std::nullopt;
  for (const char c : text.substr(0, 4)) {
    if (!std::isxdigit(static_cast<unsigned char>(c))) return std::nullopt;
    number = number * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return number;
}

}  // namespace

std::string JoinSurrogates(std::string_view json) {
  std::string joined;
  for (std::size_t at = 0; at < json.size(); ++at) {
    joined += json[at];
    if (json[at] != '\\' || at + 1 >= json.size()) continue;
    const std::string_view rest = json.substr(at + 1);
    const auto high = rest.front() == 'u' ? FourDigits(rest.substr(1)) : std::nullopt;
    const bool has_low = rest.size() >= 11 && rest.substr(5, 2) == "\\u";
    const auto low = has_low ? FourDigits(rest.substr(7)) : std::nullopt;
    if (high && low && *high >> 10 == 0x36 && *low >> 10 == 0x37) {
      const unsigned code = 0x10000 + ((*high & 0x3ff) << 10) + (*low & 0x3ff);
      const char digits[] = "0123456789ABCDEF";
      joined += "U00";
      for (int shift = 20; shift >= 0; shift -= 4) joined += digits[code >> shift & 15];
      at += 11;
    } else {
      joined += rest.front();
      ++at;
    }
  }
  return joined;
}

}  // namespace portside
