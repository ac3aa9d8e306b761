// SPDX-License-Identifier: Apache-2.0

#include "portside/store/draw_counters.h"

#include <gtest/gtest.h>

#include "portside/store/unit_of_work.h"

namespace portside {
namespace {

TEST(DrawCountersTest, CountsByOperationAccountAndRegion) {
  Database database(":memory:");
  DrawCounters draws(database);
  EXPECT_EQ(draws.Next({"glue.Start", "1", "r"}), 0);
  EXPECT_EQ(draws.Next({"glue.Start", "1", "r"}), 1);
  EXPECT_EQ(draws.Next({"glue.Stop", "1", "r"}), 0);
  EXPECT_EQ(draws.Next({"glue.Start", "2", "r"}), 0);
  EXPECT_EQ(draws.Next({"glue.Start", "1", "s"}), 0);
  EXPECT_EQ(draws.Next({"glue.Start", "1", "r"}), 2);
}

TEST(DrawCountersTest, WhatIsNotKeptWasNoDraw) {
  Database database(":memory:");
  DrawCounters draws(database);
  {
    UnitOfWork unit(database);
    EXPECT_EQ(draws.Next({"glue.Start", "1", "r"}), 0);
    unit.Commit();
  }
  {
    UnitOfWork given_up(database);
    EXPECT_EQ(draws.Next({"glue.Start", "1", "r"}), 1);
  }
  EXPECT_EQ(draws.Next({"glue.Start", "1", "r"}), 1);
}

}  // namespace
}  // namespace portside
