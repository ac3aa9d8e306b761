// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(StartEarthObservationJob, AnswersWithTheJobAsItBegins) {
  TestApp app;
  Json request = EarthObservationRequest();
  request["KmsKeyId"] = "";
  request["Tags"] = {{"team", "water"}};
  const Json job = app.Call(kService, "StartEarthObservationJob", request);
  EXPECT_THAT(job.at("Arn").get<std::string>(),
              MatchesRegex("arn:aws:sagemaker-geospatial:us-west-2:123456789012:"
                           "earth-observation-job/[a-km-np-z2-9]{12}"));
  EXPECT_EQ(job.at("CreationTime"), "2024-01-01T00:00:00.000000Z");
  EXPECT_EQ(job.at("DurationInSeconds"), 0);
  EXPECT_EQ(job.at("ExecutionRoleArn"), kRole);
  EXPECT_EQ(job.at("JobConfig"), request.at("JobConfig"));
  EXPECT_EQ(job.at("KmsKeyId"), "");
  EXPECT_EQ(job.at("Name"), "lake-mead");
  EXPECT_EQ(job.at("Status"), "INITIALIZING");
  EXPECT_EQ(job.at("Tags"), Json::parse(R"({"team":"water"})"));
  const Json& query = job.at("InputConfig").at("RasterDataCollectionQuery");
  EXPECT_EQ(query.at("RasterDataCollectionName"), "Sentinel 2 L2A COGs");
  // Epoch seconds came in, ISO texts go out.
  EXPECT_EQ(query.at("TimeRangeFilter").at("StartTime"), "2022-07-01T00:00:00.000000Z");
}

TEST(GetEarthObservationJob, FollowsTheJobToItsEnd) {
  TestApp app;
  const Json started = app.Call(kService, "StartEarthObservationJob", EarthObservationRequest());
  const std::string arn = started.at("Arn");
  app.Advance(400ms);
  const Json running = GetEarthObservationJob(app, arn);
  EXPECT_EQ(running.at("Status"), "IN_PROGRESS");
  EXPECT_FALSE(running.contains("OutputBands"));
  app.Advance(10s);
  const Json ended = GetEarthObservationJob(app, arn);
  EXPECT_EQ(ended.at("Status"), "COMPLETED");
  EXPECT_EQ(ended.at("OutputBands"),
            Json::parse(R"([{"BandName":"mask","OutputDataType":"UINT16"}])"));
  EXPECT_EQ(ended.at("Tags"), Json::object());
  EXPECT_EQ(ended.at("InputConfig"), started.at("InputConfig"));
  for (const char* absent :
       {"ExportStatus", "ExportErrorDetails", "ErrorDetails", "OutputConfig", "KmsKeyId"}) {
    EXPECT_FALSE(ended.contains(absent)) << absent;
  }
}

TEST(GetEarthObservationJob, StopsTheClockAtTheEnd) {
  TestApp app(TestAppOptions{.time_scale = 100});
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  app.Advance(45s);
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("DurationInSeconds"), 45);
  app.Advance(1h);
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("DurationInSeconds"), 100);
  app.Call(kService, "DeleteEarthObservationJob", {{"Arn", arn}});
  app.Advance(5s);
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Status"), "DELETING");
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("DurationInSeconds"), 100);
}

TEST(GetEarthObservationJob, DoesNotShowTheJobsOfOthers) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  app.account = "999999999999";
  const CallResult result = app.TryCall(kService, "GetEarthObservationJob", {{"Arn", arn}});
  EXPECT_EQ(result.status, 404);
  EXPECT_EQ(result.ErrorCode(), "ResourceNotFoundException");
  EXPECT_EQ(result.body.at("ResourceId"), arn);
}

