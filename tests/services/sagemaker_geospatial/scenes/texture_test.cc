// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/texture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace portside::sagemaker_geospatial {
namespace {

TEST(Texture, BelongsToSeedAndName) {
  EXPECT_EQ(MakeField(1, "a"), MakeField(1, "a"));
  EXPECT_NE(MakeField(1, "a"), MakeField(2, "a"));
  EXPECT_NE(MakeField(1, "a"), MakeField(1, "b"));
}

TEST(Texture, HasEachRankEquallyOften) {
  const Field field = MakeField(4, "height");
  const std::vector<std::uint8_t> ranks = RanksOf(field);
  std::array<int, 256> counts{};
  for (const std::uint8_t rank : ranks) ++counts[rank];
  EXPECT_GT(std::ranges::min(counts), 900);
  EXPECT_LT(std::ranges::max(counts), 1150);
  for (std::size_t cell = 1; cell < field.size(); cell += 97) {
    if (field[cell] < field[cell - 1]) {
      EXPECT_LE(ranks[cell], ranks[cell - 1]);
    }
  }
  const float middle = Quantile(field, 0.5);
  const auto lower = std::ranges::count_if(field, [&](float at) { return at < middle; });
  EXPECT_NEAR(static_cast<double>(lower), 131'072, 2);
}

TEST(Texture, OfOneHeightIsFlat) {
  const std::vector<std::uint8_t> ranks = RanksOf(Field(kLandCells * kLandCells, 2.0F));
  EXPECT_EQ(std::ranges::count(ranks, 0), static_cast<std::ptrdiff_t>(ranks.size()));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
