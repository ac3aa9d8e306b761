// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/raster_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/sagemaker_geospatial/requests.h"
#include "services/sagemaker_geospatial/scenes/scene_pages.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kSearch = "SearchRasterDataCollection";
constexpr const char* kElevationArn =
    "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
    "dxxbpqwvu9041ny8";
constexpr std::int64_t kJuly = 1656633600;  // 2022-07-01
constexpr std::int64_t kDay = 86400;

// A search over what a job over Lake Mead looks at, for so many days from the first of July.
Json Request(std::int64_t days, const char* collection = kSentinel2Arn) {
  Json query = LakeMeadQuery();
  query.erase("RasterDataCollectionArn");
  query["TimeRangeFilter"]["EndTime"] = kJuly + days * kDay;
  return {{"Arn", collection}, {"RasterDataCollectionQuery", std::move(query)}};
}

Json& QueryOf(Json& request) { return request["RasterDataCollectionQuery"]; }

void Filter(Json& request, const char* property) {
  QueryOf(request)["PropertyFilters"]["Properties"].push_back(
      {{"Property", Json::parse(property)}});
}

// Every item of every page.
std::vector<Json> All(TestApp& app, Json request) {
  std::vector<Json> items;
  for (;;) {
    const Json page = app.Call(kService, kSearch, request);
    EXPECT_LE(page.at("Items").size(), 20U);
    for (const Json& item : page.at("Items")) items.push_back(item);
    if (!page.contains("NextToken")) return items;
    request["NextToken"] = page.at("NextToken");
  }
}

std::vector<std::string> IdsOf(const std::vector<Json>& items) {
  std::vector<std::string> ids;
  for (const Json& item : items) ids.push_back(item.at("Id"));
  return ids;
}

TEST(RasterSearch, ItemsLookAsRecorded) {
  TestApp app;
  Json request = Request(365 * 2);
  QueryOf(request)["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
      Json::parse("[[[-94.8,42.8],[-94.7,42.8],[-94.7,42.9],[-94.8,42.8]]]");
  QueryOf(request)["TimeRangeFilter"] = {{"StartTime", 1672358400}, {"EndTime", 1672444799}};
  const Json page = app.Call(kService, kSearch, request);
  ASSERT_EQ(page.at("Items").size(), 1U);
  const Json& item = page.at("Items")[0];
  EXPECT_EQ(item.at("Id"), "S2A_15TUH_20221230_0_L2A");
  // Orbits are circles here, which is good for three seconds.
  EXPECT_NEAR(item.at("DateTime").get<double>(), 1672420912.469, 3);
  // The corners of the recorded item, which is the whole tile.
  const Json& ring = item.at("Geometry").at("Coordinates")[0];
  EXPECT_EQ(item.at("Geometry").at("Type"), "Polygon");
  const double corners[][2] = {{-95.46676936182894, 43.32623760511659},
                               {-94.11293433656887, 43.347431265475954},
                               {-94.09532154452742, 42.35884880571144},
                               {-95.42776890002203, 42.3383710796791},
                               {-95.46676936182894, 43.32623760511659}};
  ASSERT_EQ(ring.size(), 5U);
  for (std::size_t corner = 0; corner < 5; ++corner) {
    EXPECT_NEAR(ring[corner][0].get<double>(), corners[corner][0], 1e-8);
    EXPECT_NEAR(ring[corner][1].get<double>(), corners[corner][1], 1e-8);
  }
  EXPECT_EQ(item.at("Properties").at("Platform"), "sentinel-2a");
  EXPECT_EQ(item.at("Properties").size(), 2U);
  const Json& assets = item.at("Assets");
  EXPECT_EQ(assets.at("aot").at("Href"),
            "https://sentinel-cogs.s3.us-west-2.amazonaws.com/sentinel-s2-l2a-cogs/15/T/UH/2022/12/"
            "S2A_15TUH_20221230_0_L2A/AOT.tif");
  EXPECT_EQ(assets.at("swir22-jp2").at("Href"),
            "s3://sentinel-s2-l2a/tiles/15/T/UH/2022/12/30/0/B12.jp2");
  EXPECT_EQ(assets.at("visual-jp2").at("Href"),
            "s3://sentinel-s2-l2a/tiles/15/T/UH/2022/12/30/0/TCI.jp2");
}

TEST(RasterSearch, FindsWhatAJobTakes) {
  TestApp app;
  for (const char* collection : {kSentinel2Arn, kLandsatArn}) {
    Json query = LakeMeadQuery();
    query["RasterDataCollectionArn"] = collection;
    query["TimeRangeFilter"]["EndTime"] = kJuly + 90 * kDay;
    Json request = Request(90, collection);
    for (Json* it : {&query, &QueryOf(request)}) {
      (*it)["PropertyFilters"] = Json::parse(R"({"Properties": [
        {"Property": {"EoCloudCover": {"LowerBound": 0, "UpperBound": 60}}}]})");
    }
    const std::string arn =
        RunJob(app, "StartEarthObservationJob",
               EarthObservationRequest({{"LandCoverSegmentationConfig", Json::object()}}, query));
    std::vector<std::string> taken;
    std::vector<double> covers;
    VisitScenes(app.app().records(), arn, [&](const Scene& scene) {
      taken.push_back(scene.id);
      covers.push_back(scene.cloud_cover);
      return true;
    });
    const std::vector<Json> found = All(app, request);
    ASSERT_GT(taken.size(), 2U);
    EXPECT_EQ(IdsOf(found), taken);
    for (std::size_t index = 0; index < found.size(); ++index) {
      EXPECT_EQ(found[index].at("Properties").at("EoCloudCover"), covers[index]);
    }
  }
}

