// SPDX-License-Identifier: Apache-2.0
//
// JobEvents: what became of resources with states, told to whoever listens, once it is durable. The
// newest are kept, so that a listener can go on from where it had left off. Core thread only.

#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "portside/base/json.h"
#include "portside/base/limits.h"
#include "portside/base/timestamp.h"

namespace portside {

// A resource entered a state.
struct JobEvent {
  std::int64_t id = 0;  // counts up from 1, for the life of the process
  Timestamp time{};     // of the users' clock, when it entered
  std::string arn;
  std::string kind;  // "glue::ml_task_run"
  std::string name;
  std::string account;
  std::string region;
  std::string from;  // empty: it was created
  std::string to;
  bool is_final = false;  // nothing follows by itself
  std::string reason;     // why it failed; empty otherwise
};

// {"id", "time", "arn", "kind", "name", "account", "region", "from" or null, "to", "final",
// "reason" or null}.
Json JobEventToJson(const JobEvent& event);

class JobEvents {
 public:
  using Listener = std::function<void(const JobEvent& event)>;

  // Ends the subscription with its life. It may outlive the events, and end inside a listener.
  class Subscription {
   public:
    Subscription() = default;
    ~Subscription() { End(); }
    Subscription(Subscription&& other) noexcept { *this = std::move(other); }
    Subscription& operator=(Subscription&& other) noexcept;

   private:
    friend JobEvents;
    void End();
    std::weak_ptr<std::map<std::int64_t, Listener>> listeners_;
    std::int64_t key_ = 0;
  };

  // Gives the id, keeps the event and tells the listeners. In the order of calls.
  void Add(JobEvent event);
  [[nodiscard]] Subscription Listen(Listener listener);
  // The kept events after this one, oldest first.
  void Replay(std::int64_t after, const Listener& listener) const;
  // The id of the newest event so far; 0: there was none.
  [[nodiscard]] std::int64_t newest() const { return last_id_; }
  [[nodiscard]] std::size_t listeners() const { return listeners_->size(); }

 private:
  std::deque<JobEvent> kept_;
  std::int64_t last_id_ = 0;
  std::shared_ptr<std::map<std::int64_t, Listener>> listeners_ =
      std::make_shared<std::map<std::int64_t, Listener>>();
  std::int64_t last_key_ = 0;
};

}  // namespace portside
