// SPDX-License-Identifier: Apache-2.0
//
// The events of a log stream in the record log, as text. A record is a page:
//
//   page  = ingested "\n" event*
//   event = time " " message "\n"           times in epoch milliseconds; no message has a line end
//
// A position is a place between two events: a record and how many of its events are before it. What
// is read of a stream is what lies behind a position, or before it.

#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/jobs/job_log.h"
#include "portside/store/record_log.h"

namespace portside::logs {

struct LogEvent {
  std::int64_t at = 0;
  std::int64_t ingested = 0;
  std::string_view message;
};

// Pages of a usual size. Empty lines are left out: the service has no empty events.
std::vector<std::string> MakePages(std::span<const LogLine> lines, Timestamp ingested);
// The events of a page, which must outlive them.
std::vector<LogEvent> EventsOfPage(std::string_view page);

struct LogPosition {
  std::int64_t record = 0;
  std::int64_t event = 0;

  friend auto operator<=>(const LogPosition&, const LogPosition&) = default;
};
inline constexpr LogPosition kBegin{0, 0};
inline constexpr LogPosition kEnd{std::numeric_limits<std::int64_t>::max() - 1, 0};

// What a reading gives, and how much: it ends before the first event that would be too much, and
// after having looked at limits::kLogLookedBytes.
struct Wanted {
  std::optional<std::int64_t> start{}, end{};  // milliseconds; the end is exclusive
  std::function<bool(std::string_view message)> matches{};
  std::size_t events = 0;
  std::size_t bytes = 0;
};

struct FoundEvent {
  std::int64_t at = 0;
  std::int64_t ingested = 0;
  std::string message;
  LogPosition position;  // before it
};

struct EventsRead {
  std::vector<FoundEvent> events;  // in order
  LogPosition from, to;            // before and behind what was looked at
  bool is_end = true;              // there is nothing beyond, now
  std::size_t looked = 0;          // bytes that were looked at
};

// Costs what it looks at, wherever in the stream that is. Any thread, with its own reader.
EventsRead ReadBehind(const RecordReader& records, std::string_view stream, LogPosition position,
                      const Wanted& wanted);
EventsRead ReadBefore(const RecordReader& records, std::string_view stream, LogPosition position,
                      const Wanted& wanted);

}  // namespace portside::logs
