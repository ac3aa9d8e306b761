// SPDX-License-Identifier: Apache-2.0
//
// The candidates of AutoML jobs: their names, values and files.

#include <algorithm>

#include "services/sagemaker/automl/automl_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::IsEmpty;

using AutoMLCandidatesTest = AutoMLTest;

double ValueOf(const Json& candidate) {
  return candidate.at("FinalAutoMLJobObjectiveMetric").at("Value").get<double>();
}

TEST_F(AutoMLCandidatesTest, AnEnsembleHasOneContainer) {
  const Json job = Run(Input("churn"));
  const Json& best = job.at("BestCandidate");
  const std::string name = best.at("CandidateName");
  EXPECT_THAT(name, testing::StartsWith("churn-trial-t1-"));
  EXPECT_EQ(best.at("CandidateSteps"),
            Json::array({{{"CandidateStepType", "AWS::SageMaker::TrainingJob"},
                          {"CandidateStepArn",
                           "arn:aws:sagemaker:us-west-2:123456789012:training-job/" + name},
                          {"CandidateStepName", name}}}));
  ASSERT_EQ(best.at("InferenceContainers").size(), 1U);
  const Json& container = best.at("InferenceContainers")[0];
  const std::string model =
      "s3://out/automl/churn/sagemaker-automl-candidates/model/" + name + "/model.tar.gz";
  EXPECT_EQ(container.at("ModelDataUrl"), model);
  EXPECT_EQ(container.at("Environment").at("SAGEMAKER_SUBMIT_DIRECTORY"), "/opt/ml/model/code");
  const Json notice = Json::parse(BytesOf(Unpack(model), "stand-in.json"));
  EXPECT_EQ(notice.at("candidate"), name);
  const std::string documents = "s3://out/automl/churn/documentation/";
  EXPECT_EQ(best.at("CandidateProperties").at("CandidateArtifactLocations"),
            Json({{"Explainability", documents + "explainability/output/" + name},
                  {"ModelInsights", documents + "model_monitor/output/" + name}}));
  EXPECT_TRUE(app.HasObject(documents + "explainability/output/" + name + "/analysis.json"));
  EXPECT_TRUE(app.HasObject(documents + "model_monitor/output/" + name + "/statistics.json"));
  EXPECT_EQ(app.ListKeys("s3://out/automl/churn/").size(), 12U);
}

TEST_F(AutoMLCandidatesTest, TheyAreListedByTheirObjective) {
  const Json job = Run(Input("churn"));
  const Json best = Candidates("churn", {{"SortBy", "FinalObjectiveMetricValue"},
                                         {"SortOrder", "Descending"},
                                         {"MaxResults", 300}})
                        .at("Candidates");
  ASSERT_EQ(best.size(), 10U);
  EXPECT_EQ(best[0], job.at("BestCandidate"));
  EXPECT_TRUE(std::is_sorted(best.begin(), best.end(),
                             [](const Json& a, const Json& b) { return ValueOf(a) > ValueOf(b); }));
  EXPECT_FALSE(best[1].at("CandidateProperties").contains("CandidateArtifactLocations"));

  Json page = Candidates("churn", {{"MaxResults", 6}});
  EXPECT_EQ(page.at("Candidates")[0].at("CandidateName"), "churn-trial-t1-1");
  page = Candidates("churn", {{"MaxResults", 6}, {"NextToken", page.at("NextToken")}});
  EXPECT_EQ(page.at("Candidates").size(), 4U);
  EXPECT_FALSE(page.contains("NextToken"));
  EXPECT_EQ(
      Candidates("churn", {{"CandidateNameEquals", "churn-trial-t1-4"}}).at("Candidates").size(),
      1U);
  EXPECT_THAT(Candidates("churn", {{"StatusEquals", "Failed"}}).at("Candidates"), IsEmpty());
  ExpectError("ListCandidatesForAutoMLJob", {{"AutoMLJobName", "none"}}, "ResourceNotFound",
              "Amazon SageMaker can't find an AutoML job called none.");
}

TEST_F(AutoMLCandidatesTest, ErrorsAreBetterWhereTheyAreLess) {
  Run(Input("price"), {{"ProblemType", "Regression"},
                       {"AutoMLJobObjective", {{"MetricName", "RMSE"}}},
                       {"AutoMLJobConfig", {{"CompletionCriteria", {{"MaxCandidates", 4}}}}}});
  const Json sorted =
      Candidates("price", {{"SortBy", "FinalObjectiveMetricValue"}}).at("Candidates");
  ASSERT_EQ(sorted.size(), 4U);
  EXPECT_LT(ValueOf(sorted[0]), ValueOf(sorted[3]));
  EXPECT_EQ(sorted[0], Describe("price").at("BestCandidate"));
  const Json& metrics = sorted[0].at("CandidateProperties").at("CandidateMetrics");
  EXPECT_EQ(metrics[3].at("MetricName"), "RMSE");
  EXPECT_NEAR(metrics[0].at("Value").get<double>(), ValueOf(sorted[0]) * ValueOf(sorted[0]), 1e-6);
}

