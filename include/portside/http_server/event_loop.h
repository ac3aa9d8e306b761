// SPDX-License-Identifier: Apache-2.0
//
// EventLoop: the core thread. Sockets, timers and posted functions run on the thread that calls
// Run, one after the other. Everything but Post and Stop belongs to that thread (or comes before
// Run). An exception that leaves a posted function or a timer is logged, and the loop goes on.

#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace portside {

class EventLoop {
 public:
  // Ignores SIGPIPE in the whole process: sendfile(2) cannot be told not to raise it.
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Returns after Stop.
  void Run();
  // From any thread.
  void Stop();
  // Runs `function` on the core thread, after what was posted before. From any thread.
  void Post(std::function<void()> function);

  // From Hold to Release what is given to Post, SetTimer and After waits, but for what comes
  // through PostThrough; sockets and signals go on. Core thread.
  void Hold();
  void Release();
  // Post, also while the rest is held.
  void PostThrough(std::function<void()> function);

  // The loop's one timer: a new call replaces the one before. Fires once, at `when` or soon after.
  void SetTimer(std::chrono::steady_clock::time_point when, std::function<void()> function);
  void ClearTimer();
  // Runs `function` on the core thread once `delay` has passed. Any number may wait at once.
  void After(std::chrono::milliseconds delay, std::function<void()> function);

  // Calls `function` on the core thread for every SIGINT and SIGTERM from now on.
  void OnSignal(std::function<void(int signal)> function);

  // For this layer's own files (src/http_server/event_loop_impl.h).
  struct Impl;
  [[nodiscard]] Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace portside
