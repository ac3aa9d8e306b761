// SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

Json TagsOf(TestApp& app, const std::string& arn) {
  return app.Call(kService, "ListTagsForResource", {{"ResourceArn", arn}}).at("Tags");
}

TEST(Tags, OfBothKindsOfJobsCanBeChanged) {
  TestApp app;
  for (const char* operation : {"StartEarthObservationJob", "StartVectorEnrichmentJob"}) {
    Json request = std::string_view(operation) == "StartEarthObservationJob"
                       ? EarthObservationRequest()
                       : ReverseGeocodingRequest();
    request["Tags"] = {{"team", "water"}, {"stage", "test"}};
    const std::string arn = app.Call(kService, operation, request).at("Arn");
    app.Call(kService, "TagResource",
             {{"ResourceArn", arn}, {"Tags", {{"stage", "live"}, {"a b/c", ""}}}});
    EXPECT_EQ(TagsOf(app, arn), Json::parse(R"({"a b/c":"","stage":"live","team":"water"})"));
    app.Call(kService, "UntagResource",
             {{"ResourceArn", arn}, {"TagKeys", {"a b/c", "team", "never"}}});
    EXPECT_EQ(TagsOf(app, arn), Json::parse(R"({"stage":"live"})"));
  }
}

TEST(Tags, AreShownByGet) {
  TestApp app;
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  app.Call(kService, "TagResource", {{"ResourceArn", arn}, {"Tags", {{"team", "water"}}}});
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Tags"), Json::parse(R"({"team":"water"})"));
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Status"), "COMPLETED");
}

TEST(Tags, ObeyTheGeneralRules) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  Json many = Json::object();
  for (int i = 0; i < 51; ++i) many["k" + std::to_string(i)] = "v";
  struct Case {
    Json tags;
    const char* message;
  };
  const Case cases[] = {{{{"AWS:x", "y"}}, "reserved"},
                        {{{"", "y"}}, "1 to 128"},
                        {{{std::string(129, 'k'), "y"}}, "1 to 128"},
                        {{{"k", std::string(257, 'v')}}, "at most 256"},
                        {many, "at most 50"}};
  for (const Case& expected : cases) {
    const CallResult result =
        app.TryCall(kService, "TagResource", {{"ResourceArn", arn}, {"Tags", expected.tags}});
    EXPECT_EQ(result.status, 400) << expected.message;
    EXPECT_THAT(result.ErrorMessage(), HasSubstr(expected.message));
  }
  EXPECT_EQ(TagsOf(app, arn), Json::object());
}

TEST(Tags, OfPublicCollectionsAreEmptyAndStaySo) {
  TestApp app;
  EXPECT_EQ(TagsOf(app, kSentinel2Arn), Json::object());
  const CallResult result = app.TryCall(kService, "TagResource",
                                        {{"ResourceArn", kSentinel2Arn}, {"Tags", {{"a", "b"}}}});
  EXPECT_EQ(result.status, 403);
  EXPECT_EQ(result.ErrorCode(), "AccessDeniedException");
}

TEST(Tags, OfWhatDoesNotExistAreNotFound) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  for (const std::string& missing : {arn + "x", arn + "/export", std::string("nothing")}) {
    EXPECT_EQ(app.TryCall(kService, "ListTagsForResource", {{"ResourceArn", missing}}).status, 404);
    EXPECT_EQ(app.TryCall(kService, "UntagResource", {{"ResourceArn", missing}, {"TagKeys", {"a"}}})
                  .status,
              404);
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
