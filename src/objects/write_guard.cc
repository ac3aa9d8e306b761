// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/write_guard.h"

#include <mutex>

namespace portside {

struct WriteGuard::State {
  std::mutex mutex;
  bool is_closed = false;
};

WriteGuard::WriteGuard() : state_(std::make_unique<State>()) {}
WriteGuard::~WriteGuard() = default;

void WriteGuard::Close() {
  const std::lock_guard lock(state_->mutex);
  state_->is_closed = true;
}

bool WriteGuard::Run(const std::function<void()>& change) {
  const std::lock_guard lock(state_->mutex);
  if (state_->is_closed) return false;
  change();
  return true;
}

}  // namespace portside
