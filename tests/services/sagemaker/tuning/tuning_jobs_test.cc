// SPDX-License-Identifier: Apache-2.0

#include <set>

#include "services/sagemaker/tuning/tuning_fixture.h"

namespace portside::sagemaker {
namespace {

TEST_F(TuningJobsTest, ItRunsItsTrialsAndFindsTheBest) {
  EXPECT_EQ(Create("tune").at("HyperParameterTuningJobArn"),
            "arn:aws:sagemaker:us-west-2:123456789012:hyper-parameter-tuning-job/tune");
  app.Advance(300ms);
  Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "InProgress");
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("InProgress"), 2);
  EXPECT_EQ(job.at("ObjectiveStatusCounters").at("Pending"), 2);
  EXPECT_FALSE(job.contains("BestTrainingJob"));
  app.Advance(10s);

  job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Completed");
  EXPECT_EQ(job.at("TrainingJobStatusCounters"), Json({{"Completed", 5},
                                                       {"InProgress", 0},
                                                       {"NonRetryableError", 0},
                                                       {"RetryableError", 0},
                                                       {"Stopped", 0}}));
  EXPECT_EQ(job.at("ObjectiveStatusCounters"),
            Json({{"Failed", 0}, {"Pending", 0}, {"Succeeded", 5}}));
  EXPECT_EQ(job.at("ConsumedResources").at("RuntimeInSeconds"), 5);
  EXPECT_TRUE(job.contains("HyperParameterTuningEndTime"));
  const Json& ranges = job.at("HyperParameterTuningJobConfig").at("ParameterRanges");
  EXPECT_EQ(ranges.at("IntegerParameterRanges"), Json::array());
  EXPECT_EQ(ranges.at("ContinuousParameterRanges")[0].at("ScalingType"), "Linear");

  const Json trials =
      Trials("tune", {{"SortBy", "FinalObjectiveMetricValue"}, {"SortOrder", "Descending"}});
  ASSERT_EQ(trials.size(), 5);
  EXPECT_EQ(trials[0].at("TrainingJobName"), job.at("BestTrainingJob").at("TrainingJobName"));
  EXPECT_EQ(trials[0].at("ObjectiveStatus"), "Succeeded");
  const Json trial =
      Call("DescribeTrainingJob", {{"TrainingJobName", trials[0].at("TrainingJobName")}});
  EXPECT_EQ(trial.at("TuningJobArn"), job.at("HyperParameterTuningJobArn"));
  EXPECT_EQ(trial.at("HyperParameters").at("depth"), "3");
  EXPECT_EQ(trial.at("HyperParameters").at("eta"), trials[0].at("TunedHyperParameters").at("eta"));
  EXPECT_EQ(Call("ListTags", {{"ResourceArn", trial.at("TrainingJobArn")}}).at("Tags")[0].at("Key"),
            "team");
  EXPECT_TRUE(app.HasObject("s3://out/tuning/" + trial.at("TrainingJobName").get<std::string>() +
                            "/output/model.tar.gz"));
}

TEST_F(TuningJobsTest, ContainersAreToldTheObjective) {
  Create("tune");
  Create("script", {{"TrainingJobDefinition",
                     {{"StaticHyperParameters", {{"sagemaker_program", "\"train.py\""}}}}}});
  app.Advance(10s);
  const auto objective = [this](const char* name) {
    return Describe(name)
        .at("TrainingJobDefinition")
        .at("StaticHyperParameters")
        .at("_tuning_objective_metric");
  };
  EXPECT_EQ(objective("tune"), "auc");
  EXPECT_EQ(objective("script"), "\"auc\"");
  const Json trial =
      Call("DescribeTrainingJob", {{"TrainingJobName", Trials("tune")[0].at("TrainingJobName")}});
  EXPECT_EQ(trial.at("HyperParameters").at("_tuning_objective_metric"), "auc");
}

TEST_F(TuningJobsTest, ResourcesAreShownUnderBothNames) {
  const Json machine = {
      {"InstanceType", "ml.m5.large"}, {"InstanceCount", 2}, {"VolumeSizeInGB", 3}};
  Create("tune",
         {{"TrainingJobDefinition",
           {{"ResourceConfig", nullptr}, {"HyperParameterTuningResourceConfig", machine}}}});
  const Json shown = Describe("tune").at("TrainingJobDefinition");
  EXPECT_EQ(shown.at("ResourceConfig"), machine);
  EXPECT_EQ(shown.at("HyperParameterTuningResourceConfig"), machine);
}

TEST_F(TuningJobsTest, TrialsAreListedByNameAndByPages) {
  Create("tune");
  app.Advance(10s);
  const Json first = Call("ListTrainingJobsForHyperParameterTuningJob",
                          {{"HyperParameterTuningJobName", "tune"}, {"MaxResults", 2}});
  ASSERT_EQ(first.at("TrainingJobSummaries").size(), 2);
  EXPECT_EQ(
      first.at("TrainingJobSummaries")[0].at("TrainingJobName").get<std::string>().substr(0, 9),
      "tune-001-");
  const Json rest =
      Call("ListTrainingJobsForHyperParameterTuningJob", {{"HyperParameterTuningJobName", "tune"},
                                                          {"MaxResults", 10},
                                                          {"NextToken", first.at("NextToken")}});
  EXPECT_EQ(rest.at("TrainingJobSummaries").size(), 3);
  EXPECT_EQ(Trials("tune", {{"StatusEquals", "Failed"}}).size(), 0);
  EXPECT_EQ(Trials("tune", {{"StatusEquals", "Completed"}}).size(), 5);
}

