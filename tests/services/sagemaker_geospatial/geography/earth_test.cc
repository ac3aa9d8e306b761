// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/earth.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portside::sagemaker_geospatial {
namespace {

struct Spot {
  const char* name;
  GeoPoint point;
};

TEST(Earth, HasItsLakesAndSeas) {
  const Spot water[] = {
      {"Atlantic", {-30, 0}},
      {"Caspian Sea", {51, 42}},
      {"Black Sea", {34, 43}},
      {"Dead Sea", {35.5, 31.5}},
      {"Lake Mead", {-114.4, 36.15}},
      {"Lake Mead's Boulder Basin", {-114.77, 36.06}},
      {"Lake Tahoe", {-120.04, 39.1}},
      {"Lake Geneva", {6.55, 46.45}},
      {"Lake Constance", {9.35, 47.62}},
      {"Lake Victoria", {33, -1}},
      {"Lake Tanganyika", {29.6, -6.3}},
      {"Lake Malawi", {34.5, -12}},
      {"Lake Superior", {-87, 47.6}},
      {"Lake Michigan", {-87, 43.5}},
      {"Lake Huron", {-82.3, 44.8}},
      {"Lake Erie", {-81.2, 42.2}},
      {"Lake Ontario", {-77.8, 43.65}},
      {"Great Salt Lake", {-112.6, 41.2}},
      {"Lake Titicaca", {-69.4, -15.8}},
      {"Lake Baikal", {108, 53.5}},
      {"Lake Ladoga", {31.5, 61}},
      {"Lake Nasser", {32.7, 23.2}},
      {"Lake Van", {42.9, 38.6}},
      {"Lake Garda", {10.68, 45.58}},
      {"Lake Biwa", {136.1, 35.3}},
      {"Lake Toba", {98.8, 2.65}},
      {"Lake Taupo", {175.9, -38.8}},
      {"North Pole", {0, 90}},
  };
  for (const Spot& spot : water)
    EXPECT_LT(Earth::Embedded().LandShare(spot.point), 0.5) << spot.name;
}

TEST(Earth, HasItsLand) {
  const Spot land[] = {
      {"Las Vegas", {-115.14, 36.17}}, {"Paris", {2.35, 48.86}},
      {"Nairobi", {36.8, -1.3}},       {"Iceland", {-18, 65}},
      {"Hawaii", {-155.5, 19.6}},      {"Tasmania", {146.5, -42}},
      {"South Pole", {0, -90}},        {"Taveuni on the antimeridian", {-179.97, -16.83}},
      {"Geneva", {6.1, 46.22}},        {"Milwaukee", {-88.1, 43.05}},
  };
  for (const Spot& spot : land)
    EXPECT_GT(Earth::Embedded().LandShare(spot.point), 0.5) << spot.name;
}

TEST(Earth, HasItsForestsDesertsAndIce) {
  const Earth& earth = Earth::Embedded();
  for (const Spot& spot : {Spot{"Amazon", {-62, -5}}, Spot{"Congo", {22, 1}},
                           Spot{"Borneo", {114, 1}}, Spot{"taiga", {100, 60}}}) {
    EXPECT_GT(earth.CoverAt(spot.point).forest, 0.8) << spot.name;
    EXPECT_GT(earth.CoverAt(spot.point).plants, 0.8) << spot.name;
  }
  for (const Spot& spot : {Spot{"Iowa", {-93.5, 42}}, Spot{"Kansas", {-98.5, 38.5}},
                           Spot{"Pampas", {-61, -35}}, Spot{"England", {-1, 52.5}}}) {
    EXPECT_GT(earth.CoverAt(spot.point).plants, 0.8) << spot.name;
    EXPECT_LT(earth.CoverAt(spot.point).forest, 0.3) << spot.name;
  }
  for (const Spot& spot : {Spot{"Sahara", {10, 23}}, Spot{"Mojave", {-115.2, 36.2}},
                           Spot{"Arabia", {47, 21}}, Spot{"Gobi", {104, 43}}}) {
    EXPECT_LT(earth.CoverAt(spot.point).plants, 0.3) << spot.name;
    EXPECT_LT(earth.CoverAt(spot.point).ice, 0.1) << spot.name;
  }
  for (const Spot& spot : {Spot{"Greenland", {-40, 72}}, Spot{"Antarctica", {20, -80}},
                           Spot{"South Pole", {0, -90}}}) {
    EXPECT_GT(earth.CoverAt(spot.point).ice, 0.5) << spot.name;
  }
}

TEST(Earth, IsSmoothBetweenCells) {
  const Earth& earth = Earth::Embedded();
  double before = earth.LandShare({6.0, 46.45});
  double lowest = 1;
  for (double longitude = 6.0; longitude < 7.2; longitude += 0.001) {
    const double share = earth.LandShare({longitude, 46.45});
    EXPECT_LE(std::abs(share - before), 0.05) << longitude;
    before = share;
    lowest = std::min(lowest, share);
  }
  EXPECT_EQ(lowest, 0);
  // The map's edge is none on the ground.
  EXPECT_NEAR(earth.LandShare({-180, 68.3}), earth.LandShare({180, 68.3}), 1e-9);
}

TEST(Earth, IsRefusedWhereTheFileIsDamaged) {
  EXPECT_FALSE(Earth::Read(""));
  EXPECT_FALSE(Earth::Read(std::string(100'000, '\x01')));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