TEST(RasterSearch, PagesAreTheWhole) {
  TestApp app;
  const std::vector<Json> all = All(app, Request(365));
  EXPECT_EQ(all.size(), 73U);
  EXPECT_TRUE(std::ranges::is_sorted(all, std::ranges::greater(), [](const Json& item) {
    return item.at("DateTime").get<double>();
  }));
  const std::vector<std::string> ids = IdsOf(all);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), all.size());
  const Json first = app.Call(kService, kSearch, Request(365));
  EXPECT_EQ(first.at("Items").size(), 20U);
  EXPECT_EQ(first.at("ApproximateResultCount"), all.size());
  Json request = Request(365);
  request["NextToken"] = first.at("NextToken");
  EXPECT_EQ(app.Call(kService, kSearch, request).at("ApproximateResultCount"), all.size());
}

TEST(RasterSearch, PagesAreShorterWherePixelsAreDrawn) {
  TestApp app;
  const Json page = app.Call(kService, kSearch, Request(365, kLandsatArn));
  EXPECT_GT(page.at("Items").size(), 8U);
  EXPECT_LT(page.at("Items").size(), 12U);
  EXPECT_TRUE(page.contains("NextToken"));
}

TEST(RasterSearch, FullPagesAreNotFollowedByAnEmptyOne) {
  TestApp app;
  Json request = Request(365);
  const std::vector<Json> all = All(app, request);
  // Up to the twentieth from the end.
  QueryOf(request)["TimeRangeFilter"]["EndTime"] = all[all.size() - 20].at("DateTime");
  const Json page = app.Call(kService, kSearch, request);
  EXPECT_EQ(page.at("Items").size(), 20U);
  EXPECT_FALSE(page.contains("NextToken"));
}

TEST(RasterSearch, EveryFilterHolds) {
  TestApp app;
  struct Case {
    const char* collection;
    const char* filter;
    const char* property;  // of the item; null: it does not show it
    double lower, upper;
  };
  const Case cases[] = {
      {kSentinel2Arn, R"({"EoCloudCover":{"LowerBound":10,"UpperBound":50}})", "EoCloudCover", 10,
       50},
      {kSentinel2Arn, R"({"ViewOffNadir":{"LowerBound":0,"UpperBound":9.5}})", nullptr, 0, 0},
      {kLandsatArn, R"({"EoCloudCover":{"LowerBound":0,"UpperBound":50}})", "EoCloudCover", 0, 50},
      {kLandsatArn, R"({"LandsatCloudCoverLand":{"LowerBound":5,"UpperBound":50}})",
       "LandsatCloudCoverLand", 5, 50},
      {kLandsatArn, R"({"ViewSunAzimuth":{"LowerBound":130,"UpperBound":150}})", "ViewSunAzimuth",
       130, 150},
      {kLandsatArn, R"({"ViewSunElevation":{"LowerBound":30,"UpperBound":45}})", "ViewSunElevation",
       30, 45},
      {kLandsatArn, R"({"ViewOffNadir":{"LowerBound":0,"UpperBound":1}})", "ViewOffNadir", 0, 1},
  };
  for (const Case& it : cases) {
    // The pixels of each image of Landsat are drawn, for the clouds over its land.
    Json request = Request(it.collection == kLandsatArn ? 100 : 365, it.collection);
    const std::size_t all = All(app, request).size();
    Filter(request, it.filter);
    const std::vector<Json> found = All(app, request);
    EXPECT_FALSE(found.empty()) << it.filter;
    if (std::string_view(it.filter).find("ViewOffNadir") == std::string_view::npos) {
      EXPECT_LT(found.size(), all) << it.filter;
    }
    for (const Json& item : found) {
      if (it.property == nullptr) continue;
      EXPECT_GE(item.at("Properties").at(it.property).get<double>(), it.lower);
      EXPECT_LE(item.at("Properties").at(it.property).get<double>(), it.upper);
    }
  }
}

