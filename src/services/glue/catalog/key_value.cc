// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/key_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "portside/base/encoding.h"

namespace portside::glue {
namespace {

// More digits than any type of the catalog has; exponents beyond are no numbers.
constexpr int kMostDigits = 400;

bool IsDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool AreDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsDigit);
}

// Bytes that would disturb the order of what follows: the end of a value, and what is below it.
std::string Escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) > 2) {
      escaped += byte;
    } else {
      escaped += {'\x02', static_cast<char>(byte + 0x10)};
    }
  }
  return escaped;
}

struct Number {
  bool is_negative = false;
  std::string whole;     // without leading zeros
  std::string fraction;  // without trailing zeros
};

// [sign] digits [. digits] [e [sign] digits], all of it.
std::optional<Number> ReadNumber(std::string_view text, bool is_integer) {
  Number number;
  if (text.starts_with('-') || text.starts_with('+')) {
    number.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  int exponent = 0;
  if (const std::size_t at = text.find_first_of("eE");
      !is_integer && at != std::string_view::npos) {
    std::string_view digits = text.substr(at + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    text = text.substr(0, at);
  }
  std::string_view fraction;
  if (const std::size_t at = text.find('.'); !is_integer && at != std::string_view::npos) {
    fraction = text.substr(at + 1);
    text = text.substr(0, at);
    if (!fraction.empty() && !AreDigits(fraction)) return std::nullopt;
  }
  if (!AreDigits(text) && !(text.empty() && !fraction.empty())) return std::nullopt;
  if (exponent > kMostDigits || exponent < -kMostDigits) return std::nullopt;
  std::string digits = std::string(text) + std::string(fraction);
  auto point = static_cast<std::ptrdiff_t>(text.size()) + exponent;
  if (point < 0) {
    digits.insert(0, static_cast<std::size_t>(-point), '0');
    point = 0;
  }
  if (point > static_cast<std::ptrdiff_t>(digits.size())) {
    digits.resize(static_cast<std::size_t>(point), '0');
  }
  number.whole = digits.substr(0, static_cast<std::size_t>(point));
  number.fraction = digits.substr(static_cast<std::size_t>(point));
  number.whole.erase(0, std::min(number.whole.find_first_not_of('0'), number.whole.size()));
  number.fraction.resize(number.fraction.find_last_not_of('0') + 1);
  if (number.whole.size() > 2 * kMostDigits) return std::nullopt;
  if (number.whole.empty() && number.fraction.empty()) number.is_negative = false;
  return number;
}

// A negative number has all digits, of its length too, turned round; its end sorts high.
std::string SortText(const Number& number) {
  std::string length = std::to_string(number.whole.size());
  length.insert(0, 3 - std::min<std::size_t>(3, length.size()), '0');
  std::string text = length + number.whole + '.' + number.fraction;
  if (!number.is_negative) return 'p' + text;
  for (char& letter : text) {
    if (IsDigit(letter)) letter = static_cast<char>('0' + ('9' - letter));
  }
  return 'n' + text + '~';
}

// yyyy-MM-dd, a day of the calendar.
bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = -1;
    const std::string_view digits = text.substr(at, size);
    if (AreDigits(digits)) std::from_chars(digits.data(), digits.data() + size, value);
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

// A date, a blank, hh:mm:ss and perhaps a fraction; the same without zeros that say nothing.
std::optional<std::string> ReadTimestamp(std::string_view text) {
  if (text.size() < 19 || !IsDate(text.substr(0, 10)) || text[10] != ' ') return std::nullopt;
  const std::string_view time = text.substr(11, 8);
  if (time[2] != ':' || time[5] != ':') return std::nullopt;
  constexpr std::array<std::string_view, 3> kEnds = {"23", "59", "59"};
  for (std::size_t part = 0; part < kEnds.size(); ++part) {
    const std::string_view digits = time.substr(3 * part, 2);
    if (!AreDigits(digits) || digits > kEnds[part]) return std::nullopt;
  }
  std::string_view fraction = text.substr(19);
  if (fraction.empty()) return std::string(text);
  if (fraction.front() != '.' || fraction.size() > 10 || !AreDigits(fraction.substr(1))) {
    return std::nullopt;
  }
  fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  if (fraction == ".") fraction = {};
  return std::string(text.substr(0, 19)) + std::string(fraction);
}

}  // namespace

KeyType KeyTypeOf(std::string_view hive_type) {
  const std::string lower = ToLower(hive_type);
  const std::string_view name = std::string_view(lower).substr(0, lower.find('('));
  for (const std::string_view text : {"string", "char", "varchar"}) {
    if (name == text) return KeyType::kString;
  }
  for (const std::string_view integer :
       {"tinyint", "smallint", "int", "integer", "bigint", "long"}) {
    if (name == integer) return KeyType::kInteger;
  }
  if (name == "decimal" || name == "numeric") return KeyType::kDecimal;
  if (name == "date") return KeyType::kDate;
  return name == "timestamp" ? KeyType::kTimestamp : KeyType::kUnsupported;
}

// The texts were found by trial on the service, say those who wrote them down.
Expected<std::string, std::string> SortTextOf(KeyType type, std::string_view value) {
  const std::string quoted(value);
  switch (type) {
    case KeyType::kInteger:
      if (const auto number = ReadNumber(value, true)) return SortText(*number);
      return Fail("\"" + quoted + "\" is not an integer.");
    case KeyType::kDecimal:
      if (const auto number = ReadNumber(value, false)) return SortText(*number);
      return Fail(quoted + " is not a decimal.");
    case KeyType::kDate:
      if (IsDate(value)) return quoted;
      return Fail(quoted + " is not a date.");
    case KeyType::kTimestamp:
      if (auto time = ReadTimestamp(value)) return *std::move(time);
      return Fail("Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] " + quoted +
                  " is not a timestamp.");
    case KeyType::kString:
    case KeyType::kUnsupported: break;
  }
  return Escaped(value);
}

std::string IndexTextOf(KeyType type, std::string_view value) {
  auto text = SortTextOf(type, value);
  return text ? *std::move(text) : kUncast + Escaped(value);
}

}  // namespace portside::glue
