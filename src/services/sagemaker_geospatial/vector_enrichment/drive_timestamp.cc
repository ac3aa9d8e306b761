// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/drive_timestamp.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "portside/base/encoding.h"

namespace portside::sagemaker_geospatial {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes fixed-width numbers and literal characters off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  Scanner& Number(std::size_t digits, int& value) {
    failed_ =
        failed_ || rest_.size() < digits ||
        !std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(digits), IsDigit);
    if (failed_) return *this;
    std::from_chars(rest_.data(), rest_.data() + digits, value);
    rest_.remove_prefix(digits);
    return *this;
  }
  Scanner& Literal(char wanted) {
    failed_ = failed_ || rest_.empty() || rest_.front() != wanted;
    if (!failed_) rest_.remove_prefix(1);
    return *this;
  }
  // `.` and digits, where there are any; what lies beyond microseconds is cut off.
  Scanner& Fraction(Duration& value) {
    if (failed_ || rest_.empty() || rest_.front() != '.') return *this;
    rest_.remove_prefix(1);
    failed_ = rest_.empty() || !IsDigit(rest_.front());
    for (std::int64_t unit = 100'000; !rest_.empty() && IsDigit(rest_.front()); unit /= 10) {
      value += Duration(unit * (rest_.front() - '0'));
      rest_.remove_prefix(1);
    }
    return *this;
  }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  Duration fraction{};

  [[nodiscard]] std::optional<Timestamp> ToTimestamp() const {
    using namespace std::chrono;
    const year_month_day date = std::chrono::year(year) / month / day;
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return Timestamp(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second) + fraction;
  }
};

// How far a zone's clock is ahead of UTC: Z, UTC, GMT, +hh:mm, +hhmm, and common abbreviations.
std::optional<Duration> ZoneOffset(std::string_view zone) {
  using std::chrono::hours;
  using std::chrono::minutes;
  constexpr struct {
    std::string_view name;
    int offset;
  } kZones[] = {{"Z", 0},    {"UTC", 0},  {"GMT", 0},  {"WET", 0},  {"BST", 1},
                {"CET", 1},  {"CEST", 2}, {"EET", 2},  {"EEST", 3}, {"MSK", 3},
                {"JST", 9},  {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
                {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
  const auto named = std::ranges::find(kZones, zone, [](const auto& entry) { return entry.name; });
  if (named != std::end(kZones)) return hours(named->offset);
  if (zone.empty() || (zone.front() != '+' && zone.front() != '-')) return std::nullopt;

  int hour = 0;
  int minute = 0;
  Scanner scanner(zone.substr(1));
  scanner.Number(2, hour);
  if (!scanner.rest().empty() && scanner.rest().front() == ':') scanner.Literal(':');
  if (!scanner.rest().empty()) scanner.Number(2, minute);
  if (scanner.failed() || !scanner.rest().empty() || hour > 23 || minute > 59) return std::nullopt;
  const Duration ahead = hours(hour) + minutes(minute);
  return zone.front() == '-' ? -ahead : ahead;
}

std::optional<Timestamp> InZone(const Fields& fields, std::string_view zone) {
  const auto local = fields.ToTimestamp();
  const auto ahead = zone.empty() ? Duration{} : ZoneOffset(zone);
  if (!local || !ahead) return std::nullopt;
  return *local - *ahead;
}

// yyyyMMddHHmmss; as an epoch number, fourteen digits would lie beyond the year 5000.
std::optional<Timestamp> ParseCompact(std::string_view text) {
  Fields fields;
  Scanner scanner(text);
  scanner.Number(4, fields.year).Number(2, fields.month).Number(2, fields.day);
  scanner.Number(2, fields.hour).Number(2, fields.minute).Number(2, fields.second);
  if (scanner.failed() || !scanner.rest().empty()) return std::nullopt;
  return fields.ToTimestamp();
}

std::optional<Timestamp> ParseEpoch(std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc{} || rest != end || !std::isfinite(number)) return std::nullopt;
  // 1e11 seconds are in the year 5138, 1e11 milliseconds in 1973.
  return FromEpochSeconds(std::abs(number) < 1e11 ? number : number / 1000);
}

std::optional<Timestamp> ParseDotted(std::string_view text) {
  Fields fields;
  Scanner scanner(text);
  scanner.Number(2, fields.day).Literal('.').Number(2, fields.month).Literal('.');
  scanner.Number(4, fields.year).Literal(' ').Number(2, fields.hour).Literal(':');
  scanner.Number(2, fields.minute).Literal(':').Number(2, fields.second);
  if (scanner.failed()) return std::nullopt;
  return InZone(fields, TrimSpace(scanner.rest()));
}

std::optional<Timestamp> ParseDashed(std::string_view text) {
  Fields fields;
  Scanner scanner(text);
  scanner.Number(4, fields.year).Literal('-').Number(2, fields.month).Literal('-');
  scanner.Number(2, fields.day).Literal(text.size() > 10 && text[10] == 'T' ? 'T' : ' ');
  scanner.Number(2, fields.hour).Literal(':').Number(2, fields.minute).Literal(':');
  scanner.Number(2, fields.second).Fraction(fields.fraction);
  if (scanner.failed()) return std::nullopt;

  const std::string_view rest = TrimSpace(scanner.rest());
  const bool afternoon = EqualsIgnoreCase(rest, "PM");
  if (!afternoon && !EqualsIgnoreCase(rest, "AM")) return InZone(fields, rest);
  if (fields.hour < 1 || fields.hour > 12) return std::nullopt;
  fields.hour = fields.hour % 12 + (afternoon ? 12 : 0);
  return fields.ToTimestamp();
}

}  // namespace

std::optional<Timestamp> ParseDriveTimestamp(std::string_view text) {
  const std::string_view trimmed = TrimSpace(text);
  if (trimmed.size() == 14 && std::ranges::all_of(trimmed, IsDigit)) return ParseCompact(trimmed);
  if (trimmed.size() > 2 && trimmed[2] == '.' && trimmed.find(' ') != std::string_view::npos) {
    return ParseDotted(trimmed);
  }
  if (trimmed.size() > 4 && trimmed[4] == '-') return ParseDashed(trimmed);
  return ParseEpoch(trimmed);
}

}  // namespace portside::sagemaker_geospatial
