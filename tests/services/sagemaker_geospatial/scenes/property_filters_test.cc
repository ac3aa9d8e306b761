// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/property_filters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

Scene SomeScene() {
  Scene scene;
  scene.id = "LC08_L2SP_039035_20220704_20220710_02_T1";
  scene.tile = "039035";
  scene.platform = "LANDSAT_8";
  scene.cloud_cover = 30;
  scene.view_off_nadir = 4;
  scene.sun_azimuth = 120;
  scene.sun_elevation = 60;
  return scene;
}

TEST(PropertyFilters, BoundsBelongToTheRange) {
  struct Case {
    const char* property;
    bool holds;
  };
  const Case cases[] = {
      {R"({"EoCloudCover": {"LowerBound": 30, "UpperBound": 30}})", true},
      {R"({"EoCloudCover": {"LowerBound": 0, "UpperBound": 29.99}})", false},
      {R"({"ViewOffNadir": {"LowerBound": 0, "UpperBound": 4}})", true},
      {R"({"ViewOffNadir": {"LowerBound": 4.01, "UpperBound": 90}})", false},
      {R"({"ViewSunAzimuth": {"LowerBound": 119, "UpperBound": 121}})", true},
      {R"({"ViewSunAzimuth": {"LowerBound": 121, "UpperBound": 360}})", false},
      {R"({"ViewSunElevation": {"LowerBound": 60, "UpperBound": 90}})", true},
      {R"({"ViewSunElevation": {"LowerBound": 0, "UpperBound": 59}})", false},
      {R"({"Platform": {"Value": "landsat_8"}})", true},
      {R"({"Platform": {"Value": "LANDSAT_9", "ComparisonOperator": "EQUALS"}})", false},
      {R"({"Platform": {"Value": "LANDSAT_9", "ComparisonOperator": "NOT_EQUALS"}})", true},
      {R"({"Platform": {"Value": "LANDSAT", "ComparisonOperator": "STARTS_WITH"}})", true},
      {R"({"Platform": {"Value": "sentinel", "ComparisonOperator": "STARTS_WITH"}})", false},
  };
  CloudsOverLand clouds(1);
  for (const Case& it : cases) {
    const PropertyFilters filters(Json::array({{{"Property", Json::parse(it.property)}}}), clouds);
    EXPECT_EQ(filters.Hold(SomeScene()), it.holds) << it.property;
  }
}

TEST(PropertyFilters, LookAtPixelsOnlyForTheCloudsOverLand) {
  CloudsOverLand clouds(1);
  const double cover = clouds.Of(SomeScene());
  const auto within = [](double low, double high) {
    return Json{
        {"Property", {{"LandsatCloudCoverLand", {{"LowerBound", low}, {"UpperBound", high}}}}}};
  };
  const PropertyFilters hit(Json::array({within(cover, cover)}), clouds);
  EXPECT_TRUE(hit.Hold(SomeScene()));
  const PropertyFilters miss(Json::array({within(cover, cover), within(cover + 1, 100)}), clouds);
  EXPECT_TRUE(miss.HoldCheaply(SomeScene()));
  EXPECT_FALSE(miss.Hold(SomeScene()));
}

TEST(PropertyFilters, OfACollectionAreThoseItSupports) {
  const RasterDataCollection& sentinel = *FindRasterDataCollection(kSentinel2Arn);
  const auto problem = [&](const char* filters) {
    return PropertyFiltersProblem(Json::parse(filters), sentinel).value_or("");
  };
  EXPECT_EQ(problem("{}"), "");
  EXPECT_THAT(problem(R"({"Properties": [{"Property": {"LandsatCloudCoverLand":
                        {"LowerBound": 0, "UpperBound": 1}}}]})"),
              HasSubstr("supports EoCloudCover, ViewOffNadir, Platform"));
  EXPECT_THAT(problem(R"({"Properties": [{"Property": {"ViewOffNadir":
                        {"LowerBound": 2, "UpperBound": 1}}}]})"),
              HasSubstr("the LowerBound of ViewOffNadir is above its UpperBound"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
