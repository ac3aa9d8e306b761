// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

constexpr const char* kPoints = "lon,lat\n-149.8935557,61.21759217\n2.3522,48.8566\n";

Json MapMatchingRequest() {
  Json request = ReverseGeocodingRequest("s3://input/drives.csv");
  request["JobConfig"] = {{"MapMatchingConfig",
                           {{"IdAttributeName", "id"},
                            {"TimestampAttributeName", "time"},
                            {"XAttributeName", "x"},
                            {"YAttributeName", "y"}}}};
  return request;
}

std::string FailureOf(TestApp& app, const Json& request) {
  const Json job = GetVectorEnrichmentJob(app, RunJob(app, "StartVectorEnrichmentJob", request));
  EXPECT_EQ(job.at("Status"), "FAILED");
  if (!job.contains("ErrorDetails")) return "";
  EXPECT_EQ(job.at("ErrorDetails").at("ErrorType"), "CLIENT_ERROR");
  return job.at("ErrorDetails").at("ErrorMessage");
}

TEST(StartVectorEnrichmentJob, AnswersWithTheJobAsItBegins) {
  TestApp app;
  Json request = ReverseGeocodingRequest();
  request["KmsKeyId"] = "alias/mine";
  const Json job = app.Call(kService, "StartVectorEnrichmentJob", request);
  EXPECT_THAT(job.at("Arn").get<std::string>(),
              MatchesRegex("arn:aws:sagemaker-geospatial:us-west-2:123456789012:"
                           "vector-enrichment-job/[a-km-np-z2-9]{12}"));
  EXPECT_EQ(job.at("Status"), "INITIALIZING");
  EXPECT_EQ(job.at("Type"), "REVERSE_GEOCODING");
  EXPECT_EQ(job.at("DurationInSeconds"), 0);
  EXPECT_EQ(job.at("InputConfig"), request.at("InputConfig"));
  EXPECT_EQ(job.at("JobConfig"), request.at("JobConfig"));
  EXPECT_EQ(job.at("KmsKeyId"), "alias/mine");
  EXPECT_EQ(job.at("Tags"), Json::object());
}

TEST(StartVectorEnrichmentJob, WithOneClientTokenIsOneJob) {
  TestApp app;
  Json request = ReverseGeocodingRequest();
  request["ClientToken"] = "ef57c34b-9181-4e21-925d-e132314c95bc";
  const Json first = app.Call(kService, "StartVectorEnrichmentJob", request);
  app.Advance(5s);
  EXPECT_EQ(app.Call(kService, "StartVectorEnrichmentJob", request), first);
  request["Name"] = "other";
  EXPECT_EQ(app.TryCall(kService, "StartVectorEnrichmentJob", request).status, 409);
}

TEST(StartVectorEnrichmentJob, AClientTokenHoldsForEightHoursOfTheUsersClock) {
  TestApp app;
  Json request = ReverseGeocodingRequest();
  request["ClientToken"] = "ef57c34b-9181-4e21-925d-e132314c95bc";
  const Json first = app.Call(kService, "StartVectorEnrichmentJob", request);
  app.Advance(8h - 1s);
  EXPECT_EQ(app.Call(kService, "StartVectorEnrichmentJob", request)["Arn"], first["Arn"]);
  app.Advance(1s);
  const Json second = app.Call(kService, "StartVectorEnrichmentJob", request);
  EXPECT_NE(second["Arn"], first["Arn"]);
  EXPECT_EQ(app.Call(kService, "StartVectorEnrichmentJob", request)["Arn"], second["Arn"]);
}

TEST(StartVectorEnrichmentJob, AClientTokenDiesWithItsJob) {
  TestApp app;
  Json request = ReverseGeocodingRequest();
  request["ClientToken"] = "ef57c34b-9181-4e21-925d-e132314c95bc";
  const std::string first = app.Call(kService, "StartVectorEnrichmentJob", request)["Arn"];
  app.Settle(first);
  app.Call(kService, "DeleteVectorEnrichmentJob", {{"Arn", first}});
  app.Settle(first);
  EXPECT_NE(app.Call(kService, "StartVectorEnrichmentJob", request)["Arn"], first);
}

