// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/terrain.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portside::sagemaker_geospatial {
namespace {

TEST(Terrain, OfNeighboursIsEqualAlongTheirSide) {
  const Terrain terrain("11SQA");
  EXPECT_EQ(terrain.blocks(), 22U);
  for (std::size_t row = 0; row < terrain.blocks(); ++row) {
    for (std::size_t column = 1; column < terrain.blocks(); ++column) {
      const BlockKind& west = terrain.kinds()[terrain.KindAt(row, column - 1)];
      const BlockKind& east = terrain.kinds()[terrain.KindAt(row, column)];
      for (std::size_t i = 0; i < 9; i += 3) EXPECT_EQ(west.land[i + 2], east.land[i]);
    }
  }
}

TEST(Terrain, HasFewKindsEverywhere) {
  for (const char* tile : {"33VVL", "51PTS", "18TWL", "15RYP", "046018", "025027"}) {
    const Terrain terrain(tile);
    EXPECT_LE(terrain.kinds().size(), Terrain::kPatterns) << tile;
    EXPECT_GE(terrain.kinds().size(), 5U) << tile;
  }
  EXPECT_EQ(Terrain("25NEA").kinds().size(), 1U);  // the open sea
}

TEST(Terrain, WithoutAPlaceIsInland) {
  const Terrain terrain("nowhere");
  EXPECT_EQ(terrain.blocks(), 1U);
  EXPECT_EQ(terrain.kinds()[terrain.KindAt(0, 0)].land[4], 255);
}

TEST(Terrain, HasSnowByLatitudeSeasonAndSea) {
  const Terrain siberia("47VMH");
  EXPECT_GT(siberia.SnowShare(62, 0), 0.8);
  EXPECT_EQ(siberia.SnowShare(62, 1), 0);
  EXPECT_EQ(siberia.SnowShare(-62, 1), 0);
  const Terrain ireland("29UPV");
  EXPECT_LT(ireland.SnowShare(53, 0), 0.1);
  EXPECT_EQ(Terrain("20MMU").SnowShare(-5, 0.45), 0);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
