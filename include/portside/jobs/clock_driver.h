// SPDX-License-Identifier: Apache-2.0
//
// ClockDriver: moves the users' clock on, and performs on the way what becomes due, in its order
// and each at its own time, the work behind it included. Whoever waits for it needs no sleep.
// Core thread only.

#pragma once

#include <deque>
#include <functional>

#include "portside/base/user_clock.h"
#include "portside/jobs/scheduler.h"

namespace portside {

class ClockDriver {
 public:
  // `post` runs a call on the core thread after what is ready now; null: at once (tests whose work
  // runs inline).
  using Post = std::function<void(std::function<void()>)>;
  ClockDriver(UserClock& clock, Scheduler& scheduler, Post post)
      : clock_(clock), scheduler_(scheduler), post_(std::move(post)) {}

  // Calls back once everything up to then is done and the clock shows it (or, where it runs by
  // itself, at least that). Advances that are asked for meanwhile follow one after the other.
  void Advance(Duration by, std::function<void()> done);
  // Performs what is due already, then calls back.
  void Settle(std::function<void()> done) { Advance(Duration::zero(), std::move(done)); }

 private:
  struct Request {
    Duration by;
    std::function<void()> done;
  };

  void Begin();
  void Step();
  void OnIdle();
  void Later(std::function<void()> call);

  UserClock& clock_;
  Scheduler& scheduler_;
  Post post_;
  std::deque<Request> requests_;  // the first is under way
  Timestamp target_{};
  std::deque<std::function<void()>> waiting_;  // without post_; the first is running
};

}  // namespace portside
