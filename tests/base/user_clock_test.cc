// SPDX-License-Identifier: Apache-2.0

#include "portside/base/user_clock.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

using namespace std::chrono_literals;
using Mode = UserClock::Mode;

TEST(UserClock, ShowsTheMachinesTimeAtFirst) {
  VirtualClock machine;
  const UserClock clock(machine);
  machine.Advance(5s);
  EXPECT_EQ(clock.mode(), Mode::kReal);
  EXPECT_EQ(clock.Now(), machine.Now());
  EXPECT_EQ(clock.MachineTimeUntil(machine.Now() + 3s), Duration(3s));
}

TEST(UserClock, RunsFasterFromWhereItIs) {
  VirtualClock machine;
  UserClock clock(machine);
  const Timestamp start = machine.Now();
  machine.Advance(1s);
  clock.SetMode(Mode::kScaled, 60);
  EXPECT_EQ(clock.Now(), start + 1s);
  machine.Advance(2s);
  EXPECT_EQ(clock.Now(), start + 121s);
  EXPECT_EQ(clock.MachineTimeUntil(start + 181s), Duration(1s));
  EXPECT_EQ(clock.MachineTimeUntil(start), Duration(0));
  clock.SetMode(Mode::kReal);
  EXPECT_EQ(clock.Now(), machine.Now());
  EXPECT_EQ(clock.scale(), 1.0);
}

TEST(UserClock, StandsUntilItIsMoved) {
  VirtualClock machine;
  UserClock clock(machine);
  const Timestamp start = machine.Now();
  clock.SetMode(Mode::kManual);
  machine.Advance(1h);
  EXPECT_EQ(clock.Now(), start);
  EXPECT_EQ(clock.MachineTimeUntil(start + 1s), std::nullopt);
  EXPECT_EQ(clock.MachineTimeUntil(start), Duration(0));
  clock.MoveTo(start + 1min);
  EXPECT_EQ(clock.Now(), start + 1min);
  clock.MoveTo(start - 1min);
  EXPECT_EQ(clock.Now(), start - 1min);
}

TEST(UserClock, AJumpOfARealClockLasts) {
  VirtualClock machine;
  UserClock clock(machine);
  clock.MoveTo(machine.Now() + 1h);
  machine.Advance(1s);
  EXPECT_EQ(clock.Now(), machine.Now() + 1h);
}

TEST(UserClock, IsSetAsItWas) {
  VirtualClock machine;
  UserClock clock(machine);
  clock.SetMode(Mode::kManual);
  const Timestamp then = clock.Now();
  const UserClock::Setting standing = clock.setting();
  clock.SetMode(Mode::kScaled, 2.0);
  const UserClock::Setting running = clock.setting();
  const std::uint64_t changes = clock.changes();
  clock.MoveTo(then + 5h);
  machine.Advance(1h);
  clock.Set(standing);
  EXPECT_EQ(clock.Now(), then);
  EXPECT_EQ(clock.mode(), Mode::kManual);
  EXPECT_GT(clock.changes(), changes);
  clock.Set(running);
  EXPECT_EQ(clock.Now(), then + 2h) << "as if nobody had moved it";
  EXPECT_EQ(clock.scale(), 2.0);
}

}  // namespace
}  // namespace portside