TEST(StartVectorEnrichmentJob, NeedsOneObject) {
  TestApp app;
  for (const char* uri : {"s3://input", "s3://input/", "s3://input/folder/"}) {
    const CallResult result =
        app.TryCall(kService, "StartVectorEnrichmentJob", ReverseGeocodingRequest(uri));
    EXPECT_EQ(result.status, 400) << uri;
    EXPECT_THAT(result.ErrorMessage(), HasSubstr("must name one CSV object")) << uri;
  }
}

TEST(VectorEnrichmentJob, GeocodesAndExports) {
  TestApp app;
  app.PutObject("s3://input/points.csv", kPoints);
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartVectorEnrichmentJob", ReverseGeocodingRequest());
  const Json job = GetVectorEnrichmentJob(app, arn);
  ASSERT_EQ(job.at("Status"), "COMPLETED");
  EXPECT_FALSE(job.contains("ExportStatus"));

  // The result is the job's own: the input may change or go.
  app.PutObject("s3://input/points.csv", "gone");
  const Json answer = app.Call(kService, "ExportVectorEnrichmentJob", ExportRequest(arn));
  EXPECT_EQ(answer.at("ExportStatus"), "IN_PROGRESS");
  EXPECT_EQ(GetVectorEnrichmentJob(app, arn).at("ExportStatus"), "IN_PROGRESS");
  app.Settle(arn + "/export");
  EXPECT_EQ(GetVectorEnrichmentJob(app, arn).at("ExportStatus"), "SUCCEEDED");
  const std::string key = "results/" + IdOf(arn) + "/results_0.csv";
  ASSERT_THAT(app.ListKeys("s3://out/"), ElementsAre(key));
  const std::string csv = app.GetObject("s3://out/" + key);
  EXPECT_THAT(csv, StartsWith("lon,lat,reverse_geo.address_number,"));
  EXPECT_THAT(csv, AllOf(HasSubstr("\n-149.8935557,61.21759217,"), HasSubstr(",USA,"),
                         HasSubstr(",FRA,"), HasSubstr(",Valid Data\n")));
}

TEST(VectorEnrichmentJob, MatchesDrivesAndExports) {
  TestApp app;
  app.PutObject("s3://input/drives.csv", "id,time,x,y\n1,1,8.25,47\n1,2,8.5,47\n");
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartVectorEnrichmentJob", MapMatchingRequest());
  EXPECT_EQ(GetVectorEnrichmentJob(app, arn).at("Type"), "MAP_MATCHING");
  app.Call(kService, "ExportVectorEnrichmentJob", ExportRequest(arn, "s3://out"));
  app.Settle(arn + "/export");
  const std::string root = IdOf(arn) + "/";
  EXPECT_THAT(app.ListKeys("s3://out/"),
              ElementsAre(root + "links.geojson", root + "mapmatch_output.json",
                          root + "waypoints.geojson"));
  const Json links = Json::parse(app.GetObject("s3://out/" + root + "links.geojson"));
  EXPECT_EQ(links.at("features")[0].at("properties").at("driveId"), "1");
}

