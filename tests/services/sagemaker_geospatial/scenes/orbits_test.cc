// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/orbits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

Timestamp At(const char* text) { return ParseIso8601(text).value(); }

bool Has(const std::vector<Pass>& passes, std::string_view satellite, Timestamp at,
         Duration tolerance) {
  return std::ranges::any_of(passes, [&](const Pass& pass) {
    return pass.satellite == satellite && std::chrono::abs(pass.at - at) < tolerance;
  });
}

// Published images and when they were taken: real acquisitions that the constants must reproduce.
TEST(Sentinel2Passes, HappenWhenTheRealOnesDid) {
  struct Case {
    GeoPoint place;
    const char* satellite;
    const char* taken;
    Duration tolerance;  // some names have the begin of a strip of minutes and not the tile's time
  };
  const Case cases[] = {
      {{-94.77, 42.85}, "A", "2022-12-30T17:21:52Z", 30s},   // S2A_15TUH_20221230
      {{10.4, 9.5}, "B", "2022-01-04T09:58:03Z", 30s},       // S2B_32PPR_20220104
      {{-122.4, 37.7}, "B", "2019-05-05T18:49:29Z", 20min},  // S2B, orbit 113, 10SEG
      {{134.5, 7.5}, "A", "2017-01-05T01:34:42Z", 20min},    // S2A, orbit 31, 53NMJ
      {{33.2, 20.5}, "A", "2020-07-01T08:20:00Z", 20min},    // S2A_36QWD_20200701
  };
  for (const Case& expected : cases) {
    const Timestamp taken = At(expected.taken);
    const GeoPoint centre = TileAt(expected.place)->centre;
    EXPECT_TRUE(Has(Sentinel2Passes(centre, taken - days(1), taken + days(1)), expected.satellite,
                    taken, expected.tolerance))
        << expected.taken;
  }
}

TEST(Sentinel2Passes, RepeatAfterTenDaysAndAlternateAfterFive) {
  const GeoPoint place = TileAt({-94.77, 42.85})->centre;
  const auto passes =
      Sentinel2Passes(place, At("2022-12-01T00:00:00Z"), At("2022-12-31T00:00:00Z"));
  ASSERT_EQ(passes.size(), 6U);
  for (std::size_t i = 1; i < passes.size(); ++i) {
    EXPECT_LT(std::chrono::abs(passes[i - 1].at - passes[i].at - Duration(days(5))), 5s);
    EXPECT_NE(passes[i - 1].satellite, passes[i].satellite);
  }
}

TEST(Sentinel2Passes, StayWithinTheRangeAndTheMission) {
  const GeoPoint place = TileAt({-94.77, 42.85})->centre;
  EXPECT_TRUE(
      Sentinel2Passes(place, At("2010-01-01T00:00:00Z"), At("2015-06-30T00:00:00Z")).empty());
  EXPECT_TRUE(
      Sentinel2Passes(place, At("2022-12-30T18:00:00Z"), At("2022-12-30T17:00:00Z")).empty());
  // Only the first satellite flew in 2016.
  for (const Pass& pass :
       Sentinel2Passes(place, At("2016-01-01T00:00:00Z"), At("2016-12-31T00:00:00Z"))) {
    EXPECT_EQ(pass.satellite, "A");
  }
  // An endless range ends with the century.
  EXPECT_LT(Sentinel2Passes(place, At("0001-01-01T00:00:00Z"), At("9999-12-31T00:00:00Z")).size(),
            8000U);
}

TEST(Sentinel2Passes, LookDownWithinTheSwath) {
  const GeoPoint place = TileAt({10.4, 9.5})->centre;
  const auto passes =
      Sentinel2Passes(place, At("2022-01-01T00:00:00Z"), At("2022-02-01T00:00:00Z"));
  ASSERT_FALSE(passes.empty());
  for (const Pass& pass : passes) {
    EXPECT_GE(pass.off_nadir, 0);
    EXPECT_LT(pass.off_nadir, 10.6);
  }
}

TEST(WrsScene, IsTheOneThatCoversAKnownPlace) {
  EXPECT_EQ(WrsSceneAt({-122.42, 37.5}).Name(), "044034");  // San Francisco
  EXPECT_EQ(WrsSceneAt({-114.8, 36.0}).Name(), "039035");   // Lake Mead
  EXPECT_EQ(WrsSceneAt({-93.2, 41.6}).Name(), "026031");    // Des Moines
  EXPECT_EQ(WrsSceneAt({151.2, -33.9}).Name(), "089084");   // Sydney
  EXPECT_EQ(WrsSceneAt({2.35, 48.85}).Name(), "199026");    // Paris
}

TEST(WrsScene, CentreIsNearItsOwnScene) {
  for (const WrsScene scene : {WrsScene{44, 34}, {1, 60}, {233, 60}, {89, 84}, {100, 10}}) {
    EXPECT_EQ(WrsSceneAt(scene.Centre()).Name(), scene.Name());
  }
}

TEST(WrsScene, ExistsEverywhere) {
  for (const double latitude : {-90.0, -85.0, 85.0, 90.0}) {
    const WrsScene scene = WrsSceneAt({170, latitude});
    EXPECT_GE(scene.row, 1);
    EXPECT_LE(scene.row, 122);
  }
}

TEST(LandsatPasses, HappenWhenTheRealOnesDid) {
  // LC08_044034_20140318, and the cycle of sixteen days from it.
  const auto passes = LandsatPasses(44, 34, At("2014-03-01T00:00:00Z"), At("2014-04-05T00:00:00Z"));
  ASSERT_EQ(passes.size(), 3U);
  EXPECT_TRUE(Has(passes, "8", At("2014-03-18T18:46:00Z"), 5min));
  EXPECT_TRUE(Has(passes, "8", At("2014-04-03T18:46:00Z"), 5min));
}

TEST(LandsatPasses, AlternateBetweenTwoSatellites) {
  const auto passes = LandsatPasses(39, 35, At("2022-01-01T00:00:00Z"), At("2022-02-01T00:00:00Z"));
  ASSERT_GE(passes.size(), 3U);
  EXPECT_EQ(passes[0].at - passes[1].at, Duration(days(8)));
  EXPECT_NE(passes[0].satellite, passes[1].satellite);
}

TEST(Sun, StandsWhereTheCalendarPutsIt) {
  const SunPosition noon_in_june = SunAt({0, 23.4}, At("2022-06-21T12:00:00Z"));
  EXPECT_NEAR(noon_in_june.elevation, 90, 1);
  const SunPosition winter_morning = SunAt({-94.77, 42.85}, At("2022-12-30T17:21:00Z"));
  EXPECT_NEAR(winter_morning.elevation, 22.6, 1);
  EXPECT_NEAR(winter_morning.azimuth, 165, 3);
  EXPECT_LT(SunAt({0, 80}, At("2022-12-21T12:00:00Z")).elevation, 0);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
