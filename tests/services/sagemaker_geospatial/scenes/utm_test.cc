// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/utm.h"

#include <gtest/gtest.h>

namespace portside::sagemaker_geospatial {
namespace {

// Positions computed with PROJ.
TEST(Utm, ProjectsAsProjDoes) {
  struct Case {
    GeoPoint point;
    int zone;
    double easting, northing;
  };
  const Case cases[] = {
      {{-114.5, 36.1}, 11, 725056.2703761689, 3997934.0098573854},
      {{-55.4, -7.0}, 21, 676744.0843288139, 9225950.324517893},
      {{151.2, -33.9}, 56, 333568.9410115521, 6247473.33684402},
  };
  for (const Case& expected : cases) {
    EXPECT_EQ(UtmZone(expected.point), expected.zone);
    const UtmPosition at = ToUtm(expected.point, expected.zone);
    EXPECT_NEAR(at.easting, expected.easting, 0.001);
    EXPECT_NEAR(at.northing, expected.northing, 0.001);
    EXPECT_EQ(at.north, expected.point.latitude >= 0);
  }
}

TEST(Utm, TheWayBackLeadsToTheSamePlace) {
  for (const GeoPoint point :
       {GeoPoint{-114.5, 36.1}, {-55.4, -7.0}, {151.2, -33.9}, {20.9, 83.9}, {3.0, 0.0}}) {
    const GeoPoint back = FromUtm(ToUtm(point, UtmZone(point)));
    EXPECT_NEAR(back.longitude, point.longitude, 1e-8);
    EXPECT_NEAR(back.latitude, point.latitude, 1e-8);
  }
  // South of the equator on a northern grid, and beyond the antimeridian.
  const GeoPoint south = FromUtm({56, true, 333568.9410115521, 6247473.33684402 - 10'000'000});
  EXPECT_NEAR(south.latitude, -33.9, 1e-8);
  EXPECT_NEAR(FromUtm({60, true, 900'000, 0}).longitude, -179.41, 0.02);
}

// Whoever looks for it from where: satellites are looked for at it.
TEST(MgrsTile, HasOneCentre) {
  const auto here = TileAt({-114.451, 36.2765});
  const auto there = TileAt({-114.6, 36.6});
  ASSERT_EQ(here->name, there->name);
  EXPECT_EQ(here->centre.longitude, there->centre.longitude);
  EXPECT_EQ(here->centre.latitude, there->centre.latitude);
}

TEST(Utm, ZonesHaveTheExceptionsOfNorwayAndSvalbard) {
  EXPECT_EQ(UtmZone({5.3, 60.4}), 32);   // Bergen, not 31
  EXPECT_EQ(UtmZone({5.3, 55.9}), 31);   // just south of the exception
  EXPECT_EQ(UtmZone({15.6, 78.2}), 33);  // Longyearbyen
  EXPECT_EQ(UtmZone({8.0, 78.0}), 31);
  EXPECT_EQ(UtmZone({25.0, 78.0}), 35);
  EXPECT_EQ(UtmZone({41.0, 78.0}), 37);
}

TEST(Utm, ZonesReachFromTheAntimeridianToItself) {
  EXPECT_EQ(UtmZone({-180, 0}), 1);
  EXPECT_EQ(UtmZone({180, 0}), 60);
  EXPECT_EQ(UtmZone({179.99, -17}), 60);
}

// The tiles of recorded runs of the real service.
TEST(MgrsTile, NamesThePublishedTiles) {
  struct Case {
    const char* place;
    GeoPoint point;
    const char* tile;
    int epsg;
  };
  const Case cases[] = {
      {"Dixie fire", {-121.2, 40.0}, "10TFK", 32610},
      {"Novo Progresso", {-55.4, -7.5}, "21MXM", 32721},
      {"Lake Mead", {-114.451, 36.2765}, "11SQA", 32611},
      {"Iowa", {-94.77, 42.85}, "15TUH", 32615},
      {"Hatay", {36.9, 36.5}, "37SCA", 32637},
      {"Nigeria", {10.4, 9.5}, "32PPR", 32632},
  };
  for (const Case& expected : cases) {
    const auto tile = TileAt(expected.point);
    ASSERT_TRUE(tile) << expected.place;
    EXPECT_EQ(tile->name, expected.tile) << expected.place;
    EXPECT_EQ(tile->epsg, expected.epsg) << expected.place;
  }
}

TEST(MgrsTile, BeginsOnTheSixtyMetreGrid) {
  const auto tile = TileAt({-114.451, 36.2765});
  ASSERT_TRUE(tile);
  EXPECT_EQ(tile->origin_x, 699960);  // the published corner of 11SQA
  EXPECT_EQ(tile->origin_y, 4100040);
}

TEST(MgrsTile, CentreLiesInTheMiddleOfTheSquare) {
  for (const GeoPoint point : {GeoPoint{-114.451, 36.2765}, {-55.4, -7.5}, {5.3, 60.4}}) {
    const auto tile = TileAt(point);
    ASSERT_TRUE(tile);
    const UtmPosition centre = ToUtm(tile->centre, tile->epsg % 100);
    EXPECT_NEAR(centre.easting - tile->origin_x, 50'040, 60);
    EXPECT_NEAR(tile->origin_y - centre.northing, 50'040, 60);
  }
}

TEST(MgrsTile, DoesNotExistNearThePoles) {
  EXPECT_TRUE(TileAt({0, 83.9}));
  EXPECT_FALSE(TileAt({0, 84.1}));
  EXPECT_TRUE(TileAt({0, -79.9}));
  EXPECT_FALSE(TileAt({0, -80.1}));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
