// SPDX-License-Identifier: Apache-2.0
//
// Standstill: work on the state as a whole, which takes as long as there is much of it: a reset, a
// snapshot, a restore. It runs on a thread of its own while nothing else looks at the state or
// changes it, so that it is one moment for everybody, and the core thread goes on to answer what
// needs no state: a server at work is not taken for a dead one.
//
// Core thread only.

#pragma once

#include <deque>
#include <functional>
#include <thread>

namespace portside {

class Standstill {
 public:
  struct Surroundings {
    // From `hold` to `release` nothing reaches the core thread but what `post` brings and requests
    // that need no state.
    std::function<void()> hold, release;
    // Runs a call on the core thread, also while it is held. From any thread.
    std::function<void(std::function<void()>)> post;
  };

  // `before` is called when all is held, `after` when it is about to go on.
  Standstill(Surroundings surroundings, std::function<void()> before, std::function<void()> after);
  // Waits for the work that is under way; nobody is told of it any more.
  ~Standstill();
  Standstill(const Standstill&) = delete;
  Standstill& operator=(const Standstill&) = delete;

  // Runs `work` on another thread, then `done` on the core thread, where everything goes on by
  // then. `work` must not throw. Those that are given while one is under way follow it.
  void Run(std::function<void()> work, std::function<void()> done);

 private:
  struct Task {
    std::function<void()> work, done;
  };
  void Begin();
  void End();

  Surroundings surroundings_;
  std::function<void()> before_, after_;
  std::deque<Task> tasks_;  // the first is under way
  std::thread thread_;
};

}  // namespace portside
