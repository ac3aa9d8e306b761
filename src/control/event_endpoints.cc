// SPDX-License-Identifier: Apache-2.0

#include "portside/control/event_endpoints.h"

#include <charconv>
#include <limits>

#include "control/job_filter.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

std::string EventText(const JobEvent& event) {
  // JSON has no line ends of its own, so the data is one line.
  return "event: transition\nid: " + std::to_string(event.id) +
         "\ndata: " + DumpJson(JobEventToJson(event)) + "\n\n";
}

// Events that a client asked for and that are not kept any more: it has to look at the jobs anew.
std::string GapText(std::int64_t after, std::int64_t oldest) {
  return "event: gap\ndata: " + DumpJson({{"after", after}, {"oldest", oldest}}) + "\n\n";
}

class EventStream final : public BodyStream {
 public:
  EventStream(JobEvents& events, JobFilter filter, std::int64_t after)
      : events_(events), filter_(std::move(filter)), after_(after) {}

  void Start(Sink sink) override {
    sink_ = std::move(sink);
    sink_(": hello\n\n");  // so that clients see the head at once
    Replay(after_);
    subscription_ = events_.Listen([this](const JobEvent& event) { Send(event); });
  }
  void OnIdle() override { sink_(": still here\n\n"); }

 private:
  void Replay(std::int64_t after) {
    std::int64_t expected = after + 1;
    events_.Replay(after, [&](const JobEvent& event) {
      if (event.id != expected) sink_(GapText(after, event.id));
      expected = event.id + 1;
      Send(event);
    });
  }
  void Send(const JobEvent& event) {
    if (filter_.Matches(event.kind, event.name, event.arn, event.account, event.region)) {
      sink_(EventText(event));
    }
  }

  JobEvents& events_;
  JobFilter filter_;
  std::int64_t after_;
  Sink sink_;
  JobEvents::Subscription subscription_;
};

// A browser's EventSource that connects anew keeps its URL and adds the header, so that counts.
ControlResult<std::optional<std::int64_t>> ReadAfter(QueryReader& reader,
                                                     const HttpRequest& request) {
  const auto asked = TRY(reader.Integer("after", 0, std::numeric_limits<std::int64_t>::max()));
  const auto header = request.headers.Find("Last-Event-ID");
  if (!header) return asked;
  std::int64_t id = 0;
  const auto read = std::from_chars(header->data(), header->data() + header->size(), id);
  if (read.ec == std::errc() && read.ptr == header->data() + header->size() && id >= 0) return id;
  return Fail(ControlError{
      400,
      "Last-Event-ID is " + DumpJson(std::string(*header)) + "; it must be the id of an event.",
      "Last-Event-ID"});
}

Answer Stream(JobEvents& events, const Scheduler& scheduler, const ControlCall& call) {
  QueryReader reader(call.query);
  JobFilter filter = TRY(ReadJobFilter(reader, scheduler));
  const auto after = TRY(ReadAfter(reader, call.request));
  TRY(reader.Finish());
  // From this request on, although its answer may wait for a flush. Ids begin anew with each
  // process: to a client of a former one, all events are new.
  const std::int64_t newest = events.newest();
  const std::int64_t from = !after ? newest : *after > newest ? 0 : *after;
  ControlAnswer answer{.content = std::make_shared<EventStream>(events, std::move(filter), from),
                       .content_type = "text/event-stream"};
  answer.headers.Add("Cache-Control", "no-cache");
  return answer;
}

}  // namespace

std::vector<Endpoint> EventEndpoints(JobEvents& events, const Scheduler& scheduler) {
  return {MakeEndpoint("GET", "/_portside/events", "StreamEvents",
                       [&](const ControlCall& call) { return Stream(events, scheduler, call); })};
}

}  // namespace portside
