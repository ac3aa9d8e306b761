// SPDX-License-Identifier: Apache-2.0
//
// How a tuning job learns, and when it ends: warm starts, Autotune, convergence, early stopping, a
// longest time, a seed, Hyperband.

#include <cmath>
#include <set>

#include "services/sagemaker/tuning/tuning_fixture.h"

namespace portside::sagemaker {
namespace {

class TuningRulesTest : public TuningJobsTest {
 protected:
  static Json WarmStart(const Json& parents, const char* type = "IdenticalDataAndAlgorithm") {
    Json list = Json::array();
    for (const Json& parent : parents) list.push_back({{"HyperParameterTuningJobName", parent}});
    return {
        {"WarmStartConfig", {{"ParentHyperParameterTuningJobs", list}, {"WarmStartType", type}}}};
  }
  static Json Config(const Json& config) { return {{"HyperParameterTuningJobConfig", config}}; }
  static double ObjectiveOf(const Json& summary) {
    return summary.at("FinalHyperParameterTuningJobObjectiveMetric").at("Value").get<double>();
  }
  std::multiset<std::string> Tuned(const std::string& name) {
    std::multiset<std::string> all;
    for (const Json& trial : Trials(name, {{"MaxResults", 100}})) {
      all.insert(trial.at("TunedHyperParameters").dump());
    }
    return all;
  }
};

TEST_F(TuningRulesTest, AWarmStartShowsTheBestOfAll) {
  Create("first");
  app.Advance(10s);
  const Json first = Describe("first");
  EXPECT_FALSE(first.contains("OverallBestTrainingJob"));
  Create("second", WarmStart({"first"}));
  Json second = Describe("second");
  EXPECT_EQ(second.at("WarmStartConfig"), WarmStart({"first"}).at("WarmStartConfig"));
  EXPECT_EQ(second.at("OverallBestTrainingJob"), first.at("BestTrainingJob"));
  app.Advance(10s);
  second = Describe("second");
  EXPECT_GE(ObjectiveOf(second.at("OverallBestTrainingJob")),
            ObjectiveOf(first.at("BestTrainingJob")));
  EXPECT_GE(ObjectiveOf(second.at("OverallBestTrainingJob")),
            ObjectiveOf(second.at("BestTrainingJob")));

  Create("third", WarmStart({"first", "second"}, "TransferLearning"));
  app.Advance(10s);
  EXPECT_FALSE(Describe("third").contains("OverallBestTrainingJob"));
  EXPECT_TRUE(Describe("third").contains("BestTrainingJob"));
}

TEST_F(TuningRulesTest, TheParentsTrialsAreKnownToBayesian) {
  const Json many = Config({{"ResourceLimits", {{"MaxNumberOfTrainingJobs", 12}}}});
  Create("first", many);
  app.Advance(1min);
  const double best = std::stod(Describe("first")
                                    .at("BestTrainingJob")
                                    .at("TunedHyperParameters")
                                    .at("eta")
                                    .get<std::string>());
  Json changes = many;
  changes.update(WarmStart({"first"}));
  Create("second", changes);
  app.Advance(1min);
  int near = 0;
  for (const Json& trial : Trials("second", {{"MaxResults", 100}})) {
    const double eta = std::stod(trial.at("TunedHyperParameters").at("eta").get<std::string>());
    if (std::abs(eta - best) < 0.3) ++near;
  }
  EXPECT_GE(near, 6) << best;
}

TEST_F(TuningRulesTest, ParentsMustBeOverAndAlike) {
  ExpectRefusal(WarmStart({"nobody"}),
                "The parent tuning job nobody of WarmStartConfig does not exist.");
  Create("first");
  app.Advance(300ms);
  ExpectRefusal(WarmStart({"first"}), "is in status InProgress. It must be Completed or Stopped.");
  app.Advance(10s);
  ExpectRefusal(WarmStart({"first", "first"}), "names the parent tuning job first twice");
  Json changes = WarmStart({"first"});
  changes["TrainingJobDefinition"] = {{"StaticHyperParameters", {{"width", "4"}}}};
  ExpectRefusal(
      changes,
      "The set of tunable plus static HyperParameter names is not the same across current "
      "and parent tuning jobs. Please ensure this set is constant when warm starting.");
  changes["TrainingJobDefinition"] = {{"AlgorithmSpecification", {{"TrainingImage", "other"}}}};
  ExpectRefusal(changes,
                "Only the following fields in TrainingJobDefinition are allowed to change");
  changes["WarmStartConfig"]["WarmStartType"] = "TransferLearning";
  Create("other-image", changes);
  changes = WarmStart({"first"});
  changes["HyperParameterTuningJobConfig"] = {
      {"HyperParameterTuningJobObjective", {{"Type", "Minimize"}}}};
  ExpectRefusal(changes, "The objective metric must be the same as that of the parent");
  changes = WarmStart({"first"});
  changes["HyperParameterTuningJobConfig"] = {
      {"ResourceLimits", {{"MaxNumberOfTrainingJobs", 746}}}};
  ExpectRefusal(changes, "(751) must not be greater than 750.");
  // What was tuned may be fixed now, and the other way round.
  changes = WarmStart({"first"});
  changes["TrainingJobDefinition"] = {
      {"StaticHyperParameters", {{"depth", nullptr}, {"eta", "0.5"}}}};
  changes["HyperParameterTuningJobConfig"] = {
      {"ParameterRanges",
       {{"ContinuousParameterRanges", nullptr},
        {"IntegerParameterRanges", {{{"Name", "depth"}, {"MinValue", "1"}, {"MaxValue", "9"}}}}}}};
  Create("turned", changes);
}

TEST_F(TuningRulesTest, AutotuneMakesRangesOutOfHints) {
  const auto automatic = [](const char* name, const char* hint) {
    return Json{{"Name", name}, {"ValueHint", hint}};
  };
  Json changes = {{"Autotune", {{"Mode", "Enabled"}}}};
  changes.update(Config(
      {{"ParameterRanges",
        {{"AutoParameters",
          {automatic("layers", "4"), automatic("rate", "0.2"), automatic("decay", "-2"),
           automatic("zero", "0.0"), automatic("bias", "true"), automatic("kind", "adam")}}}}}));
  Create("tune", changes);
  const Json config = Describe("tune").at("HyperParameterTuningJobConfig");
  EXPECT_EQ(config.at("TrainingJobEarlyStoppingType"), "Auto");
  EXPECT_EQ(config.at("TuningJobCompletionCriteria"),
            Json({{"ConvergenceDetected", {{"CompleteOnConvergence", "Enabled"}}}}));
  const Json& ranges = config.at("ParameterRanges");
  EXPECT_EQ(ranges.at("AutoParameters").size(), 6);
  const auto range = [](const char* name, const char* low, const char* high, const char* scale) {
    return Json{{"Name", name}, {"MinValue", low}, {"MaxValue", high}, {"ScalingType", scale}};
  };
  EXPECT_EQ(
      ranges.at("IntegerParameterRanges"),
      Json::array({range("layers", "2", "8", "Linear"), range("decay", "-4", "-1", "Linear")}));
  EXPECT_EQ(
      ranges.at("ContinuousParameterRanges"),
      Json::array({range("eta", "0.1", "1", "Linear"), range("rate", "0.02", "1", "Logarithmic"),
                   range("zero", "0", "1", "Linear")}));
  EXPECT_EQ(ranges.at("CategoricalParameterRanges"),
            Json::array({{{"Name", "bias"}, {"Values", {"true", "false"}}},
                         {{"Name", "kind"}, {"Values", {"adam"}}}}));
  app.Advance(10s);
  const Json tuned = Trials("tune")[0].at("TunedHyperParameters");
  EXPECT_EQ(tuned.size(), 7);
  EXPECT_EQ(tuned.at("kind"), "adam");

  changes.erase("Autotune");
  ExpectRefusal(changes, "AutoParameters must come with Autotune in Mode Enabled.");
}

TEST_F(TuningRulesTest, WithoutImprovementItHasConverged) {
  const Json limits = {{"MaxNumberOfTrainingJobs", 60}, {"MaxParallelTrainingJobs", 1}};
  Json config = {{"ResourceLimits", limits}};
  Create("all", Config(config));
  config["TuningJobCompletionCriteria"] = {
      {"ConvergenceDetected", {{"CompleteOnConvergence", "Enabled"}}}};
  Create("converging", Config(config));
  app.Advance(5min);
  Json job = Describe("converging");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Completed");
  EXPECT_LT(job.at("TrainingJobStatusCounters").at("Completed"), 60);
  EXPECT_EQ(job.at("TuningJobCompletionDetails").at("NumberOfTrainingJobsObjectiveNotImproving"),
            10);
  EXPECT_TRUE(job.at("TuningJobCompletionDetails").contains("ConvergenceDetectedTime"));
  job = Describe("all");
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("Completed"), 60);
  EXPECT_TRUE(job.at("TuningJobCompletionDetails").contains("ConvergenceDetectedTime"))
      << "seen, though nobody asked it to end then";
}

TEST_F(TuningRulesTest, WhatIsWorseThanTheMedianIsStoppedEarly) {
  const Json limits = {{"MaxNumberOfTrainingJobs", 12}, {"MaxParallelTrainingJobs", 1}};
  Create("tune", Config({{"Strategy", "Random"},
                         {"ResourceLimits", limits},
                         {"TrainingJobEarlyStoppingType", "Auto"}}));
  app.Advance(1min);
  const Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Completed");
  const Json& counters = job.at("TrainingJobStatusCounters");
  EXPECT_GT(counters.at("Stopped"), 0);
  EXPECT_GT(counters.at("Completed"), 2);
  EXPECT_EQ(counters.at("Stopped").get<int>() + counters.at("Completed").get<int>(), 12);
  EXPECT_EQ(job.at("ObjectiveStatusCounters").at("Succeeded"), 12);
  const Json trials = Trials("tune", {{"SortBy", "CreationTime"}, {"MaxResults", 100}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(trials[i].at("TrainingJobStatus"), "Completed") << i;
  const double best = ObjectiveOf(job.at("BestTrainingJob"));
  for (const Json& trial : trials) {
    if (trial.at("TrainingJobStatus") != "Stopped") continue;
    EXPECT_LT(ObjectiveOf(trial), best);
  }
}

TEST_F(TuningRulesTest, ALongestTimeStopsItsTrials) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"kind", "sagemaker::training_job"}}},
               {"outcome", {{"state", "Training"}, {"seconds", 100}}}});
  Create("tune", Config({{"ResourceLimits", {{"MaxRuntimeInSeconds", 150}}}}));
  app.Advance(140s);
  EXPECT_EQ(Describe("tune").at("TrainingJobStatusCounters").at("InProgress"), 2);
  app.Advance(20s);
  const Json job = Describe("tune");
  EXPECT_EQ(job.at("HyperParameterTuningJobStatus"), "Completed");
  EXPECT_FALSE(job.contains("FailureReason"));
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("Completed"), 2);
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("Stopped"), 2);
  EXPECT_LT(
      job.at("HyperParameterTuningEndTime").get<double>() - job.at("CreationTime").get<double>(),
      151);
}

