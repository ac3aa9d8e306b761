// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> NamesOf(const Json& page) {
  std::vector<std::string> names;
  for (const Json& entry : page.at("RasterDataCollectionSummaries")) {
    names.push_back(entry.at("Name"));
  }
  return names;
}

TEST(RasterDataCollections, AreListedByName) {
  TestApp app;
  const Json page = app.Call(kService, "ListRasterDataCollections", Json::object());
  EXPECT_THAT(NamesOf(page),
              ElementsAre("Copernicus DEM GLO-30", "Landsat Collection 2 Level-2 Science Products",
                          "National Agriculture Imagery Program", "Sentinel 2 L2A COGs"));
  EXPECT_FALSE(page.contains("NextToken"));
  EXPECT_EQ(page.at("RasterDataCollectionSummaries")[3],
            (Json{{"Arn", kSentinel2Arn},
                  {"Name", "Sentinel 2 L2A COGs"},
                  {"Description",
                   "Sentinel-2a and Sentinel-2b imagery, processed to Level 2A (Surface "
                   "Reflectance) and converted to Cloud-Optimized GeoTIFFs"},
                  {"DescriptionPageUrl", "https://registry.opendata.aws/sentinel-2-l2a-cogs"},
                  {"SupportedFilters", Json::parse(R"([
                     {"Name": "EoCloudCover", "Type": "number", "Minimum": 0.0, "Maximum": 100.0},
                     {"Name": "ViewOffNadir", "Type": "number", "Minimum": 0.0, "Maximum": 90.0},
                     {"Name": "Platform", "Type": "string"}])")},
                  {"Tags", Json::object()},
                  {"Type", "PUBLIC"}}));
}

TEST(RasterDataCollections, ComeInPages) {
  TestApp app;
  const Json first = app.Call(kService, "ListRasterDataCollections", {{"MaxResults", 3}});
  EXPECT_EQ(NamesOf(first).size(), 3U);
  const Json second = app.Call(kService, "ListRasterDataCollections",
                               {{"MaxResults", 3}, {"NextToken", first.at("NextToken")}});
  EXPECT_THAT(NamesOf(second), ElementsAre("Sentinel 2 L2A COGs"));
  EXPECT_FALSE(second.contains("NextToken"));

  const CallResult bad =
      app.TryCall(kService, "ListRasterDataCollections", {{"NextToken", "tomorrow"}});
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.ErrorCode(), "ValidationException");
}

TEST(RasterDataCollections, TellTheirBands) {
  TestApp app;
  const Json sentinel = app.Call(kService, "GetRasterDataCollection", {{"Arn", kSentinel2Arn}});
  EXPECT_EQ(sentinel.at("ImageSourceBands"),
            Json::parse(R"(["coastal","blue","green","red","rededge1","rededge2","rededge3","nir",
                            "nir08","nir09","swir16","swir22","aot","wvp","scl"])"));
  EXPECT_EQ(sentinel.at("Name"), "Sentinel 2 L2A COGs");
  const Json landsat = app.Call(kService, "GetRasterDataCollection", {{"Arn", kLandsatArn}});
  EXPECT_EQ(landsat.at("ImageSourceBands")[4], "nir");
}

TEST(RasterDataCollections, AreTheSameFromEveryRegion) {
  TestApp app;
  app.region = "eu-central-1";
  EXPECT_EQ(app.Call(kService, "GetRasterDataCollection", {{"Arn", kSentinel2Arn}}).at("Arn"),
            kSentinel2Arn);
}

TEST(RasterDataCollections, DoNotExistUnderOtherArns) {
  TestApp app;
  const std::string unknown =
      "arn:aws:sagemaker-geospatial:us-west-2:123456789012:raster-data-collection/public/"
      "nmqj48dcu3g7ayw8";
  const CallResult result = app.TryCall(kService, "GetRasterDataCollection", {{"Arn", unknown}});
  EXPECT_EQ(result.status, 404);
  EXPECT_EQ(result.ErrorCode(), "ResourceNotFoundException");
  EXPECT_THAT(result.ErrorMessage(), HasSubstr(unknown));
  EXPECT_EQ(result.body.at("ResourceId"), unknown);
}

TEST(RasterDataCollections, HaveBandsThatCanBeFound) {
  const RasterDataCollection* sentinel = FindRasterDataCollection(kSentinel2Arn);
  ASSERT_NE(sentinel, nullptr);
  EXPECT_EQ(sentinel->FindBand("nir08")->file, "B8A");
  EXPECT_EQ(sentinel->FindBand("B8A"), nullptr);
  EXPECT_THAT(sentinel->BandNames(), HasSubstr("coastal, blue, green"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
