// SPDX-License-Identifier: Apache-2.0

#include "portside/base/clock.h"

namespace portside {

Timestamp SystemClock::Now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

VirtualClock::VirtualClock()
    : now_(std::chrono::sys_days{std::chrono::year{2024} / std::chrono::January / 1}) {}

}  // namespace portside
