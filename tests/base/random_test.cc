// SPDX-License-Identifier: Apache-2.0

#include "portside/base/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace portside {
namespace {

TEST(Random, IsSplitmix64) {
  // The published first outputs for the seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317ULL);
  EXPECT_EQ(random.Next(), 3203168211198807973ULL);
  EXPECT_EQ(random.Next(), 9817491932198370423ULL);
}

TEST(Random, TheSameSeedRepeats) {
  Random a(42);
  Random b(42);
  EXPECT_EQ(a.Uuid(), b.Uuid());
  EXPECT_EQ(a.Text(9, "xyz"), b.Text(9, "xyz"));
  EXPECT_NE(a.Uuid(), Random(43).Uuid());
}

TEST(Random, BelowStaysBelowAndReachesAll) {
  Random random(7);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t value = random.Below(10);
    ASSERT_LT(value, 10U);
    seen.insert(value);
  }
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_EQ(random.Below(1), 0U);
}

TEST(Random, UnitIsHalfOpenAndSpread) {
  Random random(7);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double value = random.Unit();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
  }
  EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

TEST(Random, TextsHaveTheirForm) {
  Random random(7);
  EXPECT_THAT(random.Hex(33), testing::MatchesRegex("[0-9a-f]{33}"));
  EXPECT_THAT(random.Text(20, "ab"), testing::MatchesRegex("[ab]{20}"));
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(random.Uuid(), testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-"
                                                     "[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
}

TEST(Random, EntropyDiffers) {
  EXPECT_NE(Random::FromEntropy().Next(), Random::FromEntropy().Next());
}

TEST(StableHash, DependsOnBytesAndSeed) {
  EXPECT_EQ(StableHash("movies"), StableHash("movies"));
  EXPECT_NE(StableHash("movies"), StableHash("movie"));
  EXPECT_NE(StableHash("movies"), StableHash("movies", 1));
  EXPECT_NE(StableHash(""), StableHash("", 1));
}

}  // namespace
}  // namespace portside