TEST(EarthObservationJob, FailsWithAReasonWhereNoImageMatches) {
  TestApp app;
  Json query = LakeMeadQuery();
  query["TimeRangeFilter"] = {{"StartTime", 1000000000}, {"EndTime", 1000086400}};
  const std::string arn =
      RunJob(app, "StartEarthObservationJob", EarthObservationRequest(BandMath("a", "nir"), query));
  const Json job = GetEarthObservationJob(app, arn);
  EXPECT_EQ(job.at("Status"), "FAILED");
  EXPECT_EQ(job.at("ErrorDetails").at("Type"), "CLIENT_ERROR");
  EXPECT_THAT(job.at("ErrorDetails").at("Message").get<std::string>(),
              AllOf(HasSubstr("tile 11SQA"), HasSubstr("Widen TimeRangeFilter")));
  EXPECT_FALSE(job.contains("OutputBands"));
}

struct Computed {
  Json config;
  const char* operation;
  std::vector<std::string> bands;  // "red INT32"
};

const Json kMetres60 = {{"UserDefined", {{"Unit", "METERS"}, {"Value", 60}}}};

const Computed kComputed[] = {
    {{{"CloudMaskingConfig", Json::object()}}, "CLOUD_MASKING", {"mask UINT16"}},
    {{{"CloudRemovalConfig", {{"InterpolationValue", "-9999"}, {"TargetBands", {"red"}}}}},
     "CLOUD_REMOVAL",
     {"red INT32"}},
    {{{"GeoMosaicConfig", {{"AlgorithmName", "NEAR"}, {"TargetBands", {"visual", "red"}}}}},
     "GEO_MOSAIC",
     {"visual UINT16", "red UINT16"}},
    {{{"ResamplingConfig", {{"OutputResolution", kMetres60}, {"TargetBands", {"nir"}}}}},
     "RESAMPLING",
     {"nir UINT16"}},
    {{{"StackConfig", {{"TargetBands", {"red", "blue"}}}}},
     "STACKING",
     {"red UINT16", "blue UINT16"}},
    {{{"TemporalStatisticsConfig", {{"Statistics", {"MEAN", "MEDIAN"}}, {"TargetBands", {"nir"}}}}},
     "TEMPORAL_STATISTICS",
     {"nir_mean FLOAT32", "nir_median FLOAT32"}},
};

TEST(EarthObservationJob, OfEveryOperationSaysWhatItGives) {
  TestApp app;
  for (const auto& [config, operation, bands] : kComputed) {
    const std::string arn =
        RunJob(app, "StartEarthObservationJob", EarthObservationRequest(config));
    const Json job = GetEarthObservationJob(app, arn);
    EXPECT_EQ(job.at("Status"), "COMPLETED") << job;
    EXPECT_EQ(job.at("JobConfig"), config);
    std::vector<std::string> actual;
    for (const Json& band : job.at("OutputBands")) {
      actual.push_back(band.at("BandName").get<std::string>() + " " +
                       band.at("OutputDataType").get<std::string>());
    }
    EXPECT_EQ(actual, bands);
    const Json list = app.Call(kService, "ListEarthObservationJobs", Json::object());
    EXPECT_THAT(list.dump(), HasSubstr(operation));
  }
}

Json ZonalConfig(const std::string& path = "s3://input/zones.geojson") {
  return {{"ZonalStatisticsConfig",
           {{"Statistics", {"MEAN", "MAX"}}, {"ZoneS3Path", path}, {"TargetBands", {"coastal"}}}}};
}