TEST_F(TuningRulesTest, TheSameSeedTriesTheSameValues) {
  const Json seeded = Config({{"Strategy", "Random"}, {"RandomSeed", 7}});
  Create("one", seeded);
  Create("two", seeded);
  Create("three", Config({{"Strategy", "Random"}, {"RandomSeed", 8}}));
  Create("four", Config({{"Strategy", "Random"}}));
  app.Advance(10s);
  EXPECT_EQ(Tuned("one"), Tuned("two"));
  EXPECT_NE(Tuned("one"), Tuned("three"));
  EXPECT_NE(Tuned("one"), Tuned("four"));
}

TEST_F(TuningRulesTest, HyperbandKnowsHowFarItsTrialsGo) {
  const auto hyperband = [](Json resources) {
    return Config({{"Strategy", "Hyperband"},
                   {"StrategyConfig", {{"HyperbandStrategyConfig", std::move(resources)}}}});
  };
  Create("tune", hyperband({{"MinResource", 1}, {"MaxResource", 10}}));
  ExpectRefusal(Config({{"Strategy", "Hyperband"}}), "The strategy Hyperband needs MaxResource");
  ExpectRefusal(hyperband({{"MinResource", 11}, {"MaxResource", 10}}),
                "MinResource (11) must not be greater than 10.");
  ExpectRefusal(hyperband({{"MaxResource", 20001}}), "(20001) must not be greater than 20000.");
  Json changes = Config({{"Strategy", "Hyperband"}});
  changes["TrainingJobDefinition"] = {{"StaticHyperParameters", {{"epochs", "20"}}}};
  Create("by-epochs", changes);
  changes["HyperParameterTuningJobConfig"]["TrainingJobEarlyStoppingType"] = "Auto";
  ExpectRefusal(changes, "TrainingJobEarlyStoppingType must be Off for the strategy Hyperband.");
  changes = hyperband({{"MaxResource", 10}});
  changes["HyperParameterTuningJobConfig"]["Strategy"] = "Random";
  ExpectRefusal(changes, "StrategyConfig is for the strategy Hyperband only, not for Random.");
}

}  // namespace
}  // namespace portside::sagemaker
