// SPDX-License-Identifier: Apache-2.0

#include "portside/model/output_check.h"

#include <gtest/gtest.h>

#include "portside/model/service_model.h"

namespace portside {
namespace {

std::string Misfit(const char* service, const char* operation, const char* output) {
  const auto model = LoadEmbeddedModel(service);
  return FindMisfit(*model->FindOperation(operation)->output, Json::parse(output)).value_or("");
}

TEST(OutputCheckTest, WhatTheShapeDescribesFits) {
  EXPECT_EQ(Misfit("glue", "GetMLTaskRun", R"({"TransformId":"tfm-1","Status":"RUNNING",
      "Properties":{"TaskType":"EXPORT_LABELS"},"StartedOn":1700000000.5})"),
            "");
  EXPECT_EQ(Misfit("glue", "DeleteDatabase", "{}"), "");
}

TEST(OutputCheckTest, EveryMisfitIsNamedWithItsPlace) {
  struct Case {
    const char* service;
    const char* operation;
    const char* output;
    const char* misfit;
  };
  const Case cases[] = {
      {"glue", "GetMLTaskRun", R"({"Colour":1})",
       "output.Colour is no member of GetMLTaskRunResponse"},
      {"glue", "GetMLTaskRun", R"({"TransformId":null})",
       "output.TransformId must be a string (HashString) but is null"},
      {"glue", "GetMLTaskRun", R"({"Status":"BUSY"})",
       "output.Status is 'BUSY', no value of the enum TaskStatusType"},
      {"glue", "GetMLTaskRun", R"({"StartedOn":"today"})",
       "output.StartedOn must be a timestamp (Timestamp) but is \"today\""},
      {"glue", "GetMLTaskRun", R"({"ExecutionTime":1.5})",
       "output.ExecutionTime must be a integer (ExecutionTime) but is 1.5"},
      {"sagemaker", "ListEdgePackagingJobs", "{}",
       "output.EdgePackagingJobSummaries is required by ListEdgePackagingJobsResponse but is "
       "absent"},
      {"sagemaker", "ListEdgePackagingJobs", R"({"EdgePackagingJobSummaries":[1]})",
       "output.EdgePackagingJobSummaries[0] must be a structure (EdgePackagingJobSummary) but is "
       "1"},
      {"sagemaker_geospatial", "ListTagsForResource", R"({"Tags":{"a":1}})",
       "output.Tags[a] must be a string (String) but is 1"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Misfit(c.service, c.operation, c.output), c.misfit);
  }
}

TEST(OutputCheckTest, AUnionHasExactlyOneMember) {
  const auto model = LoadEmbeddedModel("sagemaker_geospatial");
  const Shape* shape = model->FindShape("JobConfigInput");
  EXPECT_FALSE(FindMisfit(*shape, Json::parse(R"({"CloudMaskingConfig":{}})")));
  EXPECT_EQ(FindMisfit(*shape, Json::object()),
            "output is a union and must have exactly one member, but has 0");
}

// Role ARNs in Personalize's answers can never match the pattern that its model gives them.
TEST(OutputCheckTest, PatternsAndLengthsAreNotLookedAt) {
  EXPECT_EQ(Misfit("personalize", "DescribeDatasetExportJob",
                   R"({"datasetExportJob":{"roleArn":"arn:aws:iam::000000000000:role/r"}})"),
            "");
}

}  // namespace
}  // namespace portside