TEST_F(AutoMLCandidatesTest, AJobThatTunesHasStepsAndNotebooks) {
  Json input = InputV2("churn-tuned");
  input["AutoMLProblemTypeConfig"]["TabularJobConfig"].update(
      {{"Mode", "HYPERPARAMETER_TUNING"}, {"CompletionCriteria", {{"MaxCandidates", 2}}}});
  input["DataSplitConfig"] = {{"ValidationFraction", 0.25}};
  Call("CreateAutoMLJobV2", input);
  app.Advance(150ms);
  EXPECT_EQ(DescribeV2("churn-tuned").at("AutoMLJobSecondaryStatus"), "AnalyzingData");
  app.Advance(300ms);
  EXPECT_EQ(DescribeV2("churn-tuned").at("AutoMLJobSecondaryStatus"), "ModelTuning");
  app.Advance(5s);
  const Json job = DescribeV2("churn-tuned");
  ExpectEnd(job, "Completed", "MaxCandidatesReached");
  EXPECT_TRUE(app.HasObject(job.at("AutoMLJobArtifacts").at("DataExplorationNotebookLocation")));
  const std::string notebook =
      job.at("AutoMLJobArtifacts").at("CandidateDefinitionNotebookLocation");
  EXPECT_THAT(notebook,
              testing::MatchesRegex("s3://out/automl/churn-tuned/sagemaker-automl-candidates/"
                                    "churn-tu-pr-1-[0-9a-f]+/notebooks/"
                                    "SageMakerAutopilotCandidateDefinitionNotebook.ipynb"));
  EXPECT_EQ(Json::parse(app.GetObject(notebook)).at("nbformat"), 4);

  const Json& best = job.at("BestCandidate");
  EXPECT_THAT(best.at("CandidateName").get<std::string>(),
              testing::MatchesRegex("tuning-job-1-[0-9a-f]+-00[12]-[0-9a-f]+"));
  EXPECT_EQ(best.at("CandidateSteps").size(), 4U);
  ASSERT_EQ(best.at("InferenceContainers").size(), 3U);
  for (const Json& container : best.at("InferenceContainers")) {
    EXPECT_TRUE(app.HasObject(container.at("ModelDataUrl"))) << container;
  }
  EXPECT_THAT(best.at("InferenceContainers")[1].at("ModelDataUrl").get<std::string>(),
              testing::StartsWith("s3://out/automl/churn-tuned/tuning/churn-tu-dpp0-xgb/"));

  const std::string data = "s3://out/automl/churn-tuned/preprocessed-data/tuning_data/";
  EXPECT_EQ(app.GetObject(data + "header/headers.csv"), "id,left\n");
  const std::string train = app.GetObject(data + "train/chunk_0.csv");
  const std::string held = app.GetObject(data + "validation/chunk_0.csv");
  const auto lines = std::count(held.begin(), held.end(), '\n');
  EXPECT_EQ(std::count(train.begin(), train.end(), '\n') + lines, 600);
  EXPECT_NEAR(static_cast<double>(lines), 150, 50);
}

TEST_F(AutoMLCandidatesTest, DefinitionsAloneHaveNoCandidates) {
  const Json job = Run(Input("plans"), {{"GenerateCandidateDefinitionsOnly", true}});
  ExpectEnd(job, "Completed", "CandidateDefinitionsGenerated");
  EXPECT_TRUE(job.contains("AutoMLJobArtifacts"));
  EXPECT_FALSE(job.contains("BestCandidate"));
  EXPECT_THAT(Candidates("plans").at("Candidates"), IsEmpty());
  EXPECT_EQ(app.ListKeys("s3://out/automl/plans/").size(), 2U);
}

TEST_F(AutoMLCandidatesTest, EqualNamesHaveEqualCandidates) {
  const Json first = Run(Input("churn")).at("BestCandidate");
  app.region = "eu-west-1";
  const Json second = Run(Input("churn")).at("BestCandidate");
  EXPECT_EQ(first.at("CandidateName"), second.at("CandidateName"));
  EXPECT_EQ(ValueOf(first), ValueOf(second));
}

}  // namespace
}  // namespace portside::sagemaker
