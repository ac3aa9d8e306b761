// SPDX-License-Identifier: Apache-2.0
//
// AutoML jobs: their states, both forms, what ends them and what is refused.

#include "services/sagemaker/automl/automl_fixture.h"

namespace portside::sagemaker {
namespace {

class AutoMLJobsTest : public AutoMLTest {
 protected:
  void ExpectRefusal(const Json& changes, const std::string& message) {
    Json input = Input("refused");
    input.merge_patch(changes);
    ExpectError("CreateAutoMLJob", input, "ValidationException", message);
  }
  void ExpectRefusalV2(const Json& input, const std::string& message) {
    ExpectError("CreateAutoMLJobV2", input, "ValidationException", message);
  }
};

TEST_F(AutoMLJobsTest, AnEnsembleGoesThroughItsSteps) {
  EXPECT_EQ(Call("CreateAutoMLJob", Input("churn")),
            Json({{"AutoMLJobArn", "arn:aws:sagemaker:us-west-2:123456789012:automl-job/churn"}}));
  Json job = Describe("churn");
  EXPECT_FALSE(job.contains("ResolvedAttributes"));
  EXPECT_EQ(job.at("GenerateCandidateDefinitionsOnly"), false);
  EXPECT_EQ(job.at("AutoMLJobConfig").at("SecurityConfig"),
            Json({{"EnableInterContainerTrafficEncryption", false}}));
  std::vector<std::string> steps;
  for (int i = 0; i < 200; ++i) {
    job = Describe("churn");
    const std::string step = job.at("AutoMLJobSecondaryStatus");
    if (steps.empty() || steps.back() != step) steps.push_back(step);
    EXPECT_EQ(job.contains("EndTime"), step == "Completed");
    EXPECT_EQ(job.at("AutoMLJobStatus"), step == "Completed" ? "Completed" : "InProgress");
    app.Advance(10ms);
  }
  EXPECT_THAT(steps, testing::ElementsAre("Starting", "PreTraining", "FeatureEngineering",
                                          "TrainingModels", "GeneratingExplainabilityReport",
                                          "GeneratingModelInsightsReport", "Completed"));
  EXPECT_EQ(job.at("ResolvedAttributes"), Json({{"AutoMLJobObjective", {{"MetricName", "F1"}}},
                                                {"ProblemType", "BinaryClassification"},
                                                {"CompletionCriteria", {{"MaxCandidates", 10}}}}));
  EXPECT_FALSE(job.contains("AutoMLJobArtifacts"));
  EXPECT_EQ(job.at("EndTime"), job.at("LastModifiedTime"));
}

TEST_F(AutoMLJobsTest, TheProblemIsInferredFromTheTarget) {
  app.PutObject("s3://data/churn/a.csv", Table(600, 5));
  EXPECT_EQ(Run(Input("classes")).at("ResolvedAttributes").at("ProblemType"),
            "MulticlassClassification");
  app.PutObject("s3://data/churn/a.csv", Table(600, 300));
  const Json attributes = Run(Input("numbers")).at("ResolvedAttributes");
  EXPECT_EQ(attributes.at("ProblemType"), "Regression");
  EXPECT_EQ(attributes.at("AutoMLJobObjective").at("MetricName"), "MSE");
  const Json given = Run(Input("given"), {{"ProblemType", "BinaryClassification"},
                                          {"AutoMLJobObjective", {{"MetricName", "AUC"}}}});
  EXPECT_EQ(given.at("ResolvedAttributes").at("ProblemType"), "BinaryClassification");
  EXPECT_EQ(given.at("BestCandidate").at("FinalAutoMLJobObjectiveMetric").at("StandardMetricName"),
            "AUC");
}

TEST_F(AutoMLJobsTest, EachFormShowsWhatTheOtherHasCreated) {
  const Json channel = {{"DataSource", Source("s3://data/churn/")},
                        {"ChannelType", "training"},
                        {"SampleWeightAttributeName", "id"},
                        {"TargetAttributeName", "left"}};
  Run(Input("one"), {{"InputDataConfig", {channel}},
                     {"AutoMLJobConfig",
                      {{"CompletionCriteria", {{"MaxCandidates", 3}}},
                       {"CandidateGenerationConfig",
                        {{"FeatureSpecificationS3Uri", "s3://data/f.json"},
                         {"AlgorithmsConfig", {{{"AutoMLAlgorithms", {"xgboost"}}}}}}},
                       {"DataSplitConfig", {{"ValidationFraction", 0.5}}},
                       {"Mode", "ENSEMBLING"}}}});
  const Json second = DescribeV2("one");
  EXPECT_EQ(second.at("AutoMLProblemTypeConfigName"), "Tabular");
  EXPECT_EQ(
      second.at("AutoMLJobInputDataConfig"),
      Json::array({{{"DataSource", Source("s3://data/churn/")}, {"ChannelType", "training"}}}));
  EXPECT_EQ(second.at("AutoMLProblemTypeConfig"),
            Json({{"TabularJobConfig",
                   {{"TargetAttributeName", "left"},
                    {"SampleWeightAttributeName", "id"},
                    {"CompletionCriteria", {{"MaxCandidates", 3}}},
                    {"FeatureSpecificationS3Uri", "s3://data/f.json"},
                    {"CandidateGenerationConfig",
                     {{"AlgorithmsConfig", {{{"AutoMLAlgorithms", {"xgboost"}}}}}}},
                    {"Mode", "ENSEMBLING"}}}}));
  EXPECT_EQ(second.at("DataSplitConfig"), Json({{"ValidationFraction", 0.5}}));
  EXPECT_EQ(second.at("ResolvedAttributes").at("AutoMLProblemTypeResolvedAttributes"),
            Json({{"TabularResolvedAttributes", {{"ProblemType", "BinaryClassification"}}}}));
  ExpectEnd(second, "Completed", "MaxCandidatesReached");

  // The same said in the second form is shown alike by the first.
  Json same = second;
  Json input = InputV2("two", same.at("AutoMLProblemTypeConfig"));
  for (const char* member : {"AutoMLJobInputDataConfig", "DataSplitConfig", "SecurityConfig"}) {
    input[member] = same.at(member);
  }
  RunV2(input);
  const Json first = Describe("one"), shown = Describe("two");
  for (const char* member : {"InputDataConfig", "AutoMLJobConfig", "ResolvedAttributes"}) {
    EXPECT_EQ(shown.at(member), first.at(member)) << member;
  }
  EXPECT_EQ(first.at("InputDataConfig"), Json::array({channel}));
}

TEST_F(AutoMLJobsTest, OtherProblemsHaveTheSecondFormOnly) {
  const Json job = RunV2(InputV2(
      "texts",
      {{"TextClassificationJobConfig", {{"ContentColumn", "a"}, {"TargetLabelColumn", "b"}}}}));
  ExpectEnd(job, "Completed", "Completed");
  EXPECT_EQ(job.at("AutoMLProblemTypeConfigName"), "TextClassification");
  EXPECT_EQ(job.at("ResolvedAttributes").at("AutoMLJobObjective").at("MetricName"), "Accuracy");
  EXPECT_TRUE(job.at("BestCandidate").at("InferenceContainerDefinitions").contains("GPU"));
  EXPECT_EQ(Candidates("texts").at("Candidates").size(), 1U);
  ExpectError("DescribeAutoMLJob", {{"AutoMLJobName", "texts"}}, "ValidationException",
              "The AutoML job texts has the problem type TextClassification. Use "
              "DescribeAutoMLJobV2.");

  const Json words = RunV2(InputV2("words", {{"TextGenerationJobConfig", Json::object()}}));
  EXPECT_EQ(words.at("ResolvedAttributes").at("AutoMLProblemTypeResolvedAttributes"),
            Json({{"TextGenerationResolvedAttributes", {{"BaseModelName", "Falcon7BInstruct"}}}}));
  EXPECT_FALSE(words.at("BestCandidate").contains("FinalAutoMLJobObjectiveMetric"));

  const Json series = RunV2(InputV2("series", {{"TimeSeriesForecastingJobConfig",
                                                {{"ForecastFrequency", "D"},
                                                 {"ForecastHorizon", 3},
                                                 {"TimeSeriesConfig",
                                                  {{"TargetAttributeName", "t"},
                                                   {"TimestampAttributeName", "s"},
                                                   {"ItemIdentifierAttributeName", "i"}}}}}}));
  EXPECT_EQ(series.at("BestCandidate").at("FinalAutoMLJobObjectiveMetric").at("Type"), "Minimize");
  EXPECT_TRUE(series.at("BestCandidate")
                  .at("CandidateProperties")
                  .at("CandidateArtifactLocations")
                  .contains("BacktestResults"));
}

TEST_F(AutoMLJobsTest, WhatIsWrongWithItsDataFailsIt) {
  const auto reason = [this](const std::string& name, const std::string& uri) {
    const Json job = Run(
        Input(name),
        {{"InputDataConfig", {{{"DataSource", Source(uri)}, {"TargetAttributeName", "left"}}}}});
    ExpectEnd(job, "Failed", "Failed");
    return job.at("FailureReason").get<std::string>();
  };
  EXPECT_EQ(reason("missing", "s3://data/nothing/"),
            "ClientError: Data download failed:Failed to download data. No S3 objects found under "
            "S3 URL \"s3://data/nothing/\".");
  app.PutObject("s3://data/few/a.csv", Table(499, 2));
  EXPECT_EQ(reason("few", "s3://data/few/"),
            "ClientError: The training dataset has 499 rows. A minimum of 500 rows is required for "
            "the training dataset.");
  app.PutObject("s3://data/other/a.csv", "a,b\n1,2\n");
  EXPECT_EQ(reason("other", "s3://data/other/"),
            "ClientError: The target attribute left is no column of the training dataset.");
  app.PutObject("s3://data/torn/a.csv", "a,left\n1,\"2\n");
  EXPECT_THAT(reason("torn", "s3://data/torn/"),
              testing::StartsWith("ClientError: s3://data/torn/a.csv cannot be read as CSV with a "
                                  "header: line 2"));
}

TEST_F(AutoMLJobsTest, AStopLeavesWhatWasFound) {
  Call("CreateAutoMLJob", Input("halted"));
  app.Advance(150ms);
  Call("StopAutoMLJob", {{"AutoMLJobName", "halted"}});
  ExpectEnd(Describe("halted"), "Stopping", "PreTraining");
  app.Advance(1s);
  ExpectEnd(Describe("halted"), "Stopped", "Stopped");
  EXPECT_FALSE(Describe("halted").contains("BestCandidate"));
  ExpectError("StopAutoMLJob", {{"AutoMLJobName", "halted"}}, "ValidationException",
              "The request was rejected because the AutoML job is in status Stopped.");
  ExpectError("StopAutoMLJob", {{"AutoMLJobName", "none"}}, "ResourceNotFound",
              "Amazon SageMaker can't find an AutoML job called none.");

  Call("CreateAutoMLJob", Input("late"));
  app.Advance(750ms);
  Call("StopAutoMLJob", {{"AutoMLJobName", "late"}});
  app.Advance(1s);
  ExpectEnd(Describe("late"), "Stopped", "Stopped");
  EXPECT_TRUE(Describe("late").contains("BestCandidate"));
}

TEST_F(AutoMLJobsTest, WhatFailsAfterTrainingIsAPart) {
  for (const auto& [state, end] :
       {std::pair("GeneratingExplainabilityReport", "ExplainabilityError"),
        std::pair("GeneratingModelInsightsReport", "ModelInsightsError")}) {
    const std::string name = "job-" + std::string(end).substr(0, 5);
    Order({{"state", state}, {"fail", {{"reason", "no room"}}}}, name);
    const Json job = Run(Input(name));
    ExpectEnd(job, "Completed", end);
    EXPECT_EQ(job.at("PartialFailureReasons"),
              Json::array({{{"PartialFailureMessage", "ClientError: no room"}}}));
    EXPECT_FALSE(job.contains("FailureReason"));
    EXPECT_TRUE(job.contains("BestCandidate"));
  }
}

TEST_F(AutoMLJobsTest, ItMayRunForSoLong) {
  Order({{"state", "TrainingModels"}, {"seconds", 100}}, "long");
  const Json criteria = {{"CompletionCriteria", {{"MaxAutoMLJobRuntimeInSeconds", 20}}}};
  Run(Input("long"), {{"AutoMLJobConfig", criteria}});
  app.Advance(30s);
  const Json job = Describe("long");
  ExpectEnd(job, "Stopped", "MaxAutoMLJobRuntimeReached");
  EXPECT_FALSE(job.contains("FailureReason"));
}

TEST_F(AutoMLJobsTest, TheyAreListedByTheirNamesBackwards) {
  for (const char* name : {"b", "a", "c"}) Call("CreateAutoMLJob", Input(name));
  Call("CreateAutoMLJobV2", InputV2("d"));
  std::vector<std::string> names;
  const Json jobs = Call("ListAutoMLJobs", Json::object()).at("AutoMLJobSummaries");
  for (const Json& job : jobs) names.push_back(job.at("AutoMLJobName"));
  EXPECT_THAT(names, testing::ElementsAre("d", "c", "b", "a"));
  app.Advance(5s);
  const Json done = Call("ListAutoMLJobs", {{"StatusEquals", "Completed"}, {"MaxResults", 2}});
  EXPECT_EQ(done.at("AutoMLJobSummaries").size(), 2U);
  EXPECT_TRUE(done.at("AutoMLJobSummaries")[0].contains("EndTime"));
  EXPECT_TRUE(done.contains("NextToken"));
}

TEST_F(AutoMLJobsTest, WhatIsWrongWithARequestIsSaid) {
  Call("CreateAutoMLJob", Input("taken"));
  for (const auto& [operation, input] : {std::pair("CreateAutoMLJob", Input("TAKEN")),
                                         std::pair("CreateAutoMLJobV2", InputV2("taken"))}) {
    ExpectError(operation, input, "ResourceInUse",
                "An AutoML job with the name, taken, already exists. Choose a different name.");
  }
  ExpectRefusal({{"ProblemType", "Regression"}},
                "ProblemType and AutoMLJobObjective must be specified together");
  ExpectRefusal({{"ProblemType", "Regression"}, {"AutoMLJobObjective", {{"MetricName", "F1"}}}},
                "The value F1 of AutoMLJobObjective.MetricName is no objective of the problem type "
                "Regression. Use MSE, MAE, R2, RMSE.");
  ExpectRefusal({{"ModelDeployConfig", Json::object()}}, "ModelDeployConfig must have either");
  ExpectRefusal({{"InputDataConfig", {{{"TargetAttributeName", "left"}}}}},
                "The channel training must have a DataSource.S3DataSource.");
  Json two = Input("two");
  two["InputDataConfig"].push_back(two["InputDataConfig"][0]);
  ExpectError("CreateAutoMLJob", two, "ValidationException", "must have one channel");
  two["InputDataConfig"][1].update({{"ChannelType", "validation"}, {"TargetAttributeName", "x"}});
  ExpectError("CreateAutoMLJob", two, "ValidationException",
              "must share the same TargetAttributeName.");
  ExpectRefusalV2(InputV2("many", {{"ImageClassificationJobConfig",
                                    {{"CompletionCriteria", {{"MaxCandidates", 2}}}}}}),
                  "The value 2 of CompletionCriteria.MaxCandidates must be 1 for the problem type "
                  "ImageClassification.");
}

}  // namespace
}  // namespace portside::sagemaker
