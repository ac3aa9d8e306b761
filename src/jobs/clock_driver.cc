// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/clock_driver.h"

#include <algorithm>

namespace portside {

void ClockDriver::Later(std::function<void()> call) {
  if (post_) return post_(std::move(call));
  // In a loop, not inside each other: an advance may have thousands of steps.
  waiting_.push_back(std::move(call));
  if (waiting_.size() > 1) return;
  for (; !waiting_.empty(); waiting_.pop_front()) std::function<void()>(waiting_.front())();
}

void ClockDriver::Advance(Duration by, std::function<void()> done) {
  requests_.push_back({by, std::move(done)});
  if (requests_.size() == 1) Begin();
}

void ClockDriver::Begin() {
  target_ = clock_.Now() + requests_.front().by;
  Step();
}

void ClockDriver::Step() {
  scheduler_.RunDue();
  scheduler_.WhenIdle([this] { Later([this] { OnIdle(); }); });
}

void ClockDriver::OnIdle() {
  const std::optional<Timestamp> due = scheduler_.NextDue();
  if (due && *due <= std::max(target_, clock_.Now())) {
    // Each at its own time: what a job says of its end is not the end of the advance.
    if (*due > clock_.Now()) clock_.MoveTo(*due);
    return Step();
  }
  if (clock_.Now() < target_) clock_.MoveTo(target_);
  const std::function<void()> done = std::move(requests_.front().done);
  // It may ask for another advance, which waits behind this one.
  done();
  requests_.pop_front();
  if (!requests_.empty()) Begin();
}

}  // namespace portside
