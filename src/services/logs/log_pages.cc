// SPDX-License-Identifier: Apache-2.0

#include "services/logs/log_pages.h"

#include <algorithm>
#include <charconv>

#include "services/logs/limits.h"
#include "services/logs/log_resources.h"

namespace portside::logs {
namespace {

std::int64_t NumberOf(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Collects what is wanted of the events that are shown to it.
class Collector {
 public:
  explicit Collector(const Wanted& wanted) : wanted_(wanted) {}

  // False: the event is too much, and is left for another reading.
  bool Take(const LogEvent& event, LogPosition position) {
    if (is_full_) return false;
    const std::size_t size = event.message.size() + limits::kLogEventOverhead;
    const bool is_wanted = !(wanted_.start && event.at < *wanted_.start) &&
                           !(wanted_.end && event.at >= *wanted_.end) &&
                           (!wanted_.matches || wanted_.matches(event.message));
    if (is_wanted) {
      if (events_.size() == wanted_.events || bytes_ + size > wanted_.bytes) {
        is_full_ = true;
        return false;
      }
      bytes_ += size;
      events_.push_back({event.at, event.ingested, std::string(event.message), position});
    }
    looked_ += size;
    if (looked_ > limits::kLogLookedBytes) is_full_ = true;
    return true;
  }
  // What was found, and what that took.
  void Finish(EventsRead& read) {
    read.events = std::move(events_);
    read.looked = looked_;
  }

 private:
  const Wanted& wanted_;
  std::vector<FoundEvent> events_;
  std::size_t bytes_ = 0;
  std::size_t looked_ = 0;
  bool is_full_ = false;
};

// Record by record, until `take` leaves something of one, or there are no more.
template <typename Take>
void Walk(const RecordReader& records, std::string_view stream, RecordReader::Reach reach,
          EventsRead& read, const Take& take) {
  reach.most = limits::kLogRecordsAtOnce;
  for (bool has_more = true; has_more && read.is_end;) {
    has_more = false;
    records.VisitSome(stream, reach, [&](const Record& record) {
      has_more = true;
      reach.from = record.sequence;
      if (read.is_end) read.is_end = take(record.sequence, EventsOfPage(record.bytes));
    });
  }
}

}  // namespace

std::vector<std::string> MakePages(std::span<const LogLine> lines, Timestamp ingested) {
  const std::string begin = std::to_string(ToMilliseconds(ingested)) + "\n";
  std::vector<std::string> pages;
  for (const LogLine& line : lines) {
    if (line.text.empty()) continue;
    if (pages.empty() || pages.back().size() + line.text.size() > limits::kLogPageBytes) {
      pages.push_back(begin);
    }
    pages.back() += std::to_string(ToMilliseconds(line.at)) + " " + line.text + "\n";
  }
  return pages;
}

std::vector<LogEvent> EventsOfPage(std::string_view page) {
  std::vector<LogEvent> events;
  const auto take = [&page](char end) {
    const std::size_t at = std::min(page.find(end), page.size());
    const std::string_view text = page.substr(0, at);
    page.remove_prefix(std::min(at + 1, page.size()));
    return text;
  };
  const std::int64_t ingested = NumberOf(take('\n'));
  while (!page.empty()) {
    const std::int64_t at = NumberOf(take(' '));
    events.push_back({at, ingested, take('\n')});
  }
  return events;
}

EventsRead ReadBehind(const RecordReader& records, std::string_view stream, LogPosition position,
                      const Wanted& wanted) {
  Collector collector(wanted);
  EventsRead read{.events = {}, .from = position, .to = position};
  Walk(records, stream, {.from = position.record - 1}, read,
       [&](std::int64_t record, const std::vector<LogEvent>& events) {
         std::int64_t next = record == position.record ? position.event : 0;
         for (; next < std::ssize(events); ++next) {
           if (!collector.Take(events[next], {record, next})) return false;
           read.to = {record, next + 1};
         }
         return true;
       });
  collector.Finish(read);
  return read;
}

EventsRead ReadBefore(const RecordReader& records, std::string_view stream, LogPosition position,
                      const Wanted& wanted) {
  Collector collector(wanted);
  EventsRead read{.events = {}, .from = position, .to = position};
  if (position == kEnd) read.from = read.to = kBegin;
  Walk(records, stream, {.from = position.record + 1, .backwards = true}, read,
       [&](std::int64_t record, const std::vector<LogEvent>& events) {
         std::int64_t next = std::ssize(events);
         if (record == position.record) next = std::min(next, position.event);
         if (read.to == kBegin) read.from = read.to = {record, next};
         for (--next; next >= 0; --next) {
           if (!collector.Take(events[next], {record, next})) return false;
           read.from = {record, next};
         }
         return true;
       });
  collector.Finish(read);
  std::reverse(read.events.begin(), read.events.end());
  return read;
}

}  // namespace portside::logs
