// SPDX-License-Identifier: Apache-2.0
//
// The front door: which service a request reaches, and what answers where none does.

#include "portside/server/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "portside/base/digest.h"
#include "portside/base/limits.h"
#include "support/temporary_directory.h"
#include "support/test_app.h"

namespace portside {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kJobArn =
    "arn:aws:sagemaker-geospatial:us-west-2:123456789012:earth-observation-job/abcdefghijkl";

HttpRequest Request(const std::string& method, const std::string& target, Headers headers = {},
                    const std::string& body = "") {
  return {.method = method, .target = target, .headers = std::move(headers), .body = body};
}

Headers Signed(const std::string& service) {
  Headers headers;
  headers.Add("Authorization", "AWS4-HMAC-SHA256 Credential=123456789012/20240101/us-west-2/" +
                                   service + "/aws4_request, SignedHeaders=host, Signature=0");
  return headers;
}

Headers Target(const std::string& target) {
  Headers headers;
  headers.Add("X-Amz-Target", target);
  headers.Add("Content-Type", "application/x-amz-json-1.1");
  return headers;
}

std::string Text(const HttpResponse& response) { return std::get<std::string>(response.body); }

TEST(AppTest, RoutesByTargetScopeAndPath) {
  TestApp app;
  const struct {
    const char* what;
    HttpRequest request;
    int status;
    const char* text;
  } kCases[] = {
      {"target", Request("POST", "/", Target("AmazonPersonalize.ListDatasetGroups"), "{}"), 200,
       R"({"datasetGroups":[]})"},
      {"scope and path",
       Request("POST", "/list-earth-observation-jobs", Signed("sagemaker-geospatial"), "{}"), 200,
       R"({"EarthObservationJobSummaries":[]})"},
      {"unsigned rest-json POST", Request("POST", "/list-vector-enrichment-jobs", {}, "{}"), 200,
       R"({"VectorEnrichmentJobSummaries":[]})"},
      {"unsigned path with an escaped ARN",
       Request("GET",
               "/earth-observation-jobs/arn%3Aaws%3Asagemaker-geospatial%3Aus-west-2%3A"
               "123456789012%3Aearth-observation-job%2Fabcdefghijkl"),
       404, kJobArn},
      {"unsigned path with a raw ARN",
       Request("GET", std::string("/earth-observation-jobs/") + kJobArn), 404, kJobArn},
      {"personalize events share the signing name",
       Request("POST", "/events", Signed("personalize"), "{}"), 400, "trackingId"},
      {"the rest is S3", Request("GET", "/no-such-bucket/key"), 404, "<Code>NoSuchBucket</Code>"},
      {"S3 by its scope", Request("GET", "/", Signed("s3")), 200, "<ListAllMyBucketsResult"},
  };
  for (const auto& test : kCases) {
    const HttpResponse response = app.Send(test.request);
    EXPECT_EQ(response.status, test.status) << test.what << ": " << Text(response);
    EXPECT_THAT(Text(response), HasSubstr(test.text)) << test.what;
    // One id, in the header that the service has for it.
    EXPECT_NE(response.headers.Has("x-amzn-RequestId"), response.headers.Has("x-amz-request-id"))
        << test.what;
  }
}

TEST(AppTest, RefusesWhatItDoesNotServeByName) {
  TestApp app;
  const HttpResponse modelled =
      app.Send(Request("POST", "/", Target("SageMaker.CreateTrainingPlan"), "{}"));
  EXPECT_EQ(modelled.status, 501);
  EXPECT_THAT(Text(modelled), HasSubstr("SageMaker.CreateTrainingPlan"));

  for (const char* target : {"SageMaker.NoSuchThing", "NoSuchService.Thing", "nothing"}) {
    const HttpResponse unknown = app.Send(Request("POST", "/", Target(target), "{}"));
    EXPECT_EQ(unknown.status, 400) << target;
    EXPECT_EQ(Text(unknown), R"({"__type":"UnknownOperationException"})") << target;
  }

  const HttpResponse foreign = app.Send(Request("GET", "/", Signed("dynamodb")));
  EXPECT_EQ(foreign.status, 501);
  EXPECT_THAT(Text(foreign), HasSubstr("'dynamodb'"));
}

TEST(AppTest, AnExistingBucketWinsOverAnAmbiguousPath) {
  TestApp app({.account = "000000000000"});
  EXPECT_THAT(Text(app.Send(Request("GET", "/raster-data-collections"))),
              HasSubstr("RasterDataCollectionSummaries"));
  app.CreateBucket("raster-data-collections");
  EXPECT_THAT(Text(app.Send(Request("GET", "/raster-data-collections"))),
              HasSubstr("<ListBucketResult"));
}

TEST(AppTest, TheAccessKeyIsTheAccountAndTheScopeTheRegion) {
  TestApp app;
  const std::string body = R"({"name":"g"})";
  Headers headers = Target("AmazonPersonalize.CreateDatasetGroup");
  headers.Add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=210987654321/20240101/eu-west-1/personalize/aws4_request,"
      "SignedHeaders=host,Signature=0");
  EXPECT_THAT(Text(app.Send(Request("POST", "/", headers, body))),
              HasSubstr("arn:aws:personalize:eu-west-1:210987654321:dataset-group/g"));
  EXPECT_EQ(app.Call("personalize", "ListDatasetGroups", Json::object()),
            Json({{"datasetGroups", Json::array()}}));
}