TEST(VectorEnrichmentJob, KeepsResultsOfManyPages) {
  TestApp app;
  std::string csv = "lon,lat\n";
  for (int row = 0; row < 12'000; ++row) csv += "2.3522,48.8566\n";
  app.PutObject("s3://input/points.csv", csv);
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartVectorEnrichmentJob", ReverseGeocodingRequest());
  app.Call(kService, "ExportVectorEnrichmentJob", ExportRequest(arn));
  app.Settle(arn + "/export");
  const std::string out = app.GetObject("s3://out/results/" + IdOf(arn) + "/results_0.csv");
  EXPECT_GT(out.size(), 1'100'000U);
  EXPECT_EQ(std::ranges::count(out, '\n'), 12'001);
}

TEST(VectorEnrichmentJob, FailsWithAReasonThatHelps) {
  TestApp app;
  EXPECT_THAT(FailureOf(app, ReverseGeocodingRequest()), HasSubstr("'input'"));
  app.CreateBucket("input");
  EXPECT_THAT(FailureOf(app, ReverseGeocodingRequest()), HasSubstr("points.csv"));
  app.PutObject("s3://input/points.csv", "longitude,latitude\n1,2\n");
  EXPECT_THAT(FailureOf(app, ReverseGeocodingRequest()),
              AllOf(HasSubstr("no column 'lon'"), HasSubstr("'longitude', 'latitude'")));
  app.PutObject("s3://input/drives.csv", "id,time,x,y\n1,soon,8,47\n");
  EXPECT_THAT(FailureOf(app, MapMatchingRequest()),
              HasSubstr("line 2, column 'time': 'soon' is not a timestamp"));
}

TEST(ExportVectorEnrichmentJob, IsRefusedUnlessTheJobIsCompleted) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartVectorEnrichmentJob", ReverseGeocodingRequest()).at("Arn");
  const CallResult early = app.TryCall(kService, "ExportVectorEnrichmentJob", ExportRequest(arn));
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(early.ErrorCode(), "ConflictException");
  app.Settle(arn);  // there is no input
  EXPECT_THAT(app.TryCall(kService, "ExportVectorEnrichmentJob", ExportRequest(arn)).ErrorMessage(),
              HasSubstr("FAILED"));
  // An earth observation job's ARN does not even fit the pattern.
  const CallResult other =
      app.TryCall(kService, "ExportVectorEnrichmentJob",
                  ExportRequest("arn:aws:sagemaker-geospatial:us-west-2:123456789012:"
                                "earth-observation-job/abcdefghijkm"));
  EXPECT_EQ(other.ErrorCode(), "ValidationException");
}

TEST(ExportVectorEnrichmentJob, HasFlatErrorDetails) {
  TestApp app;
  app.PutObject("s3://input/points.csv", kPoints);
  const std::string arn = RunJob(app, "StartVectorEnrichmentJob", ReverseGeocodingRequest());
  app.Call(kService, "ExportVectorEnrichmentJob", ExportRequest(arn, "s3://nowhere/x"));
  app.Settle(arn + "/export");
  const Json job = GetVectorEnrichmentJob(app, arn);
  EXPECT_EQ(job.at("ExportStatus"), "FAILED");
  EXPECT_EQ(job.at("ExportErrorDetails").at("Type"), "CLIENT_ERROR");
  EXPECT_THAT(job.at("ExportErrorDetails").at("Message").get<std::string>(), HasSubstr("nowhere"));
}

TEST(DeleteVectorEnrichmentJob, ForgetsResultsAndExport) {
  TestApp app;
  app.PutObject("s3://input/points.csv", kPoints);
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartVectorEnrichmentJob", ReverseGeocodingRequest());
  app.Call(kService, "ExportVectorEnrichmentJob", ExportRequest(arn));
  app.Settle(arn + "/export");
  const auto stored = [&] {
    std::size_t pages = 0;
    app.app().records().Visit(arn + "#result", [&](const Record&) { ++pages; });
    return pages;
  };
  EXPECT_EQ(stored(), 1U);
  app.Call(kService, "DeleteVectorEnrichmentJob", {{"Arn", arn}});
  EXPECT_EQ(stored(), 0U);
  app.Settle(arn);
  EXPECT_EQ(app.resources().Find(arn + "/export"), nullptr);
  EXPECT_EQ(app.TryCall(kService, "GetVectorEnrichmentJob", {{"Arn", arn}}).status, 404);
  // What was exported is the user's.
  EXPECT_TRUE(app.HasObject("s3://out/results/" + IdOf(arn) + "/results_0.csv"));
}

TEST(StopVectorEnrichmentJob, FollowsTheSameRules) {
  TestApp app;
  app.PutObject("s3://input/points.csv", kPoints);
  const std::string arn =
      app.Call(kService, "StartVectorEnrichmentJob", ReverseGeocodingRequest()).at("Arn");
  app.Call(kService, "StopVectorEnrichmentJob", {{"Arn", arn}});
  app.Settle(arn);
  EXPECT_EQ(GetVectorEnrichmentJob(app, arn).at("Status"), "STOPPED");
  app.Call(kService, "StopVectorEnrichmentJob", {{"Arn", arn}});
  const std::string done = RunJob(app, "StartVectorEnrichmentJob", ReverseGeocodingRequest());
  EXPECT_EQ(app.TryCall(kService, "StopVectorEnrichmentJob", {{"Arn", done}}).status, 409);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
