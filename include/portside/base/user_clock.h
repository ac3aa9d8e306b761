// SPDX-License-Identifier: Apache-2.0
//
// UserClock: the time that users see, under a test's control: the machine's, one that runs faster
// or slower, or one that stands until it is moved. May be read from any thread; is set on the core
// thread.

#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "portside/base/clock.h"

namespace portside {

class UserClock final : public Clock {
 public:
  enum class Mode { kReal, kScaled, kManual };

  // Real at first. `machine` must outlive it.
  explicit UserClock(const Clock& machine)
      : machine_(machine), set_{.since = machine.Now(), .then = machine.Now()} {}

  [[nodiscard]] Timestamp Now() const override;
  [[nodiscard]] Mode mode() const;
  // Grows whenever the clock was set: what was computed from it then is to be computed anew.
  [[nodiscard]] std::uint64_t changes() const;
  [[nodiscard]] double scale() const;  // of kScaled: seconds here for each of the machine's

  // From now on; the time goes on from where it is. kReal goes on from the machine's time.
  void SetMode(Mode mode, double scale = 1.0);
  // Jumps there, and goes on in its mode (kReal: that far from the machine's time from now on).
  void MoveTo(Timestamp time);

  // Everything that was set, to be set again later: a clock that stands shows the same time then,
  // one that runs shows what it would if nobody had touched it.
  struct Setting {
    Mode mode = Mode::kReal;
    double scale = 1.0;
    Timestamp since{};  // of the machine, when this clock was set last
    Timestamp then{};   // of this clock, at that moment
  };
  [[nodiscard]] Setting setting() const;
  void Set(const Setting& setting);

  // How long the machine's clock takes until this one shows `time`; nothing: it will not by itself.
  [[nodiscard]] std::optional<Duration> MachineTimeUntil(Timestamp time) const;

 private:
  [[nodiscard]] Timestamp NowLocked() const;

  const Clock& machine_;
  mutable std::mutex mutex_;
  Setting set_;
  std::uint64_t changes_ = 0;
};

}  // namespace portside
