// SPDX-License-Identifier: Apache-2.0
//
// WriteGuard: ends a writer's right to change objects, from another thread, at one clear moment: a
// change is made whole before it, or not at all. Thread safe.

#pragma once

#include <functional>
#include <memory>

namespace portside {

class WriteGuard {
 public:
  WriteGuard();
  ~WriteGuard();
  WriteGuard(const WriteGuard&) = delete;
  WriteGuard& operator=(const WriteGuard&) = delete;

  // Waits for a change that is being made; none begins after it.
  void Close();
  // Makes the change; false: it was closed, and nothing was done.
  [[nodiscard]] bool Run(const std::function<void()>& change);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portside
