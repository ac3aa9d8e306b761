// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/ground.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "services/sagemaker_geospatial/scenes/land_model.h"

namespace portside::sagemaker_geospatial {
namespace {

Scene SceneWith(double cloud_cover) {
  Scene scene;
  scene.id = "S2A_11SQA_20220701_0_L2A";
  scene.acquired = *ParseIso8601("2022-07-01T00:00:00Z");
  scene.cloud_cover = cloud_cover;
  scene.latitude = 36;
  return scene;
}

std::shared_ptr<const Ground> GroundOf(const char* tile) {
  return std::make_shared<const Ground>(LandModel(3, tile).Under(SceneWith(20)));
}

std::vector<double> Tile(const TileSource& source, std::uint32_t x, std::uint32_t y) {
  std::vector<double> samples;
  source(x, y).fill(samples);
  return samples;
}

// The distinct tiles of a whole scene.
std::size_t CountTiles(const std::shared_ptr<const Ground>& ground, int metres) {
  const TileSource source = TilesOf(ground, metres, ClassValues());
  const std::uint32_t across = static_cast<std::uint32_t>(109'800 / metres) / kTileSize + 1;
  std::set<std::uint64_t> keys;
  for (std::uint32_t y = 0; y < across; ++y) {
    for (std::uint32_t x = 0; x < across; ++x) keys.insert(source(x, y).key);
  }
  return keys.size();
}

TEST(Tiles, AreFewInland) {
  const auto ground = GroundOf("20MMU");  // a forest
  EXPECT_LE(CountTiles(ground, 10), 24U);
  EXPECT_LE(CountTiles(ground, 60), 16U);
}

TEST(Tiles, AreBoundedOnAnyShore) {
  // Islands, fjords, a delta and a city on a bay.
  for (const char* tile :
       {"11SQA", "33VVL", "51PTS", "18TWL", "15RYP", "54SUE", "046018", "025027"}) {
    const auto ground = GroundOf(tile);
    EXPECT_LE(CountTiles(ground, 10), 300U) << tile;
    EXPECT_LE(ground->states().size(), Terrain::kPatterns * kBlockCells * kBlockCells);
    EXPECT_GT(CountTiles(ground, 10), 8U) << tile;
  }
}

TEST(Tiles, OfOneKeyAreEqual) {
  const auto ground = GroundOf("11SQA");
  for (const int metres : {10, 20, 30, 60}) {
    const TileSource source = TilesOf(ground, metres, ClassValues());
    std::map<std::uint64_t, std::vector<double>> by_key;
    for (std::uint32_t y = 0; y < 6; ++y) {
      for (std::uint32_t x = 0; x < 6; ++x) {
        const auto [same, is_new] = by_key.emplace(source(x, y).key, Tile(source, x, y));
        // What the writer relies on.
        ASSERT_TRUE(is_new || same->second == Tile(source, x, y)) << metres;
      }
    }
  }
}

TEST(Tiles, OfTwoResolutionsShowTheSameGround) {
  const auto ground = GroundOf("11SQA");
  const std::vector<double> fine = Tile(TilesOf(ground, 10, ClassValues()), 0, 0);
  const std::vector<double> coarse = Tile(TilesOf(ground, 60, ClassValues()), 0, 0);
  for (std::size_t y = 0; y < 80; ++y) {
    for (std::size_t x = 0; x < 80; ++x) {
      ASSERT_EQ(coarse[y * kTileSize + x], fine[(6 * y + 3) * kTileSize + 6 * x + 3]);
    }
  }
}

TEST(Ground, GoesOnBeyondItsEdge) {
  const auto ground = GroundOf("11SQA");
  const std::size_t last = ground->layout().blocks * kBlockCells - 1;
  EXPECT_EQ(ground->layout().IndexOf(last + kBlockCells, 3), ground->layout().IndexOf(last, 3));
  EXPECT_EQ(ground->layout().IndexOf(3, last + 2 * kBlockCells), ground->layout().IndexOf(3, last));
  EXPECT_LT(ground->layout().IndexOf(last, last), ground->states().size());
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
