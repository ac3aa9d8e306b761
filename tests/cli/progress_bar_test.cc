// SPDX-License-Identifier: Apache-2.0

#include "cli/progress_bar.h"

#include <gtest/gtest.h>

#include <cmath>

namespace portside::cli {
namespace {

TEST(CliProgressBar, IsFullOnlyAtTheEnd) {
  EXPECT_EQ(ProgressBar(0, 10), "[..........]   0%");
  EXPECT_EQ(ProgressBar(0.45, 10), "[####......]  45%");
  EXPECT_EQ(ProgressBar(0.999, 10), "[#########.]  99%");
  EXPECT_EQ(ProgressBar(1, 10), "[##########] 100%");
}

TEST(CliProgressBar, ANumberThatIsNoShareIsBounded) {
  EXPECT_EQ(ProgressBar(-3, 4), "[....]   0%");
  EXPECT_EQ(ProgressBar(7, 4), "[####] 100%");
  EXPECT_EQ(ProgressBar(std::nan(""), 4), "[....]   0%");
  EXPECT_EQ(PercentText(0.5), " 50%");
}

}  // namespace
}  // namespace portside::cli
