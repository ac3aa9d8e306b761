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
  return set_.mode == Mode::kManual ? set_.then
                                    : set_.then + Times(machine_.Now() - set_.since, set_.scale);
}

Timestamp UserClock::Now() const {
  const std::lock_guard lock(mutex_);
  return NowLocked();
}

UserClock::Mode UserClock::mode() const {
  const std::lock_guard lock(mutex_);
  return set_.mode;
}

std::uint64_t UserClock::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

double UserClock::scale() const {
  const std::lock_guard lock(mutex_);
  return set_.scale;
}

UserClock::Setting UserClock::setting() const {
  const std::lock_guard lock(mutex_);
  return set_;
}

void UserClock::Set(const Setting& setting) {
  const std::lock_guard lock(mutex_);
  set_ = setting;
  ++changes_;
}

void UserClock::SetMode(Mode mode, double scale) {
  const std::lock_guard lock(mutex_);
  const Timestamp now = NowLocked();
  set_.since = machine_.Now();
  set_.then = mode == Mode::kReal ? set_.since : now;
  set_.mode = mode;
  ++changes_;
  set_.scale = mode == Mode::kScaled ? scale : 1.0;
}

void UserClock::MoveTo(Timestamp time) {
  const std::lock_guard lock(mutex_);
  set_.since = machine_.Now();
  set_.then = time;
  ++changes_;
}

std::optional<Duration> UserClock::MachineTimeUntil(Timestamp time) const {
  const std::lock_guard lock(mutex_);
  const Duration left = std::max(time - NowLocked(), Duration::zero());
  if (left == Duration::zero()) return left;
  if (set_.mode == Mode::kManual) return std::nullopt;
  // Rounded up, so that it is past and not just before.
  return Duration(
      static_cast<std::int64_t>(std::ceil(static_cast<double>(left.count()) / set_.scale)));
}

}  // namespace portside
