// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/call_chance.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

std::string Drawn(DrawCounters& draws, std::uint64_t seed, const DrawScope& scope) {
  CallChance chance({draws, seed}, scope);
  return chance().Hex(16);
}

TEST(CallChanceTest, DependsOnSeedScopeAndTheCallsBefore) {
  Database one(":memory:");
  Database two(":memory:");
  DrawCounters draws(one);
  DrawCounters others(two);
  const DrawScope scope{"glue.Start", "1", "r"};
  const std::string first = Drawn(draws, 7, scope);
  const std::string second = Drawn(draws, 7, scope);
  EXPECT_NE(first, second);

  // Other calls, callers and regions shift nothing, and draw other things.
  EXPECT_NE(Drawn(others, 7, {"glue.Stop", "1", "r"}), first);
  EXPECT_NE(Drawn(others, 7, {"glue.Start", "2", "r"}), first);
  EXPECT_NE(Drawn(others, 7, {"glue.Start", "1", "s"}), first);
  EXPECT_EQ(Drawn(others, 7, scope), first);
  EXPECT_NE(Drawn(others, 8, scope), second);
}

TEST(CallChanceTest, ACallDrawsOnAndOneThatDrawsNothingCountsNothing) {
  Database database(":memory:");
  DrawCounters draws(database);
  const DrawScope scope{"glue.Start", "1", "r"};
  { const CallChance unused({draws, 7}, scope); }
  CallChance chance({draws, 7}, scope);
  const std::string first = chance().Hex(16);
  EXPECT_NE(chance().Hex(16), first);
  EXPECT_EQ(draws.Next(scope), 1);
}

}  // namespace
}  // namespace portside
