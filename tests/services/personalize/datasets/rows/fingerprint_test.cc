// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/fingerprint.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <unordered_set>

namespace portside::personalize {
namespace {

TEST(FingerprintTest, EqualBytesAreEqual) {
  const std::string bytes = "user1\0item1";
  EXPECT_EQ(FingerprintOf(bytes), FingerprintOf(std::string(bytes)));
}

TEST(FingerprintTest, LengthAndPlaceCount) {
  std::unordered_set<Fingerprint, FingerprintHash> seen;
  for (std::size_t length = 0; length < 64; ++length) {
    EXPECT_TRUE(seen.insert(FingerprintOf(std::string(length, '\0'))).second) << length;
  }
  EXPECT_NE(FingerprintOf("12345678abcdefgh"), FingerprintOf("abcdefgh12345678"));
}

// Each half alone must tell rows apart that count upwards: the rows of real files do.
TEST(FingerprintTest, BothHalvesTellCountedRowsApart) {
  constexpr int kRows = 200'000;
  std::unordered_set<std::uint64_t> high;
  std::unordered_set<std::uint64_t> low;
  for (int i = 0; i < kRows; ++i) {
    const Fingerprint print =
        FingerprintOf("u" + std::to_string(i % 700) + ",i" + std::to_string(i) + ",1700000000");
    high.insert(print.high);
    low.insert(print.low);
  }
  EXPECT_EQ(high.size(), static_cast<std::size_t>(kRows));
  EXPECT_EQ(low.size(), static_cast<std::size_t>(kRows));
}

TEST(FingerprintTest, EveryBitMovesAboutHalfOfTheOthers) {
  const std::string bytes = "a row of bytes, 27 in all..";
  const Fingerprint before = FingerprintOf(bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    const Fingerprint after = FingerprintOf(changed);
    for (const std::uint64_t moved : {before.high ^ after.high, before.low ^ after.low}) {
      EXPECT_GT(std::popcount(moved), 10) << bit;
      EXPECT_LT(std::popcount(moved), 54) << bit;
    }
  }
}

}  // namespace
}  // namespace portside::personalize
