// SPDX-License-Identifier: Apache-2.0
//
// Clock: where the program reads the time that users see. Nothing else reads the time, but for the
// HTTP Date header, which is always the machine's (SDKs correct their clock skew from it).

#pragma once

#include "portside/base/timestamp.h"

namespace portside {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Timestamp Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp Now() const override;
};

// Moves only on request. Starts at 2024-01-01T00:00:00Z unless told otherwise.
class VirtualClock final : public Clock {
 public:
  VirtualClock();
  explicit VirtualClock(Timestamp start) : now_(start) {}
  [[nodiscard]] Timestamp Now() const override { return now_; }
  void Set(Timestamp now) { now_ = now; }
  void Advance(Duration by) { now_ += by; }

 private:
  Timestamp now_;
};

}  // namespace portside