TEST(RasterSearch, FiltersHoldTogether) {
  TestApp app;
  Json request = Request(365);
  Filter(request, R"({"EoCloudCover":{"LowerBound":0,"UpperBound":20}})");
  Filter(request, R"({"Platform":{"Value":"SENTINEL-2B","ComparisonOperator":"EQUALS"}})");
  QueryOf(request)["PropertyFilters"]["LogicalOperator"] = "AND";
  const std::vector<Json> found = All(app, request);
  EXPECT_FALSE(found.empty());
  for (const Json& item : found) {
    EXPECT_LE(item.at("Properties").at("EoCloudCover").get<double>(), 20);
    EXPECT_EQ(item.at("Properties").at("Platform"), "sentinel-2b");
  }
  QueryOf(request)["PropertyFilters"]["LogicalOperator"] = "OR";
  EXPECT_EQ(app.TryCall(kService, kSearch, request).ErrorCode(), "ValidationException");
}

TEST(RasterSearch, BandFilterChoosesAssets) {
  TestApp app;
  Json request = Request(10);
  QueryOf(request)["BandFilter"] = {"visual", "nir"};
  for (const Json& item : All(app, request)) {
    EXPECT_EQ(item.at("Assets").size(), 2U);
    EXPECT_TRUE(item.at("Assets").contains("visual"));
  }
  Json landsat = Request(30, kLandsatArn);
  QueryOf(landsat)["BandFilter"] = {"lwir11"};
  const Json item = All(app, landsat).at(0);
  EXPECT_THAT(item.at("Assets").at("lwir11").at("Href").get<std::string>(),
              testing::MatchesRegex("s3://usgs-landsat/collection02/level-2/standard/oli-tirs/2022/"
                                    "039/035/(LC0[89]_L2SP_039035_[0-9_]+_T1)/.*_ST_B10.TIF"));
  QueryOf(request)["BandFilter"] = {"B04"};
  EXPECT_THAT(app.TryCall(kService, kSearch, request).ErrorMessage(),
              AllOf(HasSubstr("'B04'"), HasSubstr("red")));
}

// Whatever is asked for, a page costs a bounded time.
TEST(RasterSearch, TheWholeEarthComesInPages) {
  TestApp app;
  Json request = {
      {"Arn", kSentinel2Arn},
      {"RasterDataCollectionQuery", {{"TimeRangeFilter", {{"StartTime", 0}, {"EndTime", 1.7e9}}}}}};
  std::set<std::string> ids;
  double last = 1.7e9;
  for (int page = 0; page < 3; ++page) {
    const Json answer = app.Call(kService, kSearch, request);
    EXPECT_EQ(answer.at("Items").size(), 20U);
    EXPECT_GT(answer.at("ApproximateResultCount").get<std::int64_t>(), 5'000'000);
    for (const Json& item : answer.at("Items")) {
      EXPECT_TRUE(ids.insert(item.at("Id")).second);
      EXPECT_LE(item.at("DateTime").get<double>(), last);
      last = item.at("DateTime");
    }
    request["NextToken"] = answer.at("NextToken");
  }
}

TEST(RasterSearch, GoesOnWhereOnlyFewSatisfyTheFilters) {
  TestApp app;
  Json request = {{"Arn", kSentinel2Arn},
                  {"RasterDataCollectionQuery",
                   {{"TimeRangeFilter", {{"StartTime", 1.69e9}, {"EndTime", 1.7e9}}}}}};
  Filter(request, R"({"EoCloudCover":{"LowerBound":99.99,"UpperBound":100}})");
  const Json first = app.Call(kService, kSearch, request);
  EXPECT_LT(first.at("Items").size(), 20U);
  request["NextToken"] = first.at("NextToken");
  const Json second = app.Call(kService, kSearch, request);
  EXPECT_NE(second.at("NextToken"), first.at("NextToken"));
}

