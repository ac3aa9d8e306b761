// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/scenes/land_model.h"

#include <algorithm>
#include <set>

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr GeoPoint kLakeMead{-114.451, 36.2765};

const RasterDataCollection& Collection(Mission mission) {
  for (const RasterDataCollection& collection : RasterDataCollections()) {
    if (collection.mission == mission) return collection;
  }
  throw std::logic_error("no such collection");
}

// The places of an area.
std::function<void(const PlaceVisitor&)> At(std::vector<GeoPoint> places) {
  return [places = std::move(places)](const PlaceVisitor& visit) {
    for (const GeoPoint place : places) {
      if (!visit(place)) return;
    }
  };
}

SceneQuery Query(const char* start, const char* end, const char* filters = "[]",
                 Mission mission = Mission::kSentinel2) {
  return {Collection(mission), At({kLakeMead}), *ParseIso8601(start), *ParseIso8601(end),
          Json::parse(filters)};
}

std::vector<Scene> Find(const SceneQuery& query, std::uint64_t seed = 1) {
  auto scenes = FindScenes(query, seed);
  EXPECT_TRUE(scenes) << scenes.error().reason;
  return scenes.value_or(std::vector<Scene>{});
}

std::string Problem(const SceneQuery& query) {
  const auto scenes = FindScenes(query, 1);
  return scenes ? "" : scenes.error().reason;
}

TEST(Scenes, OfSentinel2HaveTheServicesNamesAndGrid) {
  const auto scenes = Find(Query("2022-06-01T00:00:00Z", "2022-06-30T00:00:00Z"));
  ASSERT_EQ(scenes.size(), 6U);
  for (const Scene& scene : scenes) {
    EXPECT_THAT(scene.id, MatchesRegex("S2[AB]_11SQA_202206[0-9]{2}_0_L2A"));
    EXPECT_EQ(scene.id.substr(10, 8), FormatUtc(scene.acquired, "%Y%m%d"));
    EXPECT_EQ(scene.platform, scene.id[2] == 'A' ? "sentinel-2a" : "sentinel-2b");
    EXPECT_EQ(scene.tile, "11SQA");
    EXPECT_EQ(scene.epsg, 32611);
    EXPECT_EQ(scene.origin_x, 699960);
    EXPECT_EQ(scene.origin_y, 4100040);
    EXPECT_EQ(scene.extent, 109800);
    EXPECT_GT(scene.sun_elevation, 60);
  }
  EXPECT_TRUE(std::ranges::is_sorted(scenes, std::ranges::greater{}, &Scene::acquired));
}

TEST(Scenes, OfLandsatAreNamedByPathAndRow) {
  const auto scenes =
      Find(Query("2022-01-01T00:00:00Z", "2022-02-01T00:00:00Z", "[]", Mission::kLandsat));
  ASSERT_GE(scenes.size(), 3U);
  EXPECT_THAT(scenes[0].id, MatchesRegex("LC0[89]_L2SP_039035_2022[0-9]{4}_2022[0-9]{4}_02_T1"));
  EXPECT_THAT(scenes[0].platform, MatchesRegex("LANDSAT_[89]"));
  EXPECT_EQ(scenes[0].tile, "039035");
  EXPECT_EQ(scenes[0].epsg, 32611);
}

TEST(Scenes, OfLandsatUseNorthernZonesInTheSouth) {
  SceneQuery query = Query("2022-01-01T00:00:00Z", "2022-02-01T00:00:00Z", "[]", Mission::kLandsat);
  query.visit_places = At({{151.2, -33.9}});
  const auto scenes = Find(query);
  ASSERT_FALSE(scenes.empty());
  EXPECT_EQ(scenes[0].epsg, 32656);
  EXPECT_LT(scenes[0].origin_y, 0);
}

