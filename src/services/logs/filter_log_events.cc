// SPDX-License-Identifier: Apache-2.0
//
// FilterLogEvents: what matches in the streams of a group. Streams are looked at in order of their
// names; a call looks at some of them, and its token says where the next one goes on.

#include <algorithm>

#include "portside/services/core/pagination.h"
#include "services/logs/errors.h"
#include "services/logs/filter_pattern.h"
#include "services/logs/handlers.h"
#include "services/logs/limits.h"
#include "services/logs/log_pages.h"
#include "services/logs/log_resources.h"

namespace portside::logs {
namespace {

constexpr std::size_t kEventIdDigits = 56;

struct Source {
  std::string name;
  std::string events;  // stream of records
};

// What a call looks at.
struct Search {
  std::vector<Source> sources;
  LogPosition position = kBegin;    // in the first of them
  std::optional<std::string> next;  // the stream behind the last of them
  std::string list;                 // whose tokens these are
  FilterPattern pattern;
  Wanted wanted;
};

// A position as one number, for tokens and ids. No record has so many events: a page of
// limits::kLogPageBytes has two thousand at most.
constexpr std::int64_t kEventsOfRecord = 1 << 15;
std::int64_t NumberOf(LogPosition position) {
  return position.record * kEventsOfRecord + position.event;
}

std::string TokenOf(const Search& search, const std::string& stream, LogPosition position) {
  return MakePageToken(search.list, {.text = stream, .number = NumberOf(position)});
}

// The names that are asked for; the first one is not before `from`.
Result<void> TakeSources(const Json& input, const Resource& group, const std::string& from,
                         Search& search, RequestContext& context) {
  const auto add = [&search](const Resource& stream) {
    if (search.sources.size() == limits::kLogStreamsFiltered) {
      if (!search.next) search.next = stream.name;
    } else {
      search.sources.push_back({stream.name, EventsOf(stream.arn)});
    }
  };
  const std::string prefix = StringOr(input, "logStreamNamePrefix");
  if (const auto named = input.find("logStreamNames"); named != input.end()) {
    if (!prefix.empty()) {
      return Fail(InvalidParameter(
          "logStreamNames and logStreamNamePrefix are both given; they exclude each other."));
    }
    std::vector<std::string> names = *named;
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) {
      const ResourcePtr stream = TRY(FindStream(group, name, context));
      if (name >= from) add(*stream);
    }
    return {};
  }
  const std::string& first = std::max(prefix, from);
  ResourceQuery query{.scope = context.Scope(kStreamKind),
                      .parent = group.name,
                      .order = ResourceOrder::kName,
                      .limit = limits::kLogStreamsFiltered + 1};
  if (!first.empty()) query.after = ResourcePosition{.text = first};
  const ResourcePage page = context.resources.List(query);
  for (const ResourcePtr& stream : page.resources) {
    if (!stream->name.starts_with(prefix)) break;
    add(*stream);
  }
  return {};
}

void AddEvents(const EventsRead& read, const std::string& stream, std::vector<Json>& events) {
  for (const FoundEvent& event : read.events) {
    const std::string number = std::to_string(NumberOf(event.position));
    events.push_back({{"logStreamName", stream},
                      {"timestamp", event.at},
                      {"message", event.message},
                      {"ingestionTime", event.ingested},
                      {"eventId", std::string(kEventIdDigits - number.size(), '0') + number}});
  }
}

ComputedAnswer Run(const Search& search, const RecordReader& records) {
  std::vector<Json> events;
  std::string token;
  if (search.next) token = TokenOf(search, *search.next, kBegin);
  Wanted wanted = search.wanted;
  wanted.matches = [&search](std::string_view message) { return search.pattern.Matches(message); };
  std::size_t looked = 0;
  LogPosition position = search.position;
  for (const Source& source : search.sources) {
    const bool is_enough = events.size() == search.wanted.events || wanted.bytes == 0 ||
                           looked >= limits::kLogLookedBytes;
    if (is_enough) {
      token = TokenOf(search, source.name, position);
      break;
    }
    wanted.events = search.wanted.events - events.size();
    const EventsRead read = ReadBehind(records, source.events, position, wanted);
    AddEvents(read, source.name, events);
    for (const FoundEvent& event : read.events) {
      wanted.bytes -= event.message.size() + limits::kLogEventOverhead;
    }
    looked += read.looked;
    if (!read.is_end) {
      token = TokenOf(search, source.name, read.to);
      break;
    }
    position = kBegin;
  }
  std::stable_sort(events.begin(), events.end(), [](const Json& a, const Json& b) {
    return a.at("timestamp") < b.at("timestamp");
  });
  // searchedLogStreams is documented to be empty.
  Json output = {{"events", std::move(events)}, {"searchedLogStreams", Json::array()}};
  if (!token.empty()) output["nextToken"] = token;
  return ComputedAnswer{std::move(output)};
}

}  // namespace

Result<Computation> FilterLogEvents(const Json& input, RequestContext& context) {
  const ResourcePtr group = TRY(FindGroup(input, context));
  Search search;
  if (!input.value("startFromHead", true)) {
    return Fail(
        InvalidParameter("startFromHead false, the newest events first, is not emulated by "
                         "Portside; it must be true, or not be given."));
  }
  search.pattern = TRY(FilterPattern::Parse(StringOr(input, "filterPattern")));
  Json list = input;
  list.erase("nextToken");
  list.erase("limit");
  search.list = "FilterLogEvents" + DumpJson(list);
  std::string from;
  if (input.contains("nextToken")) {
    const auto place = ReadPageToken(StringOr(input, "nextToken"), search.list);
    if (!place) return Fail(BadToken());
    from = place->text;
    search.position = {place->number / kEventsOfRecord, place->number % kEventsOfRecord};
  }
  TRY(TakeSources(input, *group, from, search, context));
  // The stream of the token is gone.
  if (search.sources.empty() || search.sources.front().name != from) search.position = kBegin;
  search.wanted = {.start = TimeIn(input, "startTime"),
                   .end = TimeIn(input, "endTime"),
                   .events = input.value("limit", limits::kLogEvents),
                   .bytes = limits::kLogEventsBytes};
  return [search = std::move(search)](const RecordReader& records) -> Result<ComputedAnswer> {
    return Run(search, records);
  };
}

}  // namespace portside::logs
