// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(EarthObservationJob, OfAnOperationThatIsNotEmulatedSaysSo) {
  const Json configs[] = {
      {{"CloudMaskingConfig", Json::object()}},
      {{"CloudRemovalConfig",
        {{"AlgorithmName", "INTERPOLATION"}, {"InterpolationValue", "-9999"}}}},
      {{"GeoMosaicConfig", {{"AlgorithmName", "NEAR"}, {"TargetBands", {"visual", "red"}}}}},
      {{"ResamplingConfig",
        {{"OutputResolution", {{"UserDefined", {{"Unit", "METERS"}, {"Value", 60}}}}}}}},
      {{"StackConfig", {{"OutputResolution", {{"Predefined", "HIGHEST"}}}}}},
      {{"TemporalStatisticsConfig", {{"Statistics", {"MEAN"}}}}},
      {{"ZonalStatisticsConfig",
        {{"Statistics", {"MEAN"}}, {"ZoneS3Path", "s3://input/zones.geojson"}}}},
  };
  TestApp app;
  for (const Json& config : configs) {
    const std::string arn =
        RunJob(app, "StartEarthObservationJob", EarthObservationRequest(config));
    const Json job = GetEarthObservationJob(app, arn);
    EXPECT_EQ(job.at("Status"), "FAILED") << config;
    EXPECT_EQ(job.at("JobConfig"), config);
    EXPECT_EQ(job.at("ErrorDetails").at("Type"), "SERVER_ERROR") << config;
    EXPECT_THAT(job.at("ErrorDetails").at("Message").get<std::string>(),
                HasSubstr("Portside does not emulate"))
        << config;
  }
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
