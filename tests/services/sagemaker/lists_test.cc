// SPDX-License-Identifier: Apache-2.0
//
// ListCompilationJobs and ListEdgePackagingJobs.

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Four jobs, ten seconds apart: alpha FAILED, Beta COMPLETED, gamma STOPPED, delta STARTING.
class ListJobsTest : public SageMakerTest {
 protected:
  ListJobsTest() {
    start = ToEpochSeconds(app.Now());
    Json failing = CompilationInput("alpha");
    failing["InputConfig"]["S3Uri"] = "s3://models/none.tar.gz";
    Call("CreateCompilationJob", failing);
    app.Advance(10s);
    Call("CreateCompilationJob", CompilationInput("Beta"));
    app.Advance(10s);
    Call("CreateCompilationJob", CompilationInput("gamma"));
    Call("StopCompilationJob", {{"CompilationJobName", "gamma"}});
    app.Advance(10s);
    Call("CreateCompilationJob", CompilationInput("delta"));
  }

  std::vector<std::string> NamesOf(const Json& output) {
    std::vector<std::string> names;
    for (const Json& job : output.at("CompilationJobSummaries")) {
      names.push_back(job["CompilationJobName"].get<std::string>());
    }
    return names;
  }

  std::vector<std::string> Names(const Json& input) {
    return NamesOf(Call("ListCompilationJobs", input));
  }

  double start = 0;
};

TEST_F(ListJobsTest, TheDefaultIsCreationTimeAscending) {
  EXPECT_THAT(Names(Json::object()), ElementsAre("alpha", "Beta", "gamma", "delta"));
}

TEST_F(ListJobsTest, ColumnsSortBothWays) {
  EXPECT_THAT(Names({{"SortOrder", "Descending"}}), ElementsAre("delta", "gamma", "Beta", "alpha"));
  EXPECT_THAT(Names({{"SortBy", "Name"}}), ElementsAre("Beta", "alpha", "delta", "gamma"));
  EXPECT_THAT(Names({{"SortBy", "Status"}, {"SortOrder", "Descending"}}),
              ElementsAre("gamma", "delta", "alpha", "Beta"));
}

TEST_F(ListJobsTest, FiltersMustAllHold) {
  EXPECT_THAT(Names({{"StatusEquals", "COMPLETED"}}), ElementsAre("Beta"));
  EXPECT_THAT(Names({{"NameContains", "lt"}}), ElementsAre("delta"));
  EXPECT_THAT(Names({{"NameContains", "beta"}}), IsEmpty());
  EXPECT_THAT(Names({{"NameContains", "a"}, {"StatusEquals", "FAILED"}}), ElementsAre("alpha"));
}

TEST_F(ListJobsTest, TimesAreComparedStrictly) {
  EXPECT_THAT(Names({{"CreationTimeAfter", start}}), ElementsAre("Beta", "gamma", "delta"));
  EXPECT_THAT(Names({{"CreationTimeBefore", start + 10}}), ElementsAre("alpha"));
  EXPECT_THAT(Names({{"CreationTimeAfter", start + 5}, {"CreationTimeBefore", start + 25}}),
              ElementsAre("Beta", "gamma"));
  // Beta was modified last when it was completed, one second after its creation.
  EXPECT_THAT(Names({{"LastModifiedTimeAfter", start + 10.5}}),
              ElementsAre("Beta", "gamma", "delta"));
  EXPECT_THAT(Names({{"LastModifiedTimeBefore", start + 15}}), ElementsAre("alpha", "Beta"));
}

TEST_F(ListJobsTest, PagesFollowEachOther) {
  Json input = {{"SortBy", "Name"}, {"MaxResults", 3}};
  const Json first = Call("ListCompilationJobs", input);
  EXPECT_THAT(NamesOf(first), ElementsAre("Beta", "alpha", "delta"));
  Call("CreateCompilationJob", CompilationInput("AAA"));
  input["NextToken"] = first.at("NextToken");
  input["MaxResults"] = 100;
  const Json last = Call("ListCompilationJobs", input);
  EXPECT_THAT(NamesOf(last), ElementsAre("gamma"));
  EXPECT_FALSE(last.contains("NextToken"));
}

TEST_F(ListJobsTest, ATokenBelongsToItsList) {
  const Json first = Call("ListCompilationJobs", {{"MaxResults", 1}});
  const Json token = first.at("NextToken");
  ExpectError("ListCompilationJobs", {{"NextToken", token}, {"SortBy", "Name"}},
              "ValidationException", "Invalid NextToken.");
  ExpectError("ListEdgePackagingJobs", {{"NextToken", token}}, "ValidationException",
              "Invalid NextToken.");
  ExpectError("ListCompilationJobs", {{"NextToken", "not-a-token"}}, "ValidationException",
              "Invalid NextToken.");
}

TEST_F(ListJobsTest, TenCompilationJobsAreAPage) {
  for (int i = 0; i < 7; ++i) {
    Call("CreateCompilationJob", CompilationInput("more-" + std::to_string(i)));
  }
  const Json output = Call("ListCompilationJobs", Json::object());
  EXPECT_EQ(output.at("CompilationJobSummaries").size(), 10U);
  EXPECT_TRUE(output.contains("NextToken"));
}

