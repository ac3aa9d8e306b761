// SPDX-License-Identifier: Apache-2.0
//
// What the suites of AutoML jobs share: tables in S3 and requests in both forms.

#pragma once

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {

class AutoMLTest : public SageMakerTest {
 protected:
  AutoMLTest() {
    app.CreateBucket("data");
    app.PutObject("s3://data/churn/a.csv", Table(600, 2));
  }

  // Rows whose column "left" has so many different values.
  static std::string Table(int rows, int values) {
    std::string text = "id,left\n";
    for (int i = 0; i < rows; ++i) {
      text += std::to_string(i) + "," + std::to_string(i % values) + "\n";
    }
    return text;
  }
  static Json Source(const std::string& uri) {
    return {{"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", uri}}}};
  }
  static Json Input(const std::string& name) {
    return {{"AutoMLJobName", name},
            {"InputDataConfig",
             {{{"DataSource", Source("s3://data/churn/")}, {"TargetAttributeName", "left"}}}},
            {"OutputDataConfig", {{"S3OutputPath", "s3://out/automl/"}}},
            {"RoleArn", kRole}};
  }
  static Json InputV2(const std::string& name,
                      const Json& problem = {
                          {"TabularJobConfig", {{"TargetAttributeName", "left"}}}}) {
    return {{"AutoMLJobName", name},
            {"AutoMLJobInputDataConfig", {{{"DataSource", Source("s3://data/churn/")}}}},
            {"AutoMLProblemTypeConfig", problem},
            {"OutputDataConfig", {{"S3OutputPath", "s3://out/automl"}}},
            {"RoleArn", kRole}};
  }
  Json Describe(const std::string& name, const char* form = "DescribeAutoMLJob") {
    return Call(form, {{"AutoMLJobName", name}});
  }
  Json DescribeV2(const std::string& name) { return Describe(name, "DescribeAutoMLJobV2"); }
  // To its end, with the changes of a test.
  Json Run(Json input, const Json& changes = Json::object()) {
    input.merge_patch(changes);
    Call("CreateAutoMLJob", input);
    app.Advance(5s);
    return Describe(input.at("AutoMLJobName"));
  }
  Json RunV2(Json input, const Json& changes = Json::object()) {
    input.merge_patch(changes);
    Call("CreateAutoMLJobV2", input);
    app.Advance(5s);
    return DescribeV2(input.at("AutoMLJobName"));
  }
  Json Candidates(const std::string& name, Json question = Json::object()) {
    question["AutoMLJobName"] = name;
    return Call("ListCandidatesForAutoMLJob", question);
  }
  void Order(const Json& outcome, const std::string& name) {
    app.Control(
        "POST", "/_portside/outcomes",
        {{"match", {{"kind", "sagemaker::auto_ml_job"}, {"name", name}}}, {"outcome", outcome}});
  }
  static void ExpectEnd(const Json& job, const std::string& status, const std::string& secondary) {
    EXPECT_EQ(job.at("AutoMLJobStatus"), status) << job;
    EXPECT_EQ(job.at("AutoMLJobSecondaryStatus"), secondary) << job;
  }
};

}  // namespace portside::sagemaker
