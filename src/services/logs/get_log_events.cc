// SPDX-License-Identifier: Apache-2.0
//
// GetLogEvents: the events of one stream, from its end or from its beginning, page by page in both
// directions.

#include <charconv>

#include "services/logs/errors.h"
#include "services/logs/handlers.h"
#include "services/logs/limits.h"
#include "services/logs/log_pages.h"
#include "services/logs/log_resources.h"

namespace portside::logs {
namespace {

// As the real ones look: a letter for the direction, 56 digits, and /s.
constexpr std::size_t kRecordDigits = 47;
constexpr std::size_t kEventDigits = 9;

std::string Padded(std::int64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

std::string TokenOf(char direction, LogPosition position) {
  return std::string(1, direction) + "/" + Padded(position.record, kRecordDigits) +
         Padded(position.event, kEventDigits) + "/s";
}

std::optional<std::int64_t> NumberOf(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < 0) {
    return std::nullopt;
  }
  return number;
}

std::optional<LogPosition> PositionIn(std::string_view token) {
  const bool has_form = (token.starts_with("f/") || token.starts_with("b/")) &&
                        token.ends_with("/s") && token.size() == kRecordDigits + kEventDigits + 4;
  if (!has_form) return std::nullopt;
  const auto record = NumberOf(token.substr(2, kRecordDigits));
  const auto event = NumberOf(token.substr(2 + kRecordDigits, kEventDigits));
  if (!record || !event || *record >= kEnd.record) return std::nullopt;
  return LogPosition{*record, *event};
}

}  // namespace

Result<Computation> GetLogEvents(const Json& input, RequestContext& context) {
  const ResourcePtr group = TRY(FindGroup(input, context));
  const ResourcePtr stream = TRY(FindStream(*group, StringOr(input, "logStreamName"), context));
  bool forward = input.value("startFromHead", false);
  LogPosition position = forward ? kBegin : kEnd;
  if (input.contains("nextToken")) {
    const std::string token = StringOr(input, "nextToken");
    const auto found = PositionIn(token);
    if (!found) return Fail(BadToken());
    position = *found;
    forward = token.front() == 'f';
  }
  Wanted wanted{.start = TimeIn(input, "startTime"),
                .end = TimeIn(input, "endTime"),
                .events = input.value("limit", limits::kLogEvents),
                .bytes = limits::kLogEventsBytes};
  return [name = EventsOf(stream->arn), forward, position,
          wanted = std::move(wanted)](const RecordReader& records) -> Result<ComputedAnswer> {
    const EventsRead read = forward ? ReadBehind(records, name, position, wanted)
                                    : ReadBefore(records, name, position, wanted);
    Json events = Json::array();
    for (const FoundEvent& event : read.events) {
      events.push_back(
          {{"timestamp", event.at}, {"message", event.message}, {"ingestionTime", event.ingested}});
    }
    return ComputedAnswer{{{"events", std::move(events)},
                           {"nextForwardToken", TokenOf('f', read.to)},
                           {"nextBackwardToken", TokenOf('b', read.from)}}};
  };
}

}  // namespace portside::logs