TEST_F(ListJobsTest, ASummaryNamesItsTarget) {
  const Json device =
      Call("ListCompilationJobs", {{"NameContains", "Beta"}})["CompilationJobSummaries"][0];
  EXPECT_EQ(device["CompilationTargetDevice"], "rasp4b");
  EXPECT_EQ(device["CompilationJobStatus"], "COMPLETED");
  EXPECT_EQ(device["CompilationJobArn"],
            "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/Beta");
  EXPECT_TRUE(device.contains("CompilationEndTime"));

  Json input = CompilationInput("platform");
  input["OutputConfig"] = {{"S3OutputLocation", "s3://out"},
                           {"TargetPlatform", {{"Os", "ANDROID"}, {"Arch", "ARM64"}}}};
  Call("CreateCompilationJob", input);
  const Json platform =
      Call("ListCompilationJobs", {{"NameContains", "platform"}})["CompilationJobSummaries"][0];
  EXPECT_EQ(platform["CompilationTargetPlatformOs"], "ANDROID");
  EXPECT_EQ(platform["CompilationTargetPlatformArch"], "ARM64");
  EXPECT_FALSE(platform.contains("CompilationTargetDevice"));
}

class ListEdgePackagingJobsTest : public SageMakerTest {
 protected:
  ListEdgePackagingJobsTest() {
    Compile(CompilationInput("comp"));
    Create("p1", "zebra");
    app.Advance(10s);
    Create("p2", "ant");
    Call("StopEdgePackagingJob", {{"EdgePackagingJobName", "p2"}});
    app.Advance(500ms);
    Create("q3", "mule");
  }

  void Create(const char* name, const char* model) {
    Json input = PackagingInput(name);
    input["ModelName"] = model;
    Call("CreateEdgePackagingJob", input);
  }

  std::vector<std::string> Names(const Json& input) {
    const Json output = Call("ListEdgePackagingJobs", input);
    std::vector<std::string> names;
    for (const Json& job : output.at("EdgePackagingJobSummaries")) {
      names.push_back(job["EdgePackagingJobName"].get<std::string>());
    }
    return names;
  }
};

TEST_F(ListEdgePackagingJobsTest, EveryColumnSorts) {
  EXPECT_THAT(Names(Json::object()), ElementsAre("p1", "p2", "q3"));
  EXPECT_THAT(Names({{"SortBy", "NAME"}, {"SortOrder", "Descending"}}),
              ElementsAre("q3", "p2", "p1"));
  EXPECT_THAT(Names({{"SortBy", "MODEL_NAME"}}), ElementsAre("p2", "q3", "p1"));
  EXPECT_THAT(Names({{"SortBy", "CREATION_TIME"}}), ElementsAre("p1", "p2", "q3"));
  EXPECT_THAT(Names({{"SortBy", "LAST_MODIFIED_TIME"}}), ElementsAre("p1", "p2", "q3"));
  EXPECT_THAT(Names({{"SortBy", "STATUS"}}), ElementsAre("p1", "q3", "p2"));
}

TEST_F(ListEdgePackagingJobsTest, FiltersByNameModelAndStatus) {
  EXPECT_THAT(Names({{"NameContains", "p"}}), ElementsAre("p1", "p2"));
  EXPECT_THAT(Names({{"ModelNameContains", "e"}}), ElementsAre("p1", "q3"));
  EXPECT_THAT(Names({{"ModelNameContains", "e"}, {"NameContains", "q"}}), ElementsAre("q3"));
  EXPECT_THAT(Names({{"StatusEquals", "STOPPED"}}), ElementsAre("p2"));
}

TEST_F(ListEdgePackagingJobsTest, MaxResultsHasBounds) {
  EXPECT_THAT(Names({{"MaxResults", 1}}), ElementsAre("p1"));
  ExpectError("ListEdgePackagingJobs", {{"MaxResults", 0}}, "ValidationException",
              "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value "
              "greater than or equal to 1");
  ExpectError("ListEdgePackagingJobs", {{"MaxResults", 101}}, "ValidationException",
              "Member must have value less than or equal to 100");
}

TEST_F(ListEdgePackagingJobsTest, ASummaryHasAllItsMembers) {
  const Json job = Call("ListEdgePackagingJobs", Json::object())["EdgePackagingJobSummaries"][0];
  EXPECT_EQ(job.size(), 8U);
  EXPECT_EQ(job["EdgePackagingJobArn"],
            "arn:aws:sagemaker:us-west-2:123456789012:edge-packaging-job/p1");
  EXPECT_EQ(job["ModelName"], "zebra");
  EXPECT_EQ(job["ModelVersion"], "1.0");
  EXPECT_EQ(job["CompilationJobName"], "comp");
  EXPECT_EQ(job["EdgePackagingJobStatus"], "COMPLETED");
}

TEST_F(ListEdgePackagingJobsTest, OthersSeeNothing) {
  app.account = "210987654321";
  EXPECT_THAT(Names(Json::object()), IsEmpty());
}

}  // namespace
}  // namespace portside::sagemaker
