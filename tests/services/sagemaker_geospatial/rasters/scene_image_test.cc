// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/scene_image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/sagemaker_geospatial/raster_checks.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::ElementsAre;

TEST(SceneImage, HasEveryBandOfTheCollection) {
  for (const Mission mission : {Mission::kSentinel2, Mission::kLandsat}) {
    const RasterDataCollection& collection = CollectionOfMission(mission);
    const Image image = SceneImage(mission);
    for (const RasterBand& band : collection.bands) {
      const Layer* layer = image.Find(band.name);
      ASSERT_NE(layer, nullptr) << band.name;
      EXPECT_EQ(layer->file, band.file);
      const RasterInfo& info = layer->raster->info();
      EXPECT_EQ(info.type, band.type);
      EXPECT_EQ(info.grid.metres, band.metres);
      EXPECT_EQ(info.grid.width * band.metres, mission == Mission::kLandsat ? 234000 : 109800);
    }
  }
}

TEST(SceneImage, ShowsTheGroundOfItsLandModel) {
  const Image image = SceneImage();
  const RasterDataCollection& collection = CollectionOfMission(Mission::kSentinel2);
  const StateValues classes = ClassValues();
  const StateValues nir = BandValues(collection, *collection.FindBand("nir"), 0.5);
  // Each class that is seen has its own reflectances: a pixel of 20 m lies below four of 10 m.
  const std::vector<double> seen = ReadAll(*image.classes_at(20), {100, 200, 64, 64});
  const std::vector<double> infrared = ReadAll(*image.Find("nir")->raster, {200, 400, 128, 128});
  std::set<double> kinds;
  for (std::size_t y = 0; y < 64; ++y) {
    for (std::size_t x = 0; x < 64; ++x) {
      kinds.insert(seen[y * 64 + x]);
      const double value = infrared[2 * y * 128 + 2 * x];
      EXPECT_EQ(infrared[(2 * y + 1) * 128 + 2 * x + 1], value);
      if (seen[y * 64 + x] == 6) {
        EXPECT_LT(value, 200);  // water is dark
      }
    }
  }
  EXPECT_GT(kinds.size(), 2U);
  EXPECT_EQ(classes.size(), nir.size());
}

// Block by block, of two images in turn.
TEST(SceneImage, ShowsEveryCellOfTheGround) {
  const auto grounds = std::make_shared<GroundCache>(3);
  const LandModel land(3, "10SEG");  // the coast at San Francisco
  const StateValues classes = ClassValues();
  Scene scene;
  scene.tile = "10SEG";
  scene.extent = 109800;
  for (const char* day : {"20220704", "20220709"}) {
    scene.id = std::string("S2A_10SEG_") + day + "_0_L2A";
    scene.cloud_cover += 20;
    const Image image = ImageOf(scene, CollectionOfMission(Mission::kSentinel2), grounds);
    const Ground ground = land.Under(scene);
    const RasterWindow window{1200, 2500, 1000, 900};
    const std::vector<double> seen = ReadAll(*image.classes_at(20), window);
    for (std::size_t at = 0; at < seen.size(); ++at) {
      const std::uint8_t state =
          ground.At(window.row + at / window.columns, window.column + at % window.columns);
      ASSERT_EQ(seen[at], classes.at(state)) << day << " " << at;
    }
  }
}

TEST(SceneImage, HasATrueColourImageThatIsTakenByName) {
  const Image image = SceneImage();
  const Layer* visual = image.Find("visual");
  ASSERT_NE(visual, nullptr);
  EXPECT_TRUE(visual->only_by_name);
  EXPECT_THAT(visual->raster->info().bands, ElementsAre("red", "green", "blue"));
  EXPECT_EQ(image.FindBand("red").layer->name, "red");
  for (std::size_t band = 0; band < 3; ++band) {
    for (const double value : ReadAll(*visual->raster, {0, 0, 50, 50}, band)) {
      EXPECT_GE(value, 1);
      EXPECT_LE(value, 255);
    }
  }
  EXPECT_EQ(SceneImage(Mission::kLandsat).Find("visual"), nullptr);
}

TEST(SceneImage, IsMadeOfSoundRasters) {
  for (const Mission mission : {Mission::kSentinel2, Mission::kLandsat}) {
    const Image image = SceneImage(mission);
    for (const char* band : {"nir", "swir16", "coastal"}) CheckRaster(*image.Find(band)->raster);
  }
  CheckRaster(*SceneImage().Find("visual")->raster);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