TEST(Scenes, AreTheSameWhoeverAsksAndWhateverTheRange) {
  const auto month = Find(Query("2022-06-01T00:00:00Z", "2022-06-30T00:00:00Z"));
  const auto half = Find(Query("2022-06-10T12:34:56Z", "2022-06-20T00:00:00Z"));
  for (const Scene& scene : half) {
    const auto same = std::ranges::find(month, scene.id, &Scene::id);
    ASSERT_NE(same, month.end()) << scene.id;
    EXPECT_EQ(ToJson(*same), ToJson(scene));
  }
}

TEST(Scenes, HaveOtherSkiesWithAnotherSeed) {
  const SceneQuery query = Query("2022-06-01T00:00:00Z", "2022-06-30T00:00:00Z");
  const auto one = Find(query, 1);
  const auto other = Find(query, 2);
  ASSERT_EQ(one.size(), other.size());
  EXPECT_EQ(one[0].id, other[0].id);
  EXPECT_NE(one[0].cloud_cover, other[0].cloud_cover);
}

TEST(Scenes, AreOftenClearAndSometimesOvercast) {
  const auto scenes = Find(Query("2018-01-01T00:00:00Z", "2022-12-31T00:00:00Z"));
  ASSERT_GT(scenes.size(), 300U);
  const auto clear = std::ranges::count_if(scenes, [](auto& s) { return s.cloud_cover < 1; });
  const auto cloudy = std::ranges::count_if(scenes, [](auto& s) { return s.cloud_cover > 80; });
  EXPECT_GT(clear * 5, std::ssize(scenes));
  EXPECT_LT(clear * 2, std::ssize(scenes));
  EXPECT_GT(cloudy, 5);
  for (const Scene& scene : scenes) {
    EXPECT_GE(scene.cloud_cover, 0);
    EXPECT_LE(scene.cloud_cover, 100);
  }
}

TEST(Scenes, ObeyEveryFilter) {
  const char* clear_and_b = R"([{"Property":{"EoCloudCover":{"LowerBound":0,"UpperBound":20}}},
                                {"Property":{"Platform":{"Value":"Sentinel-2B"}}}])";
  const auto clear = Find(Query("2022-01-01T00:00:00Z", "2022-12-31T00:00:00Z", clear_and_b));
  ASSERT_FALSE(clear.empty());
  for (const Scene& scene : clear) {
    EXPECT_LE(scene.cloud_cover, 20);
    EXPECT_EQ(scene.platform, "sentinel-2b");
  }
  struct Case {
    const char* filter;
    std::size_t found;  // of the six images of June
  };
  const Case cases[] = {
      {R"([{"Property":{"Platform":{"Value":"sentinel-2a"}}}])", 3},
      {R"([{"Property":{"Platform":{"Value":"sentinel-2a",
                                    "ComparisonOperator":"NOT_EQUALS"}}}])",
       3},
      {R"([{"Property":{"Platform":{"Value":"sentinel","ComparisonOperator":"STARTS_WITH"}}}])", 6},
      {R"([{"Property":{"ViewOffNadir":{"LowerBound":0,"UpperBound":11}}}])", 6},
      {R"([{"Property":{"EoCloudCover":{"LowerBound":0,"UpperBound":100}}}])", 6},
  };
  for (const Case& expected : cases) {
    const auto scenes =
        Find(Query("2022-06-01T00:00:00Z", "2022-06-30T00:00:00Z", expected.filter));
    EXPECT_EQ(scenes.size(), expected.found) << expected.filter;
  }
  const auto high_sun =
      Find(Query("2021-01-01T00:00:00Z", "2021-12-31T00:00:00Z",
                 R"([{"Property":{"ViewSunElevation":{"LowerBound":60,"UpperBound":90}}}])",
                 Mission::kLandsat));
  for (const Scene& scene : high_sun) EXPECT_GE(scene.sun_elevation, 60);
}

