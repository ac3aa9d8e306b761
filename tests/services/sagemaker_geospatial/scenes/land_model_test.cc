// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/land_model.h"

#include <gtest/gtest.h>

#include <map>

#include "services/sagemaker_geospatial/scenes/orbits.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {
namespace {

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
  const GroundLayout& layout = ground.layout();
  const double all = static_cast<double>(layout.blocks * layout.blocks * kBlockCells * kBlockCells);
  std::map<int, double> parts;
  for (std::size_t at = 0; at < ground.states().size(); ++at) {
    parts[static_cast<int>(classes.at(ground.states()[at]))] +=
        layout.counts[at / (kBlockCells * kBlockCells)] / all;
  }
  return parts;
}

// Also in a desert, at sea and on an ice sheet.
TEST(LandModel, ShowsVegetationWaterAndSnowUnderAnySky) {
  for (const char* tile : {"11SQA", "32QLM", "25NEA", "24XVF"}) {
    for (std::uint64_t seed = 0; seed < 2; ++seed) {
      const LandModel land(seed, tile);
      for (const double cloud_cover : {0.0, 40.0, 100.0}) {
        const auto parts = Classes(land.Under(SceneWith(cloud_cover)));
        for (const int wanted : {4, 6, 11}) {
          EXPECT_TRUE(parts.contains(wanted))
              << tile << " class " << wanted << " seed " << seed << " cloud " << cloud_cover;
        }
      }
    }
  }
}

struct Sight {
  const char* name;
  GeoPoint point;
  Cover cover;
};

// The part of the cells within half a kilometre of a point that are of its cover, in July or in
// another month.
double PartOf(const Sight& sight, const char* time = "2022-07-01T00:00:00Z") {
  const auto tile = TileAt(sight.point);
  Scene scene = SceneWith(0, time);
  scene.latitude = tile->centre.latitude;
  const Ground ground = LandModel(5, tile->name).Under(scene);
  const UtmPosition at = ToUtm(sight.point, tile->epsg % 100);
  const auto row = static_cast<std::size_t>((tile->origin_y - at.northing) / kCellMetres);
  const auto column = static_cast<std::size_t>((at.easting - tile->origin_x) / kCellMetres);
  int found = 0;
  constexpr std::size_t kReach = 25;
  for (std::size_t y = row - kReach; y <= row + kReach; ++y) {
    for (std::size_t x = column - kReach; x <= column + kReach; ++x) {
      if (CoverOf(ground.At(y, x)) == sight.cover) ++found;
    }
  }
  return found / 51.0 / 51.0;
}

TEST(LandModel, ShowsTheEarth) {
  const Sight sights[] = {
      {"Lake Mead", {-114.4, 36.15}, Cover::kWater},
      {"Lake Mead's Boulder Basin", {-114.77, 36.06}, Cover::kWater},
      {"Lake Tahoe", {-120.04, 39.1}, Cover::kWater},
      {"Lake Geneva", {6.55, 46.45}, Cover::kWater},
      {"Lake Victoria", {33.2, -1.1}, Cover::kWater},
      {"Lake Michigan", {-86.8, 43.5}, Cover::kWater},
      {"Atlantic", {-30.5, 20}, Cover::kWater},
      {"Sahara", {10, 23}, Cover::kBare},
      {"desert beside Lake Mead", {-114.2, 36.35}, Cover::kBare},
      {"Amazon", {-62, -5}, Cover::kVegetation},
      {"Iowa", {-93.9, 42.6}, Cover::kVegetation},
      {"Greenland", {-40, 72}, Cover::kSnow},
      {"Paris", {2.35, 48.86}, Cover::kUrban},
      {"Las Vegas", {-115.15, 36.17}, Cover::kUrban},
      {"Tokyo", {139.69, 35.69}, Cover::kUrban},
      {"Nairobi", {36.82, -1.29}, Cover::kUrban},
  };
  for (const Sight& sight : sights) EXPECT_GT(PartOf(sight), 0.6) << sight.name;
}

TEST(LandModel, IsWhiteInWinter) {
  const char* kJanuary = "2022-01-15T00:00:00Z";
  for (const Sight& sight : {Sight{"Siberia", {100.5, 62}, Cover::kSnow},
                             Sight{"Saskatchewan", {-106, 54}, Cover::kSnow}}) {
    EXPECT_GT(PartOf(sight, kJanuary), 0.5) << sight.name;
    EXPECT_LT(PartOf(sight), 0.05) << sight.name;
  }
  for (const Sight& sight : {Sight{"Ireland", {-7.9, 53.3}, Cover::kSnow},
                             Sight{"Iowa in summer", {-93.9, -42.6}, Cover::kSnow},
                             Sight{"Texas", {-99, 32}, Cover::kSnow}}) {
    EXPECT_LT(PartOf(sight, kJanuary), 0.05) << sight.name;
  }
}

// Landsat's images of a place show what Sentinel-2's do.
TEST(LandModel, ShowsTheEarthToBothMissions) {
  const GeoPoint lake = {-114.4, 36.15};
  const WrsScene wrs = WrsSceneAt(lake);
  const auto frame = FrameOf(wrs.Name());
  const Ground ground = LandModel(5, wrs.Name()).Under(SceneWith(0));
  const UtmPosition at = ToUtm(lake, frame->zone);
  const auto row = static_cast<std::size_t>((frame->origin_y - at.northing) / kCellMetres);
  const auto column = static_cast<std::size_t>((at.easting - frame->origin_x) / kCellMetres);
  int water = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    water += CoverOf(ground.At(row, column - 10 + i)) == Cover::kWater;
  }
  EXPECT_GE(water, 18);
}

TEST(LandModel, HasNoSeamsBetweenBlocks) {
  const Ground ground = LandModel(5, "11SQA").Under(SceneWith(0));
  std::size_t inside = 0;
  std::size_t across = 0;
  for (std::size_t row = 0; row < 5400; row += 3) {
    for (std::size_t block = 1; block < 21; ++block) {
      const auto cover = [&](std::size_t column) { return CoverOf(ground.At(row, column)); };
      across += cover(block * kBlockCells - 1) != cover(block * kBlockCells);
      inside += cover(block * kBlockCells - 91) != cover(block * kBlockCells - 90);
    }
  }
  EXPECT_LT(across, inside * 2 + 100);
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
  for (std::size_t cell = 0; cell < clear.states().size(); ++cell) {
    const double seen = classes.at(one.states()[cell]);
    if (seen == 3 || seen >= 8) continue;  // sky, shadow, or snow
    ASSERT_EQ(one.states()[cell], clear.states()[cell]);
  }
}

TEST(LandModel, DependsOnSeedAndTileOnly) {
  EXPECT_EQ(LandModel(3, "11SQA").Under(SceneWith(30)), LandModel(3, "11SQA").Under(SceneWith(30)));
  EXPECT_NE(LandModel(3, "11SQA").Under(SceneWith(0)), LandModel(4, "11SQA").Under(SceneWith(0)));
  EXPECT_NE(LandModel(3, "11SQA").Under(SceneWith(0)), LandModel(3, "10TFK").Under(SceneWith(0)));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
