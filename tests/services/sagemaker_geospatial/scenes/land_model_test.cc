// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/land_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace portside::sagemaker_geospatial {
namespace {

const RasterDataCollection& Collection(Mission mission) {
  for (const RasterDataCollection& collection : RasterDataCollections()) {
    if (collection.mission == mission) return collection;
  }
  throw std::logic_error("no such collection");
}

Scene SceneWith(double cloud_cover, const char* time = "2022-07-01T00:00:00Z") {
  Scene scene;
  scene.id = "S2A_11SQA_20220701_0_L2A";
  scene.tile = "11SQA";
  scene.acquired = *ParseIso8601(time);
  scene.cloud_cover = cloud_cover;
  scene.latitude = 36;
  return scene;
}

// The part of the cells in each class.
std::map<int, double> Classes(const Ground& ground) {
  const StateValues classes = ClassValues();
  std::map<int, double> parts;
  for (const std::uint8_t state : ground) {
    parts[static_cast<int>(classes.at(state))] += 1.0 / static_cast<double>(ground.size());
  }
  return parts;
}

TEST(LandModel, ShowsVegetationWaterAndSnowUnderAnySky) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const LandModel land(seed, "11SQA");
    for (const double cloud_cover : {0.0, 40.0, 100.0}) {
      const auto parts = Classes(land.Under(SceneWith(cloud_cover)));
      for (const int wanted : {4, 6, 11}) {
        EXPECT_TRUE(parts.contains(wanted))
            << "class " << wanted << " seed " << seed << " cloud " << cloud_cover;
      }
    }
  }
}

TEST(LandModel, HasAsManyCloudsAsTheSceneSays) {
  const LandModel land(3, "11SQA");
  for (const double cloud_cover : {0.0, 1.0, 25.0, 60.0, 90.0}) {
    auto parts = Classes(land.Under(SceneWith(cloud_cover)));
    EXPECT_NEAR(100 * (parts[8] + parts[9] + parts[10]), cloud_cover, 0.1);
  }
  auto overcast = Classes(land.Under(SceneWith(100)));
  EXPECT_NEAR(overcast[8] + overcast[9] + overcast[10], 0.9, 0.001);
}

TEST(LandModel, GroundStaysWhileTheSkyChanges) {
  const LandModel land(3, "11SQA");
  Scene other = SceneWith(30);
  other.id = "S2B_11SQA_20220706_0_L2A";
  const Ground clear = land.Under(SceneWith(0));
  const Ground one = land.Under(SceneWith(30));
  const Ground two = land.Under(other);
  EXPECT_NE(one, two);
  const StateValues classes = ClassValues();
  for (std::size_t cell = 0; cell < clear.size(); ++cell) {
    const double seen = classes.at(one[cell]);
    if (seen == 3 || seen >= 8) continue;  // sky, shadow, or snow
    ASSERT_EQ(one[cell], clear[cell]);
  }
}

TEST(LandModel, DependsOnSeedAndTileOnly) {
  EXPECT_EQ(LandModel(3, "11SQA").Under(SceneWith(30)), LandModel(3, "11SQA").Under(SceneWith(30)));
  EXPECT_NE(LandModel(3, "11SQA").Under(SceneWith(0)), LandModel(4, "11SQA").Under(SceneWith(0)));
  EXPECT_NE(LandModel(3, "11SQA").Under(SceneWith(0)), LandModel(3, "10TFK").Under(SceneWith(0)));
}

double Ndvi(Cover cover, double season) {
  const RasterDataCollection& collection = Collection(Mission::kSentinel2);
  const std::size_t state = static_cast<std::size_t>(cover) * kLevels + kLevels / 2;
  const double nir = BandValues(collection, *collection.FindBand("nir"), season)[state];
  const double red = BandValues(collection, *collection.FindBand("red"), season)[state];
  return (nir - red) / (nir + red);
}

