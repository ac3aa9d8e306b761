// SPDX-License-Identifier: Apache-2.0
//
// A valid CreateHyperParameterTuningJob input, and what its suites ask of it.

#pragma once

#include <string>

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {

inline Json TuningInput(const std::string& name) {
  return {{"HyperParameterTuningJobName", name},
          {"HyperParameterTuningJobConfig",
           {{"Strategy", "Bayesian"},
            {"HyperParameterTuningJobObjective", {{"Type", "Maximize"}, {"MetricName", "auc"}}},
            {"ResourceLimits", {{"MaxNumberOfTrainingJobs", 5}, {"MaxParallelTrainingJobs", 2}}},
            {"ParameterRanges",
             {{"ContinuousParameterRanges",
               {{{"Name", "eta"}, {"MinValue", "0.1"}, {"MaxValue", "1"}}}}}}}},
          {"TrainingJobDefinition",
           {{"AlgorithmSpecification",
             {{"TrainingImage", "image"},
              {"TrainingInputMode", "File"},
              {"MetricDefinitions", {{{"Name", "auc"}, {"Regex", "auc=([0-9.]+)"}}}}}},
            {"RoleArn", kRole},
            {"StaticHyperParameters", {{"depth", "3"}}},
            {"OutputDataConfig", {{"S3OutputPath", "s3://out/tuning"}}},
            {"ResourceConfig",
             {{"InstanceType", "ml.m5.large"}, {"InstanceCount", 1}, {"VolumeSizeInGB", 1}}},
            {"StoppingCondition", {{"MaxRuntimeInSeconds", 600}}}}},
          {"Tags", {{{"Key", "team"}, {"Value", "a"}}}}};
}

class TuningJobsTest : public SageMakerTest {
 protected:
  static Json Input(const std::string& name) { return TuningInput(name); }

  Json Create(const std::string& name, const Json& changes = Json::object()) {
    Json input = Input(name);
    input.merge_patch(changes);
    return Call("CreateHyperParameterTuningJob", input);
  }
  Json Describe(const std::string& name) {
    return Call("DescribeHyperParameterTuningJob", {{"HyperParameterTuningJobName", name}});
  }
  Json Trials(const std::string& name, Json question = Json::object()) {
    question["HyperParameterTuningJobName"] = name;
    return Call("ListTrainingJobsForHyperParameterTuningJob", question).at("TrainingJobSummaries");
  }
  void ExpectRefusal(const Json& changes, const std::string& message,
                     const std::string& code = "ValidationException") {
    Json input = Input("refused");
    input.merge_patch(changes);
    ExpectError("CreateHyperParameterTuningJob", input, code, message);
  }
};

}  // namespace portside::sagemaker
