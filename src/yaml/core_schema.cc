// SPDX-License-Identifier: Apache-2.0

#include "yaml/core_schema.h"

#include <charconv>
#include <cmath>
#include <initializer_list>

namespace portside {
namespace {

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

std::string_view WithoutSign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

// Takes the digits at the front.
std::size_t TakeDigits(std::string_view& text) {
  std::size_t count = text.find_first_not_of("0123456789");
  if (count == std::string_view::npos) count = text.size();
  text.remove_prefix(count);
  return count;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool IsDecimal(std::string_view text) {
  text = WithoutSign(text);
  std::size_t digits = TakeDigits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += TakeDigits(text);
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text = WithoutSign(text.substr(1));
  return TakeDigits(text) > 0 && text.empty();
}

// A whole number of that base, where 64 bits hold it.
std::optional<Json> ParseWhole(std::string_view text, int base) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  std::int64_t number = 0;
  const char* end = digits.data() + digits.size();
  if (const auto [at, error] = std::from_chars(digits.data(), end, number, base);
      error == std::errc() && at == end) {
    return Json(number);
  }
  std::uint64_t large = 0;
  if (const auto [at, error] = std::from_chars(digits.data(), end, large, base);
      error == std::errc() && at == end) {
    return Json(large);
  }
  return std::nullopt;
}

std::optional<Json> ParseDecimal(std::string_view text) {
  if (WithoutSign(text).find_first_not_of("0123456789") == std::string_view::npos) {
    if (auto whole = ParseWhole(text, 10)) return whole;
  }
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  double number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec != std::errc() || !std::isfinite(number)) return std::nullopt;
  return Json(number);
}

}  // namespace

std::optional<Json> ResolvePlainScalar(std::string_view text) {
  if (IsOneOf(text, {"", "~", "null", "Null", "NULL"})) return Json();
  if (IsOneOf(text, {"true", "True", "TRUE"})) return Json(true);
  if (IsOneOf(text, {"false", "False", "FALSE"})) return Json(false);
  if (IsOneOf(WithoutSign(text), {".inf", ".Inf", ".INF"})) return std::nullopt;
  if (IsOneOf(text, {".nan", ".NaN", ".NAN"})) return std::nullopt;
  if (IsDecimal(text)) return ParseDecimal(text);
  if (text.starts_with("0x") && text.size() > 2) {
    if (text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos) {
      return ParseWhole(text.substr(2), 16);
    }
  }
  if (text.starts_with("0o") && text.size() > 2) {
    if (text.find_first_not_of("01234567", 2) == std::string_view::npos) {
      return ParseWhole(text.substr(2), 8);
    }
  }
  return Json(std::string(text));
}

}  // namespace portside
