// SPDX-License-Identifier: Apache-2.0

#include "server/standstill.h"

#include <utility>

namespace portside {

Standstill::Standstill(Surroundings surroundings, std::function<void()> before,
                       std::function<void()> after)
    : surroundings_(std::move(surroundings)),
      before_(std::move(before)),
      after_(std::move(after)) {}

Standstill::~Standstill() {
  if (thread_.joinable()) thread_.join();
}

void Standstill::Run(std::function<void()> work, std::function<void()> done) {
  tasks_.push_back({std::move(work), std::move(done)});
  if (tasks_.size() > 1) return;
  surroundings_.hold();
  // Whoever asks for it may not be done with the state in this turn.
  surroundings_.post([this] { Begin(); });
}

void Standstill::Begin() {
  before_();
  thread_ = std::thread([this] {
    tasks_.front().work();
    surroundings_.post([this] { End(); });
  });
}

void Standstill::End() {
  thread_.join();
  const Task ended = std::move(tasks_.front());
  tasks_.pop_front();
  after_();
  surroundings_.release();
  // The next one before anything of what was held.
  if (!tasks_.empty()) {
    surroundings_.hold();
    surroundings_.post([this] { Begin(); });
  }
  ended.done();
}

}  // namespace portside