TEST(EarthObservationJob, OfZonesReadsThemWhileItRuns) {
  TestApp app;
  app.CreateBucket("input");
  app.CreateBucket("out");
  app.PutObject("s3://input/zones.geojson",
                R"({"type":"Polygon","coordinates":[[[-114.5,36.2],[-114.4,36.2],[-114.4,36.3],)"
                R"([-114.5,36.2]]]})");
  const std::string arn =
      RunJob(app, "StartEarthObservationJob", EarthObservationRequest(ZonalConfig()));
  const Json job = GetEarthObservationJob(app, arn);
  ASSERT_EQ(job.at("Status"), "COMPLETED") << job;
  EXPECT_FALSE(job.contains("OutputBands"));
  Json request = ExportRequest(arn);
  request["ExportSourceImages"] = true;
  app.Call(kService, "ExportEarthObservationJob", request);
  app.Settle(arn + "/export");
  const auto keys = app.ListKeys("s3://out/");
  ASSERT_EQ(keys.size(), 3U);  // two source images
  EXPECT_THAT(keys[0], HasSubstr("/input/S2A_11SQA_20220704_0_L2A/B01.tif"));
  EXPECT_EQ(keys[2], "results/" + IdOf(arn) + "/output/consolidated/zonal_statistics.csv");
  const std::string csv = app.GetObject("s3://out/" + keys[2]);
  EXPECT_EQ(std::ranges::count(csv, '\n'), 3);
  EXPECT_THAT(csv, MatchesRegex("zone,zone_id,image,acquired,band,pixels,mean,max\n"
                                "0,,S2B_11SQA_20220709_0_L2A,2022-07-09T18:34:08Z,coastal,"
                                "[0-9]+,[0-9.]+,[0-9]+\n0,,S2A_.*\n"));
  // The table says nothing to another job.
  const CallResult refused =
      app.TryCall(kService, "StartEarthObservationJob", ChainedRequest(arn, BandMath("a", "nir")));
  EXPECT_EQ(refused.ErrorCode(), "ValidationException");
  EXPECT_THAT(refused.ErrorMessage(), HasSubstr("a table and no images"));
}

TEST(EarthObservationJob, OfZonesFailsWithAReason) {
  TestApp app;
  app.CreateBucket("input");
  app.PutObject("s3://input/broken", R"({"type":"FeatureCollection","features":[7]})");
  app.PutObject("s3://input/away",
                R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})");
  const std::pair<const char*, const char*> cases[] = {
      {"s3://input/none", "none"},
      {"s3://nowhere/zones", "nowhere"},
      {"s3://input/broken", "ZoneS3Path s3://input/broken: Feature 0 is 7"},
      {"s3://input/away", "No zone of ZoneS3Path lies in any of the images"},
  };
  for (const auto& [path, reason] : cases) {
    const Json job = GetEarthObservationJob(
        app, RunJob(app, "StartEarthObservationJob", EarthObservationRequest(ZonalConfig(path))));
    EXPECT_EQ(job.at("Status"), "FAILED") << path;
    EXPECT_EQ(job.at("ErrorDetails").at("Type"), "CLIENT_ERROR");
    EXPECT_THAT(job.at("ErrorDetails").at("Message").get<std::string>(), HasSubstr(reason));
  }
}

TEST(EarthObservationJob, OfAMosaicAcrossZonesSaysSo) {
  TestApp app;
  Json query = LakeMeadQuery();
  query["AreaOfInterest"]["AreaOfInterestGeometry"]["PolygonGeometry"]["Coordinates"] =
      Json::parse("[[[-114.3,36.1],[-113.7,36.1],[-113.7,36.2],[-114.3,36.2],[-114.3,36.1]]]");
  const Json job = GetEarthObservationJob(
      app,
      RunJob(app, "StartEarthObservationJob",
             EarthObservationRequest({{"GeoMosaicConfig", {{"TargetBands", {"red"}}}}}, query)));
  EXPECT_EQ(job.at("Status"), "FAILED");
  EXPECT_THAT(job.at("ErrorDetails").at("Message").get<std::string>(),
              HasSubstr("more than one zone of UTM"));
}

