// SPDX-License-Identifier: Apache-2.0

#include "portside/base/timestamp.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace portside {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};

constexpr Timestamp kEarliest = sys_days{std::chrono::year{1} / std::chrono::January / 1};
constexpr Timestamp kLatest =
    sys_days{std::chrono::year{10000} / std::chrono::January / 1} - Duration{1};

// A time as a person reads it.
struct Civil {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int microsecond = 0;
  unsigned weekday = 0;  // 0 is Sunday
};

Civil ToCivil(Timestamp time) {
  const sys_days date = floor<days>(time);
  const year_month_day ymd{date};
  const std::chrono::hh_mm_ss clock{time - date};
  return {static_cast<int>(ymd.year()),
          static_cast<unsigned>(ymd.month()),
          static_cast<unsigned>(ymd.day()),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count()),
          std::chrono::weekday{date}.c_encoding()};
}

std::optional<Timestamp> FromCivil(const Civil& civil) {
  const year_month_day ymd{std::chrono::year{civil.year}, std::chrono::month{civil.month},
                           std::chrono::day{civil.day}};
  // A leap second is legal in both RFCs; it becomes the first second of the next minute.
  if (!ymd.ok() || civil.hour > 23 || civil.minute > 59 || civil.second > 60) return std::nullopt;
  return sys_days{ymd} + hours{civil.hour} + minutes{civil.minute} + seconds{civil.second} +
         Duration{civil.microsecond};
}

// Appends `value` >= 0 with leading zeros.
void AppendPadded(std::string& text, int value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) text.append(width - digits.size(), '0');
  text += digits;
}

