// SPDX-License-Identifier: Apache-2.0
//
// The rules of StartEarthObservationJob that the model does not express.

#include "services/sagemaker_geospatial/earth_observation/earth_observation_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

Json& Query(Json& request) { return request["InputConfig"]["RasterDataCollectionQuery"]; }

void SetFilter(Json& request, const char* filter) {
  Query(request)["PropertyFilters"] = {{"LogicalOperator", "AND"},
                                       {"Properties", {{{"Property", Json::parse(filter)}}}}};
}

struct Refused {
  const char* what;
  std::function<void(Json& request)> change;
  const char* message;
  int status = 400;
};

const Refused kRefused[] = {
    {"no input", [](Json& r) { r["InputConfig"] = Json::object(); }, "exactly one of"},
    {"two inputs",
     [](Json& r) {
       r["InputConfig"]["PreviousEarthObservationJobArn"] =
           "arn:aws:sagemaker-geospatial:us-west-2:123456789012:earth-observation-job/"
           "abcdefghijkm";
     },
     "exactly one of"},
    {"an unknown collection",
     [](Json& r) {
       Query(r)["RasterDataCollectionArn"] =
           "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
           "abcdefghijkm";
     },
     "ListRasterDataCollections", 404},
    {"aerial images", [](Json& r) { Query(r)["RasterDataCollectionArn"] = kAerialArn; },
     "do not take images of National Agriculture Imagery Program"},
    {"no area", [](Json& r) { Query(r).erase("AreaOfInterest"); }, "has no AreaOfInterest"},
    {"an open ring",
     [](Json& r) {
       Query(r)["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
           Json::parse("[[[0,0],[1,0],[1,1],[0,1]]]");
     },
     "is not closed"},
    {"time that runs backwards",
     [](Json& r) { Query(r)["TimeRangeFilter"]["EndTime"] = 1600000000; },
     "StartTime is after EndTime"},
    {"bounds that cross",
     [](Json& r) { SetFilter(r, R"({"EoCloudCover":{"LowerBound":20,"UpperBound":10}})"); },
     "LowerBound of EoCloudCover is above"},
    {"a filter of another mission",
     [](Json& r) { SetFilter(r, R"({"LandsatCloudCoverLand":{"LowerBound":0,"UpperBound":10}})"); },
     "has no property LandsatCloudCoverLand; it supports EoCloudCover, ViewOffNadir, Platform"},
    {"no index",
     [](Json& r) {
       r["JobConfig"] = {{"BandMathConfig", Json::object()}};
     },
     "names no index"},
    {"an unknown index",
     [](Json& r) {
       r["JobConfig"] = {{"BandMathConfig", {{"PredefinedIndices", {"SAVI"}}}}};
     },
     "'SAVI'"},
    {"an unknown band", [](Json& r) { r["JobConfig"] = BandMath("x", "nir - B04"); },
     "at position 7: there is no band `B04`"},
    {"an unknown target band",
     [](Json& r) {
       r["JobConfig"] = {{"StackConfig", {{"TargetBands", {"red", "lwir11"}}}}};
     },
     "TargetBands has 'lwir11'"},
    {"a resolution twice",
     [](Json& r) {
       r["JobConfig"] = {
           {"StackConfig",
            {{"OutputResolution",
              {{"Predefined", "HIGHEST"}, {"UserDefined", {{"Unit", "METERS"}, {"Value", 20}}}}}}}};
     },
     "exactly one of Predefined and UserDefined"},
    {"an empty resolution",
     [](Json& r) {
       r["JobConfig"] = {{"StackConfig", {{"OutputResolution", Json::object()}}}};
     },
     "exactly one of Predefined and UserDefined"},
    {"a resolution of nothing",
     [](Json& r) {
       r["JobConfig"] = {
           {"ResamplingConfig",
            {{"OutputResolution", {{"UserDefined", {{"Unit", "METERS"}, {"Value", 0}}}}}}}};
     },
     "5 to 1000 metres"},
    {"a filling that is no number",
     [](Json& r) {
       r["JobConfig"] = {{"CloudRemovalConfig", {{"InterpolationValue", "none"}}}};
     },
     "InterpolationValue is 'none'"},
    {"a filling without end",
     [](Json& r) {
       r["JobConfig"] = {{"CloudRemovalConfig", {{"InterpolationValue", "inf"}}}};
     },
     "InterpolationValue is 'inf'"},
    {"a band twice",
     [](Json& r) {
       r["JobConfig"] = {{"GeoMosaicConfig", {{"TargetBands", {"red", "red"}}}}};
     },
     "TargetBands names 'red' twice"},
    {"a statistic twice",
     [](Json& r) {
       r["JobConfig"] = {{"TemporalStatisticsConfig", {{"Statistics", {"MEAN", "MEAN"}}}}};
     },
     "Statistics names MEAN twice"},
    {"zones that are a bucket",
     [](Json& r) {
       r["JobConfig"] = {
           {"ZonalStatisticsConfig", {{"Statistics", {"MEAN"}}, {"ZoneS3Path", "s3://zones"}}}};
     },
     "ZoneS3Path is 's3://zones'"},
    {"a reserved tag",
     [](Json& r) {
       r["Tags"] = {{"aws:team", "x"}};
     },
     "reserved"},
};

TEST(StartEarthObservationJob, RefusesWhatTheModelCannotExpress) {
  TestApp app;
  for (const Refused& refused : kRefused) {
    Json request = EarthObservationRequest();
    refused.change(request);
    const CallResult result = app.TryCall(kService, "StartEarthObservationJob", request);
    EXPECT_EQ(result.status, refused.status) << refused.what;
    EXPECT_EQ(result.ErrorCode(),
              refused.status == 404 ? "ResourceNotFoundException" : "ValidationException")
        << refused.what;
    EXPECT_THAT(result.ErrorMessage(), HasSubstr(refused.message)) << refused.what;
  }
  EXPECT_TRUE(app.Call(kService, "ListEarthObservationJobs", Json::object())
                  .at("EarthObservationJobSummaries")
                  .empty());
}

TEST(StartEarthObservationJob, TakesWhatIsSound) {
  const std::function<void(Json&)> changes[] = {
      [](Json& r) { SetFilter(r, R"({"EoCloudCover":{"LowerBound":0,"UpperBound":100}})"); },
      [](Json& r) { SetFilter(r, R"({"Platform":{"Value":"sentinel-2b"}})"); },
      [](Json& r) { Query(r)["TimeRangeFilter"]["EndTime"] = 1656633600; },
      [](Json& r) { Query(r)["TimeRangeFilter"]["EndTime"] = 1657000000.25; },
      [](Json& r) { Query(r)["RasterDataCollectionArn"] = kLandsatArn; },
      [](Json& r) { r["Name"] = ""; },
      [](Json& r) {
        r["JobConfig"] = {{"StackConfig", Json::object()}};
      },
      [](Json& r) { r["JobConfig"] = BandMath("x", "(nir - red) / (nir + red + 1e-9)"); },
  };
  TestApp app;
  for (const auto& change : changes) {
    Json request = EarthObservationRequest();
    change(request);
    EXPECT_EQ(app.TryCall(kService, "StartEarthObservationJob", request).status, 200) << request;
  }
}

TEST(OperationType, IsNamedAfterTheConfiguration) {
  EXPECT_EQ(OperationTypeOf({{"LandCoverSegmentationConfig", Json::object()}}),
            "LAND_COVER_SEGMENTATION");
  EXPECT_EQ(OperationTypeOf({{"StackConfig", Json::object()}}), "STACKING");
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