TEST(AppTest, HealthHasTheShapeOfOtherEmulators) {
  TestApp app;
  for (const char* path : {"/_portside/health", "/_localstack/health"}) {
    const HttpResponse response = app.Send(Request("GET", path));
    EXPECT_EQ(response.status, 200);
    const Json body = Json::parse(Text(response));
    for (const char* service :
         {"s3", "sts", "glue", "logs", "sagemaker", "sagemaker-geospatial", "personalize"}) {
      EXPECT_EQ(body["services"][service], "available") << service;
    }
    EXPECT_TRUE(body["version"].is_string());
  }
}

TEST(AppTest, ResetDropsAllStateAndAllObjects) {
  for (const char* path : {"/_portside/reset", "/moto-api/reset"}) {
    TestApp app;
    app.PutObject("s3://bucket/key", "bytes");
    app.Call("personalize", "CreateDatasetGroup", {{"name", "g"}});
    EXPECT_EQ(app.Send(Request("POST", path)).status, 200);
    EXPECT_FALSE(app.objects().FindBucket("bucket"));
    EXPECT_EQ(app.Call("personalize", "ListDatasetGroups", Json::object()),
              Json({{"datasetGroups", Json::array()}}));
    app.Advance(std::chrono::seconds(10));
    app.Call("personalize", "CreateDatasetGroup", {{"name", "g"}});
  }
}

TEST(AppTest, AKeyThatLooksLikeAControlPathIsAnObject) {
  TestApp app;
  app.CreateBucket("bkt");
  Headers headers = Signed("s3");
  headers.Add("Host", "bkt.localhost:4566");
  headers.Add("Content-Length", "4");
  EXPECT_EQ(app.Send(Request("PUT", "/_portside/reset", headers, "text")).status, 200);
  EXPECT_EQ(app.GetObject("s3://bkt/_portside/reset"), "text");
}

TEST(AppTest, UnknownControlPathsListTheKnownOnes) {
  TestApp app;
  const HttpResponse unknown = app.Send(Request("GET", "/_portside/helth"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(Text(unknown), HasSubstr("GET /_portside/health"));
  const HttpResponse wrong = app.Send(Request("GET", "/_portside/reset"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.Get("Allow"), "POST");
}

TEST(AppTest, RefusalsOfTheServerAreReadableBySdks) {
  TestApp app;
  const HttpResponse response = app.app().Refuse(413, "the body has more than 8388608 bytes", {});
  EXPECT_EQ(response.status, 413);
  EXPECT_TRUE(response.close);
  EXPECT_EQ(response.headers.Get("x-amzn-ErrorType"), "RequestEntityTooLarge");
  EXPECT_THAT(Text(response), StartsWith(R"({"__type":"RequestEntityTooLarge","message":)"));
}

TEST(AppTest, EqualSeedsAndCallsGiveEqualBytes) {
  const auto run = [] {
    TestApp app;
    std::string all;
    for (int i = 0; i < 3; ++i) {
      const HttpResponse response =
          app.Send(Request("POST", "/", Target("AmazonPersonalize.CreateDatasetGroup"),
                           R"({"name":"g)" + std::to_string(i) + "\"}"));
      all += std::string(response.headers.Get("x-amzn-RequestId")) + Text(response);
    }
    return all;
  };
  EXPECT_EQ(run(), run());
}

// A file that nobody has read yet is read by another thread; the answer is the same.
TEST(AppTest, APersonsFilesAreReadAside) {
  const TemporaryDirectory directory;
  const std::filesystem::path bucket = directory.path() / "s3/dropped";
  std::filesystem::create_directories(bucket / "folder");
  std::string rows = "ITEM_ID,PRICE\n";
  while (rows.size() < 3 * limits::kHastyBytes) rows += "item,1\n";
  for (const char* name : {"one", "folder/two"}) std::ofstream(bucket / name) << rows;
  TestApp app({.data_dir = directory.path(), .has_aside = true});

  HttpRequest head;
  head.method = "HEAD";
  head.target = "/dropped/one";
  const HttpResponse first = app.Send(head);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.headers.Get("ETag"), '"' + HexDigest(DigestAlgorithm::kMd5, rows) + '"');
  EXPECT_EQ(app.asides, 1);

  HttpRequest list;
  list.method = "GET";
  list.target = "/dropped?list-type=2";
  const HttpResponse listed = app.Send(list);
  EXPECT_NE(std::get<std::string>(listed.body).find("<Key>folder/two</Key>"), std::string::npos);
  EXPECT_EQ(app.asides, 2);

  // A job's handler looks at its source in the same way, and its unit of work is one all the same.
  std::ofstream(bucket / "labels.csv") << std::string(2 * limits::kHastyBytes, 'x');
  app.Call("glue", "CreateDatabase", {{"DatabaseInput", {{"Name", "db"}}}});
  app.Call("glue", "CreateTable",
           {{"DatabaseName", "db"},
            {"TableInput",
             {{"Name", "t"},
              {"StorageDescriptor", {{"Columns", {{{"Name", "id"}, {"Type", "string"}}}}}}}}});
  const std::string transform =
      app.Call("glue", "CreateMLTransform",
               {{"Name", "m"},
                {"Role", "role"},
                {"InputRecordTables", {{{"DatabaseName", "db"}, {"TableName", "t"}}}},
                {"Parameters",
                 {{"TransformType", "FIND_MATCHES"},
                  {"FindMatchesParameters", {{"PrimaryKeyColumnName", "id"}}}}}})["TransformId"];
  app.Call("glue", "StartImportLabelsTaskRun",
           {{"TransformId", transform}, {"InputS3Path", "s3://dropped/labels.csv"}});
  EXPECT_EQ(app.asides, 3);
  const Json runs = app.Call("glue", "GetMLTaskRuns", {{"TransformId", transform}});
  EXPECT_EQ(runs["TaskRuns"].size(), 1U) << "it was tried twice";
}

}  // namespace
}  // namespace portside
