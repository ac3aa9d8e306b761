// SPDX-License-Identifier: Apache-2.0

#include "portside/base/user_clock.h"

#include <algorithm>
#include <cmath>

namespace portside {
namespace {

Duration Times(Duration duration, double factor) {
  return Duration(std::llround(static_cast<double>(duration.count()) * factor));
}

}  // namespace

Timestamp UserClock::NowLocked() const {
  return mode_ == Mode::kManual ? then_ : then_ + Times(machine_.Now() - since_, scale_);
}

Timestamp UserClock::Now() const {
  const std::lock_guard lock(mutex_);
  return NowLocked();
}

UserClock::Mode UserClock::mode() const {
  const std::lock_guard lock(mutex_);
  return mode_;
}

std::uint64_t UserClock::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

double UserClock::scale() const {
  const std::lock_guard lock(mutex_);
  return scale_;
}

void UserClock::SetMode(Mode mode, double scale) {
  const std::lock_guard lock(mutex_);
  const Timestamp now = NowLocked();
  since_ = machine_.Now();
  then_ = mode == Mode::kReal ? since_ : now;
  mode_ = mode;
  ++changes_;
  scale_ = mode == Mode::kScaled ? scale : 1.0;
}

void UserClock::MoveTo(Timestamp time) {
  const std::lock_guard lock(mutex_);
  since_ = machine_.Now();
  then_ = time;
  ++changes_;
}

std::optional<Duration> UserClock::MachineTimeUntil(Timestamp time) const {
  const std::lock_guard lock(mutex_);
  const Duration left = std::max(time - NowLocked(), Duration::zero());
  if (left == Duration::zero()) return left;
  if (mode_ == Mode::kManual) return std::nullopt;
  // Rounded up, so that it is past and not just before.
  return Duration(static_cast<std::int64_t>(std::ceil(static_cast<double>(left.count()) / scale_)));
}

}  // namespace portside
