// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tile_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

TEST(TileFilter, TimesAreJsonOrAnInterval) {
  const Timestamp start = *ParseIso8601("2022-07-01T00:00:00Z");
  const Timestamp end = *ParseIso8601("2022-07-10T12:00:00Z");
  for (const char* text :
       {R"({"StartTime": "2022-07-01T00:00:00Z", "EndTime": "2022-07-10T12:00:00Z"})",
        R"({"StartTime": 1656633600, "EndTime": 1657454400.0})",
        "2022-07-01T00:00:00Z/2022-07-10T14:00:00+02:00"}) {
    const auto range = ReadTimeRange(text);
    ASSERT_TRUE(range) << text;
    EXPECT_EQ(range->start, start);
    EXPECT_EQ(range->end, end);
  }
}

TEST(TileFilter, OtherTimesAreRefused) {
  for (const char* text :
       {"", "2022", "{", "[]", "/", "2022-07-01T00:00:00Z/", "{}", R"({"StartTime": 1})",
        R"({"StartTime": 1, "EndTime": true})", R"({"StartTime": 1, "EndTime": 2, "Day": 3})",
        R"({"StartTime": 3, "EndTime": 2})", "2022-07-02T00:00:00Z/2022-07-01T00:00:00Z"}) {
    const auto range = ReadTimeRange(text);
    ASSERT_FALSE(range) << text;
    EXPECT_THAT(range.error(), HasSubstr("TimeRangeFilter is '" + std::string(text) + "'"));
  }
  EXPECT_FALSE(ReadTimeRange(std::string(limits::kTileFilterBytes + 1, '/')));
}

TEST(TileFilter, PropertiesAreThoseOfAQuery) {
  const RasterDataCollection& landsat = *FindRasterDataCollection(kLandsatArn);
  const Json properties = Json::parse(R"([
    {"Property": {"LandsatCloudCoverLand": {"LowerBound": 0, "UpperBound": 20}}},
    {"Property": {"Platform": {"Value": "LANDSAT_8", "ComparisonOperator": "STARTS_WITH"}}}])");
  const Json whole = {{"Properties", properties}, {"LogicalOperator", "AND"}};
  EXPECT_EQ(ReadPropertyFilters(whole.dump(), landsat).value(), properties);
  EXPECT_EQ(ReadPropertyFilters("{}", landsat).value(), Json::array());
}

TEST(TileFilter, OtherPropertiesAreRefused) {
  const RasterDataCollection& sentinel = *FindRasterDataCollection(kSentinel2Arn);
  for (const char* text :
       {"", "{", "[]", R"({"Filters": []})", R"({"Properties": {}})",
        R"({"Properties": [], "LogicalOperator": "OR"})", R"({"Properties": [1]})",
        R"({"Properties": [{}]})", R"({"Properties": [{"Property": {}}]})",
        R"({"Properties": [{"Property": {"EoCloudCover": {"LowerBound": 1}}}]})",
        R"({"Properties": [{"Property": {"EoCloudCover": {"LowerBound": "1", "UpperBound": 2}}}]})",
        R"({"Properties": [{"Property": {"Platform": {}}}]})",
        R"({"Properties": [{"Property": {"Platform": {"Value": 1}}}]})",
        R"({"Properties": [{"Property": {"Platform": {"Value": "a",
            "ComparisonOperator": "LIKE"}}}]})"}) {
    const auto filters = ReadPropertyFilters(text, sentinel);
    ASSERT_FALSE(filters) << text;
    EXPECT_THAT(filters.error(), HasSubstr("PropertyFilters must be"));
  }
  // What jobs refuse as well.
  const auto unknown = ReadPropertyFilters(
      R"({"Properties": [{"Property": {"ViewSunAzimuth": {"LowerBound": 1, "UpperBound": 2}}}]})",
      sentinel);
  EXPECT_THAT(unknown.error(), HasSubstr("has no property ViewSunAzimuth"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
