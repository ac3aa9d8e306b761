// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/cover.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>

namespace portside::sagemaker_geospatial {
namespace {

const RasterDataCollection& Collection(Mission mission) {
  for (const RasterDataCollection& collection : RasterDataCollections()) {
    if (collection.mission == mission) return collection;
  }
  throw std::logic_error("no such collection");
}

Scene SceneAt(const char* time) {
  Scene scene;
  scene.acquired = *ParseIso8601(time);
  return scene;
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
  Scene north = SceneAt("2022-07-15T00:00:00Z");
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

}  // namespace
}  // namespace portside::sagemaker_geospatial