TEST(BandValues, LookLikeTheCovers) {
  EXPECT_GT(Ndvi(Cover::kVegetation, 1), 0.4);
  EXPECT_LT(Ndvi(Cover::kWater, 1), -0.3);
  EXPECT_NEAR(Ndvi(Cover::kBare, 1), 0.18, 0.1);
  EXPECT_NEAR(Ndvi(Cover::kThickCloud, 1), 0, 0.1);
  EXPECT_GT(Ndvi(Cover::kVegetation, 1), Ndvi(Cover::kVegetation, 0));
}

TEST(BandValues, AreStoredSamplesOfTheirCollection) {
  for (const Mission mission : {Mission::kSentinel2, Mission::kLandsat}) {
    const RasterDataCollection& collection = Collection(mission);
    for (const RasterBand& band : collection.bands) {
      std::set<double> distinct;
      for (const double value : BandValues(collection, band, 0.5)) {
        EXPECT_EQ(value, std::round(value)) << band.name;
        EXPECT_GE(value, band.wavelength != 0 ? 1 : 0) << band.name;
        EXPECT_LE(value, 65535) << band.name;
        distinct.insert(value);
      }
      EXPECT_TRUE(distinct.size() > 1 || band.name == "qa_radsat") << band.name;
    }
  }
  // Reflectance 0.3 of Landsat is (0.3 + 0.2) / 0.0000275.
  const RasterDataCollection& landsat = Collection(Mission::kLandsat);
  const StateValues nir = BandValues(landsat, *landsat.FindBand("nir"), 0.5);
  EXPECT_NEAR(nir[static_cast<std::size_t>(Cover::kBare) * kLevels + 3] * 0.0000275 - 0.2, 0.3,
              0.02);
}

TEST(Season, TurnsAroundAtTheEquator) {
  Scene north = SceneWith(0, "2022-07-15T00:00:00Z");
  north.latitude = 50;
  Scene south = north;
  south.latitude = -50;
  Scene tropics = north;
  tropics.latitude = 2;
  EXPECT_NEAR(SeasonOf(north), 1, 0.01);
  EXPECT_NEAR(SeasonOf(south), 0, 0.01);
  EXPECT_NEAR(SeasonOf(tropics), 0.5, 0.05);
  north.acquired = *ParseIso8601("2022-01-15T00:00:00Z");
  EXPECT_NEAR(SeasonOf(north), 0, 0.01);
}

std::vector<double> Tile(const TileSource& source, std::uint32_t x, std::uint32_t y) {
  std::vector<double> samples;
  source(x, y).fill(samples);
  return samples;
}

TEST(Tiles, AreFewAtEveryResolution) {
  const auto ground = std::make_shared<const Ground>(LandModel(3, "11SQA").Under(SceneWith(20)));
  const std::map<int, std::size_t> distinct = {{10, 4}, {20, 1}, {30, 4}, {60, 1}};
  for (const auto& [metres, count] : distinct) {
    const TileSource source = TilesOf(ground, metres, ClassValues());
    std::map<std::uint64_t, std::vector<double>> by_key;
    for (std::uint32_t y = 0; y < 5; ++y) {
      for (std::uint32_t x = 0; x < 5; ++x) {
        const auto [same, is_new] = by_key.emplace(source(x, y).key, Tile(source, x, y));
        // What the writer relies on: equal keys, equal pixels.
        ASSERT_TRUE(is_new || same->second == Tile(source, x, y)) << metres;
      }
    }
    EXPECT_EQ(by_key.size(), count) << metres;
  }
}

TEST(Tiles, OfTwoResolutionsShowTheSameGround) {
  const auto ground = std::make_shared<const Ground>(LandModel(3, "11SQA").Under(SceneWith(20)));
  const std::vector<double> fine = Tile(TilesOf(ground, 10, ClassValues()), 0, 0);
  const std::vector<double> coarse = Tile(TilesOf(ground, 60, ClassValues()), 0, 0);
  for (std::size_t y = 0; y < 80; ++y) {
    for (std::size_t x = 0; x < 80; ++x) {
      ASSERT_EQ(coarse[y * kTileSize + x], fine[(6 * y + 3) * kTileSize + 6 * x + 3]);
    }
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
