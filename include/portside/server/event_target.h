// SPDX-License-Identifier: Apache-2.0
//
// EventTarget: posts the transitions of jobs to a URL, in EventBridge's envelope, in their order,
// on a thread of its own. Nobody waits for it: what it cannot deliver in time is dropped, counted
// and logged.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "portside/base/json.h"
#include "portside/http_client/http_client.h"
#include "portside/jobs/job_events.h"

namespace portside {

// {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"}.
Json EventEnvelope(const JobEvent& event, std::string id);

class EventTarget {
 public:
  struct Options {
    std::size_t queue = limits::kEventTargetQueue;
    int attempts = 5;
    std::chrono::milliseconds first_pause = std::chrono::seconds(1);  // doubled after each attempt
    std::chrono::milliseconds connect_time = std::chrono::seconds(2);
    std::chrono::milliseconds answer_time = std::chrono::seconds(3);
    std::optional<std::uint64_t> seed;  // of the envelopes' ids
  };
  struct Counts {
    std::uint64_t posted = 0;
    std::uint64_t dropped = 0;
    std::size_t queued = 0;  // with the one under way
  };

  EventTarget(const HttpUrl& url, Options options);
  // Drops what is queued, and ends at once.
  ~EventTarget();
  EventTarget(const EventTarget&) = delete;
  EventTarget& operator=(const EventTarget&) = delete;

  // Never waits. One thread calls it.
  void Post(const JobEvent& event);
  // From any thread.
  [[nodiscard]] Counts counts() const;

 private:
  class Sender;
  std::unique_ptr<Sender> sender_;
};

}  // namespace portside
