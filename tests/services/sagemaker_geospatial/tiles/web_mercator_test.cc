// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/web_mercator.h"

#include <gtest/gtest.h>

#include <cmath>

namespace portside::sagemaker_geospatial {
namespace {

TEST(WebMercator, TilesAreCountedFromTheNorthWest) {
  const GeoPoint first = MapTile{0, 0, 0}.PointAt(0, 0);
  EXPECT_NEAR(first.longitude, -179.296875, 1e-9);
  EXPECT_NEAR(first.latitude, 84.9901, 1e-4);
  // As the map libraries of the web have it: the tile of a place over Lake Mead.
  const MapTile tile{12, 745, 1602};
  const GeoPoint corner = tile.PointAt(0, 0);
  const GeoPoint other = tile.PointAt(255, 255);
  EXPECT_NEAR(corner.longitude, 745 / 4096.0 * 360 - 180, 0.001);
  EXPECT_LT(corner.longitude, other.longitude);
  EXPECT_GT(corner.latitude, other.latitude);
  EXPECT_NEAR(corner.latitude, 36.456499, 0.001);
}

TEST(WebMercator, PixelsShrinkByHalfWithEachLevelAndTowardsThePoles) {
  EXPECT_NEAR((MapTile{0, 0, 0}.MetresPerPixel()), 156543, 20);
  EXPECT_NEAR((MapTile{10, 512, 511}.MetresPerPixel()), 152.87, 0.1);
  EXPECT_NEAR((MapTile{14, 2980, 6408}.MetresPerPixel()), 9.55 * std::cos(36.448 * M_PI / 180),
              0.02);
}

TEST(WebMercator, IsProjectedIntoTheGridsOfScenes) {
  const MapTile tile{12, 745, 1602};
  const ProjectedTile projected = Project(tile, 32611);
  const UtmPosition at = ToUtm(tile.PointAt(17, 200), 11);
  EXPECT_EQ(projected.eastings[200 * 256 + 17], at.easting);
  EXPECT_EQ(projected.northings[200 * 256 + 17], at.northing);
  EXPECT_LT(projected.west, at.easting);
  EXPECT_GT(projected.north, at.northing);
}

TEST(WebMercator, GridsOfTheOtherHemisphereCountOn) {
  // Sydney, on the northern grid of Landsat and on the southern one of Sentinel-2.
  const MapTile tile{10, 942, 614};
  const ProjectedTile north = Project(tile, 32656);
  const ProjectedTile south = Project(tile, 32756);
  EXPECT_LT(north.north, 0);
  EXPECT_NEAR(south.north - north.north, 10'000'000, 1e-6);
}

TEST(WebMercator, FarFromAZoneThereIsNoPlace) {
  const ProjectedTile world = Project({0, 0, 0}, 32611);
  EXPECT_TRUE(std::isnan(world.eastings[128 * 256 + 255]));
  EXPECT_FALSE(std::isnan(world.eastings[100 * 256 + 45]));
  EXPECT_GT(world.east, world.west);
  const ProjectedTile nowhere = Project({3, 6, 3}, 32611);
  EXPECT_GT(nowhere.west, nowhere.east);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
