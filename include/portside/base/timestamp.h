// SPDX-License-Identifier: Apache-2.0
//
// Timestamp: a point in time, UTC, in microseconds, and the texts that AWS protocols use for it.
// Inside a Json value that a handler reads or writes, a timestamp is a number: epoch seconds with
// a fraction (ToEpochSeconds).

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace portside {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;

double ToEpochSeconds(Timestamp time);
// Out-of-range values are clamped to the years 0001..9999.
Timestamp FromEpochSeconds(double seconds);

// 2023-10-19T04:33:54.021481Z; `decimals` 0, 3 or 6.
std::string FormatIso8601(Timestamp time, int decimals);
// RFC 3339 date-time with `Z` or a numeric offset, any number of decimals, `t`/`z` accepted.
std::optional<Timestamp> ParseIso8601(std::string_view text);

// Sun, 06 Nov 1994 08:49:37 GMT (IMF-fixdate).
std::string FormatHttpDate(Timestamp time);
std::optional<Timestamp> ParseHttpDate(std::string_view text);

// strftime-style text of the UTC time, for file names: %Y %m %d %H %M %S only.
std::string FormatUtc(Timestamp time, const char* format);

}  // namespace portside