TEST(Scenes, SayWhyThereAreNone) {
  EXPECT_THAT(Problem(Query("2014-06-01T00:00:00Z", "2014-06-30T00:00:00Z")),
              AllOf(HasSubstr("tile 11SQA"), HasSubstr("2014-06-01T00:00:00Z"),
                    HasSubstr("Widen TimeRangeFilter")));
  EXPECT_THAT(
      Problem(Query("2022-06-01T00:00:00Z", "2022-06-30T00:00:00Z",
                    R"([{"Property":{"EoCloudCover":{"LowerBound":99.99,"UpperBound":100}}}])")),
      AllOf(HasSubstr("None of the 6 images"), HasSubstr("cloud cover is"),
            HasSubstr("Relax PropertyFilters")));
  SceneQuery pole = Query("2022-06-01T00:00:00Z", "2022-06-30T00:00:00Z");
  pole.visit_places = At({{0, 88}});
  EXPECT_THAT(Problem(pole), HasSubstr("84 degrees north"));
}

TEST(Scenes, AreNeverLeftOutSilently) {
  EXPECT_THAT(Problem(Query("2015-01-01T00:00:00Z", "2045-01-01T00:00:00Z")),
              AllOf(HasSubstr("at most 1024"), HasSubstr("Narrow")));
}

TEST(Scenes, AreOfEveryTileThatTheAreaTouches) {
  SceneQuery query = Query("2022-06-01T00:00:00Z", "2022-06-10T00:00:00Z");
  query.visit_places = At({{-114.43, 36.18}, {-114.43, 36.19}, {-116.4, 36.18}, {-114.43, 35.0}});
  std::set<std::string> tiles;
  for (const Scene& scene : Find(query)) tiles.insert(scene.tile);
  EXPECT_EQ(tiles, (std::set<std::string>{"11SQA", "11SNA", "11SQU"}));
  EXPECT_TRUE(std::ranges::is_sorted(Find(query), std::ranges::greater{}, &Scene::acquired));

  std::vector<GeoPoint> everywhere;
  for (int i = 0; i < 40; ++i) everywhere.push_back({-150.0 + 2 * i, 10});
  query.visit_places = At(everywhere);
  EXPECT_THAT(Problem(query), HasSubstr("touches more than 25 tiles"));
}

// What the pixels of an export show, and so not what the whole image's cover is.
TEST(Scenes, OfLandsatKnowTheCloudsOverLand) {
  const SceneQuery all =
      Query("2022-03-01T00:00:00Z", "2022-06-01T00:00:00Z", "[]", Mission::kLandsat);
  std::size_t clear = 0;
  for (const Scene& scene : Find(all)) {
    const double cover = LandModel(1, scene.tile).CloudCoverLand(scene);
    EXPECT_NEAR(cover, std::min(scene.cloud_cover, 90.0), 35) << scene.id;
    if (cover <= 20) ++clear;
  }
  ASSERT_GT(clear, 0U);
  const SceneQuery some =
      Query("2022-03-01T00:00:00Z", "2022-06-01T00:00:00Z",
            R"([{"Property":{"LandsatCloudCoverLand":{"LowerBound":0,"UpperBound":20}}}])",
            Mission::kLandsat);
  EXPECT_EQ(Find(some).size(), clear);
}

TEST(Scenes, OfOneSatelliteOnOneDayAreNumbered) {
  SceneQuery arctic = Query("2022-06-01T00:00:00Z", "2022-06-20T00:00:00Z");
  arctic.visit_places = At({{55, 80.6}});
  std::set<std::string> ids;
  bool numbered = false;
  for (const Scene& scene : Find(arctic)) {
    EXPECT_TRUE(ids.insert(scene.id).second) << scene.id;
    numbered = numbered || scene.id.ends_with("_1_L2A");
  }
  EXPECT_TRUE(numbered);
}

TEST(Scenes, AreTheSameAfterAJourneyThroughADocument) {
  const auto scenes = Find(Query("2022-06-01T00:00:00Z", "2022-06-10T00:00:00Z"));
  for (const Scene& scene : scenes) {
    EXPECT_EQ(ToJson(SceneFromJson(Json::parse(ToJson(scene).dump()))), ToJson(scene));
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
