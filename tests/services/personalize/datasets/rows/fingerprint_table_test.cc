// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/fingerprint_table.h"

#include <gtest/gtest.h>

#include <string>

namespace portside::personalize {
namespace {

TEST(FingerprintTableTest, KeepsANumberForEachFingerprint) {
  FingerprintTable table(4);
  for (std::uint64_t i = 0; i < 1000; ++i) table.ValueOf(FingerprintOf(std::to_string(i))) = i + 1;
  EXPECT_EQ(table.size(), 1000U);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    ASSERT_NE(table.Find(FingerprintOf(std::to_string(i))), nullptr) << i;
    EXPECT_EQ(table.ValueOf(FingerprintOf(std::to_string(i))), i + 1);
  }
  EXPECT_EQ(table.Find(FingerprintOf("1000")), nullptr);
  EXPECT_EQ(table.size(), 1000U);
}

TEST(FingerprintTableTest, AlsoOfTheOneThatMarksFreeSlots) {
  FingerprintTable table(0);
  EXPECT_EQ(table.Find(Fingerprint{}), nullptr);
  table.ValueOf(Fingerprint{}) = 7;
  table.ValueOf(Fingerprint{}) += 1;
  EXPECT_EQ(*table.Find(Fingerprint{}), 8U);
  EXPECT_EQ(table.size(), 1U);
}

// Many that begin their search at one slot.
TEST(FingerprintTableTest, GoesOnBehindSlotsThatAreTaken) {
  FingerprintTable table(16);
  for (std::uint64_t i = 1; i <= 12; ++i) table.ValueOf({i, 15}) = i;
  for (std::uint64_t i = 1; i <= 12; ++i) EXPECT_EQ(*table.Find({i, 15}), i);
}

}  // namespace
}  // namespace portside::personalize