TEST(RasterSearch, FindsNothingWhereThereIsNothing) {
  TestApp app;
  Json before = Request(1);
  QueryOf(before)["TimeRangeFilter"] = {{"StartTime", 0}, {"EndTime", 1e9}};
  const Json none = app.Call(kService, kSearch, before);
  EXPECT_EQ(none, (Json{{"ApproximateResultCount", 0}, {"Items", Json::array()}}));
  Json pole = Request(1);
  QueryOf(pole)["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
      Json::parse("[[[0,86],[1,86],[1,87],[0,86]]]");
  EXPECT_EQ(app.Call(kService, kSearch, pole), none);
}

TEST(RasterSearch, SaysWhatIsWrong) {
  TestApp app;
  const std::string query = "/RasterDataCollectionQuery/";
  const std::string corner =
      query + "AreaOfInterest/AreaOfInterestGeometry/PolygonGeometry/Coordinates/0/0";
  const std::string unknown =
      "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
      "aaaaaaaaaaaa";
  const auto filter = [](const char* property) {
    return Json{{"Properties", Json::array({{{"Property", Json::parse(property)}}})}};
  };
  struct Case {
    std::string place;  // of the request, as a JSON pointer
    Json value;
    int status;
    const char* code;
    const char* text;
  };
  const Case cases[] = {
      {"/Arn", unknown, 404, "ResourceNotFoundException", "aaaaaaaaaaaa does not exist"},
      {"/Arn", "sentinel-2", 400, "ValidationException", "regular expression"},
      {query + "TimeRangeFilter/StartTime", 1999999999, 400, "ValidationException",
       "StartTime is after EndTime"},
      {corner, {-200, 1}, 400, "ValidationException", "a position is [longitude, latitude]"},
      {query + "PropertyFilters",
       filter(R"({"ViewSunAzimuth": {"LowerBound": 0, "UpperBound": 1}})"), 400,
       "ValidationException", "has no property ViewSunAzimuth"},
      {query + "PropertyFilters", filter(R"({"EoCloudCover": {"LowerBound": 2, "UpperBound": 1}})"),
       400, "ValidationException", "the LowerBound of EoCloudCover is above"},
      {"/NextToken", "tomorrow", 400, "ValidationException", "NextToken"},
  };
  for (const Case& it : cases) {
    Json request = Request(10);
    request[Json::json_pointer(it.place)] = it.value;
    const CallResult result = app.TryCall(kService, kSearch, request);
    EXPECT_EQ(result.status, it.status) << it.place;
    EXPECT_EQ(result.ErrorCode(), it.code) << it.place;
    EXPECT_THAT(result.ErrorMessage(), HasSubstr(it.text));
  }
  const CallResult aerial = app.TryCall(kService, kSearch, Request(10, kAerialArn));
  EXPECT_EQ(aerial.status, 501);
  EXPECT_THAT(aerial.ErrorMessage(), HasSubstr("National Agriculture Imagery Program"));
}

// All of Switzerland's neighbourhood; the tiles are of one moment.
TEST(RasterSearch, OfElevationFindsTiles) {
  TestApp app;
  Json request = Request(0, kElevationArn);
  QueryOf(request)["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
      Json::parse("[[[6.1,45.9],[10.4,45.9],[10.4,47.7],[6.1,47.7],[6.1,45.9]]]");
  QueryOf(request)["TimeRangeFilter"] = {{"StartTime", 1609459200}, {"EndTime", 1640995199}};
  const std::vector<Json> items = All(app, request);
  std::vector<std::string> expected;
  for (const char* north : {"45", "46", "47"}) {
    for (const char* east : {"006", "007", "008", "009", "010"}) {
      expected.push_back(std::string("Copernicus_DSM_COG_10_N") + north + "_00_E" + east +
                         "_00_DEM");
    }
  }
  EXPECT_EQ(IdsOf(items), expected);
  const Json& item = items[0];
  EXPECT_EQ(item.at("DateTime"), 1619049600);
  EXPECT_EQ(item.at("Properties"), Json({{"Platform", "tandem-x"}}));
  const std::string id = "Copernicus_DSM_COG_10_N45_00_E006_00_DEM";
  EXPECT_EQ(item.at("Assets"),
            Json({{"data", {{"Href", "s3://copernicus-dem-30m/" + id + "/" + id + ".tif"}}}}));
  // Half a second of arc beside whole degrees, from the south-east, as recorded of other tiles.
  const double corners[][2] = {{6.99986111, 45.00013889},
                               {6.99986111, 46.00013889},
                               {5.99986111, 46.00013889},
                               {5.99986111, 45.00013889},
                               {6.99986111, 45.00013889}};
  for (std::size_t at = 0; at < std::size(corners); ++at) {
    const Json& corner = item.at("Geometry").at("Coordinates")[0][at];
    EXPECT_NEAR(corner[0].get<double>(), corners[at][0], 1e-8);
    EXPECT_NEAR(corner[1].get<double>(), corners[at][1], 1e-8);
  }
  QueryOf(request)["TimeRangeFilter"]["EndTime"] = 1619049599;
  EXPECT_EQ(app.Call(kService, kSearch, request),
            Json({{"ApproximateResultCount", 0}, {"Items", Json::array()}}));
}

TEST(RasterSearch, OfElevationGoesPageByPageOverTheLandAlone) {
  TestApp app;
  Json request = Request(0, kElevationArn);
  // From the Atlantic over Iberia, across the equator of longitudes.
  QueryOf(request)["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
      Json::parse("[[[-29.5,36.5],[4.5,36.5],[4.5,42.5],[-29.5,42.5],[-29.5,36.5]]]");
  QueryOf(request)["TimeRangeFilter"] = {{"StartTime", 1609459200}, {"EndTime", 1640995199}};
  const Json first = app.Call(kService, kSearch, request);
  EXPECT_EQ(first.at("Items").size(), 20U);
  const std::vector<Json> items = All(app, request);
  EXPECT_EQ(first.at("ApproximateResultCount"), items.size());
  const std::vector<std::string> ids = IdsOf(items);
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  const std::set<std::string> known(ids.begin(), ids.end());
  EXPECT_EQ(known.size(), ids.size());
  EXPECT_TRUE(known.contains("Copernicus_DSM_COG_10_N40_00_W004_00_DEM")) << "Madrid";
  EXPECT_TRUE(known.contains("Copernicus_DSM_COG_10_N41_00_E002_00_DEM")) << "Barcelona";
  EXPECT_TRUE(known.contains("Copernicus_DSM_COG_10_N37_00_W026_00_DEM")) << "the Azores";
  EXPECT_FALSE(known.contains("Copernicus_DSM_COG_10_N40_00_W018_00_DEM")) << "the Atlantic";
}

TEST(RasterSearch, OfElevationHasNoFilterButThatOfBands) {
  TestApp app;
  Json request = Request(0, kElevationArn);
  QueryOf(request)["TimeRangeFilter"] = {{"StartTime", 1609459200}, {"EndTime", 1640995199}};
  QueryOf(request)["BandFilter"] = {"data"};
  EXPECT_EQ(app.Call(kService, kSearch, request).at("Items")[0].at("Assets").size(), 1U);
  QueryOf(request)["BandFilter"] = {"red"};
  EXPECT_THAT(app.TryCall(kService, kSearch, request).ErrorMessage(),
              HasSubstr("the assets of Copernicus DEM GLO-30 are data."));
  QueryOf(request).erase("BandFilter");
  Filter(request, R"({"EoCloudCover": {"LowerBound": 0, "UpperBound": 9}})");
  EXPECT_EQ(app.TryCall(kService, kSearch, request).status, 400);
}

TEST(RasterSearch, ATokenIsOfItsSearchAlone) {
  TestApp app;
  Json request = Request(364);
  request["NextToken"] = app.Call(kService, kSearch, Request(365)).at("NextToken");
  EXPECT_EQ(app.TryCall(kService, kSearch, request).ErrorCode(), "ValidationException");
}

TEST(RasterSearch, RefusesAnAreaThatIsTooIntricate) {
  TestApp app;
  Json ring = Json::array();
  for (int edge = 0; edge < 1200; ++edge) ring.push_back({edge % 2 == 0 ? -180 : 180, 10});
  ring.push_back(ring[0]);
  Json request = Request(10);
  QueryOf(request)["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
      Json::array({ring});
  EXPECT_THAT(app.TryCall(kService, kSearch, request).ErrorMessage(), HasSubstr("Simplify"));
}

TEST(RasterSearch, IsComputedAside) {
  TestApp app({.has_aside = true});
  EXPECT_EQ(All(app, Request(10)).size(), 2U);
  EXPECT_EQ(app.asides, 1);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
