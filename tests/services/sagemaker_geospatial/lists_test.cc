// SPDX-License-Identifier: Apache-2.0
//
// Lists of jobs: filters, order, pages.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> NamesOf(const Json& page) {
  std::vector<std::string> names;
  for (const Json& entry : page.at("EarthObservationJobSummaries")) {
    names.push_back(entry.at("Name"));
  }
  return names;
}

// b, c, a: in the order of their creation, one second apart; b has ended.
class JobLists : public testing::Test {
 protected:
  JobLists() {
    for (const char* name : {"b", "c", "a"}) {
      Json request = EarthObservationRequest();
      request["Name"] = name;
      app_.Call(kService, "StartEarthObservationJob", request);
      app_.Advance(450ms);
    }
  }
  Json List(const Json& input) { return app_.Call(kService, "ListEarthObservationJobs", input); }

  TestApp app_;
};

TEST_F(JobLists, HaveTheOldestFirst) {
  const Json page = List(Json::object());
  EXPECT_THAT(NamesOf(page), ElementsAre("b", "c", "a"));
  EXPECT_FALSE(page.contains("NextToken"));
  const Json& first = page.at("EarthObservationJobSummaries")[0];
  EXPECT_EQ(first.at("OperationType"), "LAND_COVER_SEGMENTATION");
  EXPECT_EQ(first.at("Status"), "COMPLETED");
  EXPECT_EQ(first.at("DurationInSeconds"), 1);
  EXPECT_EQ(first.at("Tags"), Json::object());
  EXPECT_EQ(first.at("CreationTime"), "2024-01-01T00:00:00.000000Z");
  EXPECT_EQ(first.size(), 7U);
}

TEST_F(JobLists, AreSortedAsAsked) {
  EXPECT_THAT(NamesOf(List({{"SortOrder", "DESCENDING"}})), ElementsAre("a", "c", "b"));
  EXPECT_THAT(NamesOf(List({{"SortBy", "Name"}})), ElementsAre("a", "b", "c"));
  EXPECT_THAT(NamesOf(List({{"SortBy", "Name"}, {"SortOrder", "DESCENDING"}})),
              ElementsAre("c", "b", "a"));
  EXPECT_THAT(NamesOf(List({{"SortBy", "Status"}})), ElementsAre("b", "c", "a"));
  EXPECT_THAT(NamesOf(List({{"SortBy", "CreationTime"}})), ElementsAre("b", "c", "a"));
}

TEST_F(JobLists, AreFilteredByStatus) {
  EXPECT_THAT(NamesOf(List({{"StatusEquals", "COMPLETED"}})), ElementsAre("b"));
  EXPECT_THAT(NamesOf(List({{"StatusEquals", "IN_PROGRESS"}})), ElementsAre("c", "a"));
  EXPECT_THAT(NamesOf(List({{"StatusEquals", "FAILED"}})), IsEmpty());
  // The other family's filter is any text.
  EXPECT_TRUE(app_.Call(kService, "ListVectorEnrichmentJobs", {{"StatusEquals", "whatever"}})
                  .at("VectorEnrichmentJobSummaries")
                  .empty());
  EXPECT_EQ(app_.TryCall(kService, "ListEarthObservationJobs", {{"StatusEquals", "whatever"}})
                .ErrorCode(),
            "ValidationException");
}

TEST_F(JobLists, ComeInPages) {
  const Json first = List({{"MaxResults", 2}});
  EXPECT_THAT(NamesOf(first), ElementsAre("b", "c"));
  const Json rest = List({{"MaxResults", 2}, {"NextToken", first.at("NextToken")}});
  EXPECT_THAT(NamesOf(rest), ElementsAre("a"));
  EXPECT_FALSE(rest.contains("NextToken"));
}

TEST_F(JobLists, RefuseATokenOfAnotherList) {
  const Json token = List({{"MaxResults", 1}}).at("NextToken");
  for (const Json& input :
       {Json{{"NextToken", token}, {"SortBy", "Name"}},
        Json{{"NextToken", token}, {"StatusEquals", "COMPLETED"}},
        Json{{"NextToken", token}, {"SortOrder", "DESCENDING"}}, Json{{"NextToken", "x"}}}) {
    const CallResult result = app_.TryCall(kService, "ListEarthObservationJobs", input);
    EXPECT_EQ(result.status, 400) << input;
    EXPECT_THAT(result.ErrorMessage(), HasSubstr("NextToken")) << input;
  }
}

TEST_F(JobLists, RefuseAnUnknownOrder) {
  const CallResult result =
      app_.TryCall(kService, "ListEarthObservationJobs", {{"SortBy", "Duration"}});
  EXPECT_EQ(result.status, 400);
  EXPECT_THAT(result.ErrorMessage(), HasSubstr("CreationTime, Name and Status"));
}

TEST_F(JobLists, ShowOnlyTheCallersJobs) {
  app_.region = "eu-west-1";
  EXPECT_THAT(NamesOf(List(Json::object())), IsEmpty());
  app_.region = "us-west-2";
  app_.account = "999999999999";
  EXPECT_THAT(NamesOf(List(Json::object())), IsEmpty());
}

TEST_F(JobLists, OfVectorEnrichmentHaveAType) {
  app_.Call(kService, "StartVectorEnrichmentJob", ReverseGeocodingRequest());
  const Json page = app_.Call(kService, "ListVectorEnrichmentJobs", Json::object());
  ASSERT_EQ(page.at("VectorEnrichmentJobSummaries").size(), 1U);
  EXPECT_EQ(page.at("VectorEnrichmentJobSummaries")[0].at("Type"), "REVERSE_GEOCODING");
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
