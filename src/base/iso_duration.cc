// SPDX-License-Identifier: Apache-2.0

#include "portside/base/iso_duration.h"

#include <charconv>
#include <cmath>

#include "portside/base/limits.h"

namespace portside {
namespace {

struct Unit {
  char letter;
  bool is_time;  // stands behind the T
  double seconds;
};

// In the order in which they must stand.
constexpr Unit kUnits[] = {{'W', false, 7 * 86400.0},
                           {'D', false, 86400.0},
                           {'H', true, 3600.0},
                           {'M', true, 60.0},
                           {'S', true, 1.0}};

// The digits, with at most one point between them, at the beginning of `text`.
std::optional<double> TakeNumber(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view digits = text.substr(0, size);
  if (digits.empty() || digits.front() == '.' || digits.back() == '.') return std::nullopt;
  double number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + size, number);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + size) return std::nullopt;
  text.remove_prefix(size);
  return number;
}

}  // namespace

std::optional<Duration> ParseIsoDuration(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  double seconds = 0;
  bool is_time = false;
  bool has_fraction = false;
  const Unit* next = std::begin(kUnits);
  while (!text.empty()) {
    if (text.front() == 'T') {
      text.remove_prefix(1);
      if (is_time || text.empty()) return std::nullopt;
      is_time = true;
    }
    const std::optional<double> number = TakeNumber(text);
    if (!number || text.empty() || has_fraction) return std::nullopt;
    while (next != std::end(kUnits) && (next->letter != text.front() || next->is_time != is_time)) {
      ++next;
    }
    if (next == std::end(kUnits)) return std::nullopt;
    has_fraction = *number != std::floor(*number);
    seconds += *number * next->seconds;
    ++next;
    text.remove_prefix(1);
  }
  const double microseconds = seconds * 1e6;
  if (microseconds > static_cast<double>(Duration(limits::kLongestDuration).count())) {
    return std::nullopt;
  }
  return Duration(std::llround(microseconds));
}

}  // namespace portside