TEST_F(TuningJobsTest, AGridTriesEachCombination) {
  Create("tune", {{"HyperParameterTuningJobConfig",
                   {{"Strategy", "Grid"},
                    {"ResourceLimits", {{"MaxNumberOfTrainingJobs", nullptr}}},
                    {"ParameterRanges",
                     {{"ContinuousParameterRanges", nullptr},
                      {"CategoricalParameterRanges",
                       {{{"Name", "a"}, {"Values", {"1", "2"}}},
                        {{"Name", "b"}, {"Values", {"x", "y"}}}}}}}}}});
  app.Advance(10s);
  std::set<std::string> seen;
  for (const Json& trial : Trials("tune")) seen.insert(trial.at("TunedHyperParameters").dump());
  EXPECT_EQ(seen.size(), 4);
  EXPECT_EQ(Describe("tune").at("HyperParameterTuningJobStatus"), "Completed");
}

TEST_F(TuningJobsTest, ATargetEndsItEarly) {
  Create("tune", {{"HyperParameterTuningJobConfig",
                   {{"TuningJobCompletionCriteria", {{"TargetObjectiveMetricValue", 0.0}}}}}});
  app.Advance(10s);
  EXPECT_EQ(Describe("tune").at("TrainingJobStatusCounters").at("Completed"), 2)
      << "the first two ran at once";
}

TEST_F(TuningJobsTest, AStopStopsItsTrials) {
  Create("tune");
  app.Advance(300ms);
  Call("StopHyperParameterTuningJob", {{"HyperParameterTuningJobName", "tune"}});
  EXPECT_EQ(Describe("tune").at("HyperParameterTuningJobStatus"), "Stopping");
  app.Advance(5s);
  const Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Stopped");
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("Stopped"), 2);
  ExpectError("StopHyperParameterTuningJob", {{"HyperParameterTuningJobName", "tune"}},
              "ValidationException",
              "The request was rejected because the tuning job is in status Stopped.");
}

TEST_F(TuningJobsTest, FailedTrialsAreCountedAndTheOthersGoOn) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"name", "tune-002-*"}}},
               {"outcome", {{"fail", {{"reason", "AlgorithmError: , exit code: 1"}}}}}});
  Create("tune");
  app.Advance(10s);
  const Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Completed");
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("NonRetryableError"), 1);
  EXPECT_EQ(job.at("ObjectiveStatusCounters").at("Failed"), 1);
  EXPECT_EQ(Trials("tune", {{"StatusEquals", "Failed"}})[0].at("FailureReason"),
            "AlgorithmError: , exit code: 1");
}

TEST_F(TuningJobsTest, WithoutAnySuccessItFails) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"name", "tune-*"}}}, {"outcome", {{"fail", {{"reason", "no"}}}}}});
  Create("tune");
  app.Advance(10s);
  const Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Failed");
  EXPECT_EQ(job.at("FailureReason"),
            "All training jobs failed. Please take a look at the training jobs failures to get "
            "more details.");
}

TEST_F(TuningJobsTest, ATestMayFailIt) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"kind", "sagemaker::hyper_parameter_tuning_job"}}},
               {"outcome", {{"state", "InProgress"}, {"fail", {{"reason", "no capacity"}}}}}});
  Create("tune");
  app.Advance(10s);
  const Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Failed");
  EXPECT_EQ(job.at("FailureReason"), "ClientError: no capacity");
}

TEST_F(TuningJobsTest, OnlyTheTuningJobIsDeleted) {
  Create("tune");
  app.Advance(300ms);
  const Json trials = Trials("tune");
  Call("DeleteHyperParameterTuningJob", {{"HyperParameterTuningJobName", "tune"}});
  app.Advance(5s);
  ExpectError("DescribeHyperParameterTuningJob", {{"HyperParameterTuningJobName", "tune"}},
              "ResourceNotFound", "Amazon SageMaker can't find a tuning job called tune.");
  EXPECT_EQ(Call("DescribeTrainingJob", {{"TrainingJobName", trials[0].at("TrainingJobName")}})
                .at("TrainingJobStatus"),
            "Completed");
}

TEST_F(TuningJobsTest, WhatIsWrongWithARequestIsSaid) {
  Create("tune");
  ExpectError("CreateHyperParameterTuningJob", Input("TUNE"), "ResourceInUse",
              "A hyperparameter tuning job with the name, tune, already exists. Choose a different "
              "name.");
  ExpectRefusal({{"HyperParameterTuningJobConfig",
                  {{"HyperParameterTuningJobObjective", {{"MetricName", "loss"}}}}}},
                "A metric is required for this hyperparameter tuning job objective. Provide a "
                "metric in the metric definitions.");
  ExpectRefusal(
      {{"HyperParameterTuningJobConfig",
        {{"ResourceLimits", {{"MaxNumberOfTrainingJobs", 10}}},
         {"ParameterRanges",
          {{"ContinuousParameterRanges", nullptr},
           {"IntegerParameterRanges", {{{"Name", "d"}, {"MinValue", "1"}, {"MaxValue", "3"}}}}}}}}},
      "The total number of hyperparameter combinations for the provided ranges [3.0] "
      "must be equal or greater than the value of MaxNumberOfJobs, [10].");
  ExpectRefusal({{"TrainingJobDefinition", nullptr}}, "Exactly one of TrainingJobDefinition");
  ExpectRefusal({{"HyperParameterTuningJobConfig", {{"Strategy", "Grid"}}}}, "categorical");
  ExpectRefusal(
      {{"HyperParameterTuningJobConfig", {{"ResourceLimits", {{"MaxParallelTrainingJobs", 101}}}}}},
      "must not be greater than 100");
}

}  // namespace
}  // namespace portside::sagemaker