TEST(EarthObservationJob, GoesOnFromBandMath) {
  TestApp app;
  const std::string first =
      RunJob(app, "StartEarthObservationJob", EarthObservationRequest(BandMath("a", "nir - red")));
  const std::string second =
      RunJob(app, "StartEarthObservationJob", ChainedRequest(first, BandMath("b", "a * 2")));
  const Json job = GetEarthObservationJob(app, second);
  EXPECT_EQ(job.at("Status"), "COMPLETED");
  EXPECT_EQ(job.at("InputConfig").at("PreviousEarthObservationJobArn"), first);
  EXPECT_EQ(job.at("OutputBands")[0].at("BandName"), "b");

  const CallResult unknown = app.TryCall(kService, "StartEarthObservationJob",
                                         ChainedRequest(first, BandMath("b", "nir * 2")));
  EXPECT_EQ(unknown.ErrorCode(), "ValidationException");
  EXPECT_THAT(unknown.ErrorMessage(), HasSubstr("the bands are a"));
}

TEST(EarthObservationJob, IsRefusedWhereAChainMakesNoSense) {
  TestApp app;
  const std::string cover = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  const std::string math =
      RunJob(app, "StartEarthObservationJob", EarthObservationRequest(BandMath("a", "nir")));
  const struct {
    std::string previous;
    Json config;
    const char* message;
  } cases[] = {
      {cover, BandMath("b", "mask"), "BAND_MATH calculates with bands"},
      {math, {{"LandCoverSegmentationConfig", Json::object()}}, "start it from a Raster"},
  };
  for (const auto& [previous, config, message] : cases) {
    const CallResult refused =
        app.TryCall(kService, "StartEarthObservationJob", ChainedRequest(previous, config));
    EXPECT_EQ(refused.ErrorCode(), "ValidationException") << config;
    EXPECT_THAT(refused.ErrorMessage(), HasSubstr(message));
  }
}

TEST(EarthObservationJob, NeedsAPreviousJobThatIsCompleted) {
  TestApp app;
  const std::string running =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  const CallResult early = app.TryCall(kService, "StartEarthObservationJob",
                                       ChainedRequest(running, BandMath("b", "mask")));
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(early.ErrorCode(), "ConflictException");
  EXPECT_THAT(early.ErrorMessage(), HasSubstr("INITIALIZING"));
  std::string none = running;
  none.back() = none.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(
      app.TryCall(kService, "StartEarthObservationJob", ChainedRequest(none, BandMath("b", "mask")))
          .status,
      404);
}

TEST(StopEarthObservationJob, IsLegalWhileTheJobIsOnItsWay) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  app.Advance(400ms);
  EXPECT_EQ(app.Call(kService, "StopEarthObservationJob", {{"Arn", arn}}), Json::object());
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Status"), "STOPPING");
  app.Call(kService, "StopEarthObservationJob", {{"Arn", arn}});
  app.Settle(arn);
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Status"), "STOPPED");
  app.Call(kService, "StopEarthObservationJob", {{"Arn", arn}});
}

TEST(StopEarthObservationJob, IsRefusedOnceTheJobHasEnded) {
  TestApp app;
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  const CallResult result = app.TryCall(kService, "StopEarthObservationJob", {{"Arn", arn}});
  EXPECT_EQ(result.status, 409);
  EXPECT_THAT(result.ErrorMessage(), HasSubstr("COMPLETED"));
}

TEST(DeleteEarthObservationJob, TakesTheJobAway) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  EXPECT_EQ(app.TryCall(kService, "DeleteEarthObservationJob", {{"Arn", arn}}).status, 409);
  app.Settle(arn);
  app.Call(kService, "DeleteEarthObservationJob", {{"Arn", arn}});
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Status"), "DELETING");
  app.Call(kService, "DeleteEarthObservationJob", {{"Arn", arn}});  // idempotent
  app.Settle(arn);
  EXPECT_EQ(app.TryCall(kService, "GetEarthObservationJob", {{"Arn", arn}}).status, 404);
  EXPECT_EQ(app.TryCall(kService, "DeleteEarthObservationJob", {{"Arn", arn}}).status, 404);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
