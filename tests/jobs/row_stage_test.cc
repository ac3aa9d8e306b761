// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/row_stage.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"

namespace portside {
namespace {

TEST(RowStageTest, HandsOnPagesOnceTheyAreMany) {
  std::vector<std::vector<std::string>> kept;
  RowStage rows([&kept](std::vector<std::string> pages) { kept.push_back(std::move(pages)); });
  rows.Flush();
  EXPECT_TRUE(kept.empty());
  rows.Append("a");
  rows.Append("b");
  EXPECT_TRUE(kept.empty());
  rows.Append(std::string(limits::kStagedBytes, 'x'));
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].size(), 3U);
  rows.Append("c");
  rows.Flush();
  rows.Flush();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1], std::vector<std::string>{"c"});
}

}  // namespace
}  // namespace portside