// Reads a text from its front; every function says whether it found what it names.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool Number(std::size_t width, int& value) {
    if (rest_.size() < width) return false;
    value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return true;
  }
  bool Number(std::size_t width, unsigned& value) {
    int read = 0;
    if (!Number(width, read)) return false;
    value = static_cast<unsigned>(read);
    return true;
  }
  bool Literal(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool Month(unsigned& month) {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (!Literal(kMonths[i])) continue;
      month = static_cast<unsigned>(i + 1);
      return true;
    }
    return false;
  }
  bool ClockTime(Civil& civil) {
    return Number(2, civil.hour) && Literal(":") && Number(2, civil.minute) && Literal(":") &&
           Number(2, civil.second);
  }
  // Digits after the point; those past the sixth are dropped.
  bool Fraction(int& microsecond) {
    std::size_t count = 0;
    int scale = 100'000;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
      microsecond += (rest_[count] - '0') * scale;
      scale /= 10;
    }
    rest_.remove_prefix(count);
    return count > 0;
  }
  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool ReadOffset(Reader& reader, minutes& offset) {
  if (reader.Literal("Z") || reader.Literal("z")) return true;
  const bool is_east = reader.Literal("+");
  if (!is_east && !reader.Literal("-")) return false;
  int hour = 0;
  int minute = 0;
  if (!reader.Number(2, hour) || !reader.Literal(":") || !reader.Number(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  offset = minutes{(hour * 60 + minute) * (is_east ? 1 : -1)};
  return true;
}

bool ReadImfFixdate(Reader reader, Civil& civil) {
  return reader.Literal(", ") && reader.Number(2, civil.day) && reader.Literal(" ") &&
         reader.Month(civil.month) && reader.Literal(" ") && reader.Number(4, civil.year) &&
         reader.Literal(" ") && reader.ClockTime(civil) && reader.Literal(" GMT") && reader.AtEnd();
}

// Sunday, 06-Nov-94 08:49:37 GMT
bool ReadRfc850(Reader reader, Civil& civil) {
  bool has_weekday = false;
  for (const std::string_view ending : {"day", "sday", "nesday", "rsday", "urday"}) {
    has_weekday = has_weekday || reader.Literal(ending);
  }
  const bool is_read = has_weekday && reader.Literal(", ") && reader.Number(2, civil.day) &&
                       reader.Literal("-") && reader.Month(civil.month) && reader.Literal("-") &&
                       reader.Number(2, civil.year) && reader.Literal(" ") &&
                       reader.ClockTime(civil) && reader.Literal(" GMT") && reader.AtEnd();
  // RFC 9110 asks for the century by a 50-year window; this one, that POSIX uses, never moves.
  civil.year += civil.year < 69 ? 2000 : 1900;
  return is_read;
}

// Sun Nov  6 08:49:37 1994
bool ReadAsctime(Reader reader, Civil& civil) {
  return reader.Literal(" ") && reader.Month(civil.month) && reader.Literal(" ") &&
         (reader.Literal(" ") ? reader.Number(1, civil.day) : reader.Number(2, civil.day)) &&
         reader.Literal(" ") && reader.ClockTime(civil) && reader.Literal(" ") &&
         reader.Number(4, civil.year) && reader.AtEnd();
}

}  // namespace

double ToEpochSeconds(Timestamp time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1e6;
}

Timestamp FromEpochSeconds(double epoch_seconds) {
  if (std::isnan(epoch_seconds)) return Timestamp{};
  if (epoch_seconds <= ToEpochSeconds(kEarliest)) return kEarliest;
  if (epoch_seconds >= ToEpochSeconds(kLatest)) return kLatest;
  return Timestamp{Duration{std::llround(epoch_seconds * 1e6)}};
}

std::string FormatIso8601(Timestamp time, int decimals) {
  const Civil civil = ToCivil(time);
  std::string text;
  text.reserve(28);
  AppendPadded(text, civil.year, 4);
  AppendPadded(text += '-', static_cast<int>(civil.month), 2);
  AppendPadded(text += '-', static_cast<int>(civil.day), 2);
  AppendPadded(text += 'T', civil.hour, 2);
  AppendPadded(text += ':', civil.minute, 2);
  AppendPadded(text += ':', civil.second, 2);
  if (decimals == 3) AppendPadded(text += '.', civil.microsecond / 1000, 3);
  if (decimals == 6) AppendPadded(text += '.', civil.microsecond, 6);
  return text += 'Z';
}

std::optional<Timestamp> ParseIso8601(std::string_view text) {
  Reader reader(text);
  Civil civil;
  minutes offset{0};
  if (!reader.Number(4, civil.year) || !reader.Literal("-") || !reader.Number(2, civil.month) ||
      !reader.Literal("-") || !reader.Number(2, civil.day) ||
      !(reader.Literal("T") || reader.Literal("t")) || !reader.ClockTime(civil)) {
    return std::nullopt;
  }
  if (reader.Literal(".") && !reader.Fraction(civil.microsecond)) return std::nullopt;
  if (!ReadOffset(reader, offset) || !reader.AtEnd()) return std::nullopt;

  const std::optional<Timestamp> local = FromCivil(civil);
  if (!local) return std::nullopt;
  const Timestamp time = *local - offset;
  if (time < kEarliest || time > kLatest) return std::nullopt;
  return time;
}

std::string FormatHttpDate(Timestamp time) {
  const Civil civil = ToCivil(time);
  std::string text;
  text.reserve(29);
  text += kWeekdays[civil.weekday];
  AppendPadded(text += ", ", static_cast<int>(civil.day), 2);
  text += ' ';
  text += kMonths[civil.month - 1];
  AppendPadded(text += ' ', civil.year, 4);
  AppendPadded(text += ' ', civil.hour, 2);
  AppendPadded(text += ':', civil.minute, 2);
  AppendPadded(text += ':', civil.second, 2);
  return text += " GMT";
}

std::optional<Timestamp> ParseHttpDate(std::string_view text) {
  // The day of the week is read and not checked against the date, as most servers do.
  Reader reader(text);
  bool has_weekday = false;
  for (const std::string_view name : kWeekdays) has_weekday = has_weekday || reader.Literal(name);
  if (!has_weekday) return std::nullopt;

  // RFC 9110 5.6.7: one form to write, three to understand.
  Civil civil;
  if (ReadImfFixdate(reader, civil)) return FromCivil(civil);
  if (ReadRfc850(reader, civil = {})) return FromCivil(civil);
  if (ReadAsctime(reader, civil = {})) return FromCivil(civil);
  return std::nullopt;
}

std::string FormatUtc(Timestamp time, const char* format) {
  const Civil civil = ToCivil(time);
  std::string text;
  for (const char* at = format; *at != '\0'; ++at) {
    if (*at != '%' || at[1] == '\0') {
      text += *at;
      continue;
    }
    switch (*++at) {
      case 'Y': AppendPadded(text, civil.year, 4); break;
      case 'm': AppendPadded(text, static_cast<int>(civil.month), 2); break;
      case 'd': AppendPadded(text, static_cast<int>(civil.day), 2); break;
      case 'H': AppendPadded(text, civil.hour, 2); break;
      case 'M': AppendPadded(text, civil.minute, 2); break;
      case 'S': AppendPadded(text, civil.second, 2); break;
      default: text += '%'; text += *at;
    }
  }
  return text;
}

}  // namespace portside
