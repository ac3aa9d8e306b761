// SPDX-License-Identifier: Apache-2.0

#include "portside/model/capture.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(CaptureTest, TheFirstGroupOfTheFirstMatchIsFound) {
  const auto capture = Capture::Compile("loss: ([0-9\\.]+)");
  ASSERT_TRUE(capture);
  EXPECT_EQ(capture->Find("epoch 1 loss: 0.25, loss: 0.5"), "0.25");
  EXPECT_EQ(capture->Find("epoch 1"), std::nullopt);
}

TEST(CaptureTest, WhatCannotBeHadSaysWhy) {
  EXPECT_EQ(Capture::Compile("loss").error(), "it has no group");
  EXPECT_EQ(Capture::Compile("(").error(), "missing ): (");
  EXPECT_EQ(Capture::Compile("(?=a)(b)").error(), "invalid perl operator: (?=");
}

}  // namespace
}  // namespace portside
