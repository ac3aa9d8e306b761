// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/fingerprint_set.h"

#include <gtest/gtest.h>

#include <string>

namespace portside::personalize {
namespace {

using enum FingerprintSet::Added;

TEST(FingerprintSetTest, KnowsWhatItHas) {
  constexpr int kMany = 100'000;
  FingerprintSet set(kMany);
  for (int at = 0; at < kMany; ++at) {
    const Fingerprint print = FingerprintOf(std::to_string(at));
    set.Prepare(print);
    ASSERT_EQ(set.Add(print), kNew) << at;
  }
  for (int at = 0; at < kMany; ++at) {
    ASSERT_EQ(set.Add(FingerprintOf(std::to_string(at))), kKnown) << at;
  }
}

TEST(FingerprintSetTest, IsFullWithAsManyAsItMayHold) {
  FingerprintSet set(3);
  set.Expect(1'000'000'000'000);
  for (const char* text : {"a", "b", "c"}) EXPECT_EQ(set.Add(FingerprintOf(text)), kNew);
  EXPECT_EQ(set.Add(FingerprintOf("d")), kFull);
  EXPECT_EQ(set.Add(FingerprintOf("b")), kKnown);
}

// What differs in one of 96 bits is different, and nothing is mistaken for a free slot.
TEST(FingerprintSetTest, TellsNeighboursApart) {
  FingerprintSet set(1000);
  EXPECT_EQ(set.Add({.high = 0, .low = 0}), kNew);
  EXPECT_EQ(set.Add({.high = 0, .low = 0}), kKnown);
  for (int bit = 0; bit < 64; ++bit) {
    EXPECT_EQ(set.Add({.high = 1ULL << bit, .low = 0}), kNew) << bit;
  }
  for (int bit = 1; bit < 32; ++bit) {
    EXPECT_EQ(set.Add({.high = 0, .low = 1ULL << bit}), kNew) << bit;
  }
}

}  // namespace
}  // namespace portside::personalize
