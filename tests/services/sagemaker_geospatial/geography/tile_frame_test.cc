// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/tile_frame.h"

#include <gtest/gtest.h>

#include <cmath>

#include "services/sagemaker_geospatial/scenes/orbits.h"

namespace portside::sagemaker_geospatial {
namespace {

// All over the grid, against the tiles that points have.
TEST(TileFrame, OfSentinel2IsWhereItsSquareIs) {
  int tiles = 0;
  for (double latitude = -79.3; latitude < 84; latitude += 3.1) {
    for (double longitude = -178; longitude < 180; longitude += 7.3) {
      const auto tile = TileAt({longitude, latitude});
      ASSERT_TRUE(tile);
      const auto frame = FrameOf(tile->name);
      ASSERT_TRUE(frame) << tile->name;
      EXPECT_EQ(frame->zone, tile->epsg % 100) << tile->name;
      EXPECT_EQ(frame->north, tile->epsg < 32700) << tile->name;
      EXPECT_EQ(frame->origin_x, tile->origin_x) << tile->name;
      EXPECT_EQ(frame->origin_y, tile->origin_y) << tile->name;
      EXPECT_NEAR(frame->centre.latitude, tile->centre.latitude, 0.06) << tile->name;
      ++tiles;
    }
  }
  EXPECT_GT(tiles, 2000);
}

TEST(TileFrame, OfLandsatIsAroundItsPathAndRow) {
  for (const GeoPoint place : {GeoPoint{-114.4, 36.15}, GeoPoint{-62, -5}, GeoPoint{25, 66}}) {
    const WrsScene wrs = WrsSceneAt(place);
    const auto frame = FrameOf(wrs.Name());
    ASSERT_TRUE(frame);
    EXPECT_TRUE(frame->north);
    EXPECT_NEAR(frame->centre.latitude, wrs.Centre().latitude, 0.001);
    EXPECT_NEAR(frame->centre.longitude, wrs.Centre().longitude, 0.001);
    EXPECT_EQ(frame->extent, 234'000);
  }
}

TEST(TileFrame, FindsPointsToSomeTenMetres) {
  for (const char* name : {"11SQA", "21MXM", "37SCA", "33XVG", "060005"}) {
    const auto frame = FrameOf(name);
    ASSERT_TRUE(frame) << name;
    GeoPoint point = frame->centre;
    for (double east = frame->extent / 2; east >= 0; east -= 5000) {
      point = frame->PointAt(east, frame->extent / 2, point);
      const UtmPosition at = ToUtm(point, frame->zone);
      EXPECT_NEAR(at.easting - frame->origin_x, east, 60) << name;
      const double northing = at.northing - (at.north == frame->north ? 0 : 10'000'000);
      EXPECT_NEAR(frame->origin_y - northing, frame->extent / 2, 60) << name;
    }
  }
}

TEST(TileFrame, HasNoOtherName) {
  for (const char* name : {"", "11", "11SQ", "00SQA", "61SQA", "11IQA", "11SAA", "11SQW", "1xSQA",
                           "000001", "234001", "039000", "03903x", "11SQAA"}) {
    EXPECT_FALSE(FrameOf(name)) << name;
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
