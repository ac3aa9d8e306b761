// SPDX-License-Identifier: Apache-2.0
//
// Tuning jobs, which are kept and shown, and the list of their trials.

#include "services/sagemaker/jobs/rules.h"
#include "services/sagemaker/style.h"
#include "services/sagemaker/tuning/rules.h"
#include "services/sagemaker/tuning/tuning_job.h"

namespace portside::sagemaker {
namespace {

constexpr Mapped kTuningMembers[] = {
    {"Strategy", "/HyperParameterTuningJobConfig/Strategy"},
    {"ResourceLimits", "/HyperParameterTuningJobConfig/ResourceLimits"},
};
constexpr Computed kTuningFacts[] = {
    {"HyperParameterTuningEndTime", TuningEndTimeOf},
    {"TuningJobCompletionDetails", CompletionDetailsOf},
    {"ConsumedResources", ConsumedResourcesOf},
    {"OverallBestTrainingJob", OverallBestOf},
    {"FailureReason", ReasonOf},
};
constexpr std::string_view kTuningResults[] = {"TrainingJobStatusCounters",
                                               "ObjectiveStatusCounters"};

}  // namespace

constexpr Family kTuningJobs{
    .kind = "sagemaker::hyper_parameter_tuning_job",
    .noun = "HyperParameterTuningJob",
    .label = "tuning job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop | kDelete,
    .states = &kTuningJob,
    .arn = "hyper-parameter-tuning-job/{HyperParameterTuningJobName}",
    .name_member = "HyperParameterTuningJobName",
    .arn_member = "HyperParameterTuningJobArn",
    .state_member = "HyperParameterTuningJobStatus",
    // The second is recorded; clients look for the beginning of the first.
    .texts = {.not_found = {"ResourceNotFound",
                            "Amazon SageMaker can't find a tuning job called {name}."},
              .exists = {"ResourceInUse",
                         "A hyperparameter tuning job with the name, {name}, already exists. "
                         "Choose a different name."}},
    .order = ResourceOrder::kName,  // documented
    .mapped = kTuningMembers,
    .computed = kTuningFacts,
    .results = kTuningResults,
    .check = CheckTuningJob,
    .prepare = PrepareTuningJob,
};

std::span<const Family* const> TuningFamilies() {
  static constexpr const Family* kFamilies[] = {&kTuningJobs};
  return kFamilies;
}

std::span<const HandlerEntry> TuningHandlers() {
  static constexpr HandlerEntry kHandlers[] = {
      {"ListTrainingJobsForHyperParameterTuningJob", ListTrainingJobsForHyperParameterTuningJob}};
  return kHandlers;
}

}  // namespace portside::sagemaker
