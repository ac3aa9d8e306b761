// SPDX-License-Identifier: Apache-2.0
//
// The AutoML job: its states and its work. Nothing is trained. The job looks at its data, resolves
// what the request has left open, and writes stand-ins of models and reports where the real ones
// would be; its candidates have values that its name and the seed decide.
//
// Document: the members of CreateAutoMLJobV2's input (but the name and the tags) and
// AutoMLProblemTypeConfigName, and of a tabular job those of CreateAutoMLJob's input beside them,
// whichever of the two it was created by; and then ResolvedMode, ResolvedProblem, ResolvedMetric,
// Suffix (what names of its steps end in), Candidates ([{Name, Quality}], in their order), Best (an
// index of them), HasNotebooks, HasExplainability, HasInsights, ModelDeployResult, FailureReason,
// PartialFailureReasons. Its parent is its name in small letters, by which names are unique.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/automl/automl_deployment.h"

namespace portside::sagemaker {

// Counts and reads the input, and resolves what it decides; writes the notebooks.
WorkResult ExamineData(WorkContext& context);
// Splits the data, where the job tunes hyperparameters.
WorkResult EngineerFeatures(WorkContext& context);
// Writes a model for each candidate and finds the best.
WorkResult TrainCandidates(WorkContext& context);
// The two reports of the best candidate.
WorkResult ExplainBest(WorkContext& context);
WorkResult ReportInsights(WorkContext& context);

// CompletionCriteria.MaxAutoMLJobRuntimeInSeconds.
std::optional<TimeLimit> AutoMLTimeLimit(const Resource& job);

// FailureReason, or a partial failure of a job that has candidates; a job that ran too long has
// neither.
void SetAutoMLFailure(Json& document, const JobFailure& failure);

// The names are those of AutoMLJobSecondaryStatus, or lead to them (AutoMLSecondaryStatusOf); the
// status is AutoMLJobStatus. In each of the first seven the real service takes minutes to hours.
inline constexpr JobState kAutoMLJobStates[] = {
    {.name = "Starting",
     .duration = std::chrono::milliseconds(100),
     .next = "PreTraining",
     .status = "InProgress"},
    {.name = "PreTraining",
     .duration = std::chrono::milliseconds(150),
     .next = "FeatureEngineering",
     .work = ExamineData,
     .on_failure = "Failed",
     .status = "InProgress"},
    {.name = "FeatureEngineering",
     .duration = std::chrono::milliseconds(150),
     .next = "TrainingModels",
     .work = EngineerFeatures,
     .on_failure = "Failed",
     .status = "InProgress"},
    {.name = "TrainingModels",
     .duration = std::chrono::milliseconds(300),
     .next = "GeneratingExplainabilityReport",
     .work = TrainCandidates,
     .on_failure = "Failed",
     .on_timeout = "MaxAutoMLJobRuntimeReached",
     .status = "InProgress"},
    {.name = "GeneratingExplainabilityReport",
     .duration = std::chrono::milliseconds(100),
     .next = "GeneratingModelInsightsReport",
     .work = ExplainBest,
     .on_failure = "ExplainabilityError",
     .status = "InProgress"},
    {.name = "GeneratingModelInsightsReport",
     .duration = std::chrono::milliseconds(100),
     .next = "Completed",
     .work = ReportInsights,
     .on_failure = "ModelInsightsError",
     .status = "InProgress"},
    // Its endpoint moves it on.
    {.name = "DeployingModel",
     .duration = std::chrono::milliseconds(300),
     .next = "Completed",
     .on_failure = "ModelDeploymentError",
     .status = "InProgress",
     .waits = true},
    {.name = "Stopping",
     .duration = std::chrono::milliseconds(200),
     .next = "Stopped",
     .status = "Stopping"},
    {.name = "Completed", .status = "Completed"},
    {.name = "MaxCandidatesReached", .status = "Completed"},
    {.name = "CandidateDefinitionsGenerated", .status = "Completed"},
    // What is missing then is a part: there is a best candidate.
    {.name = "ExplainabilityError", .status = "Completed"},
    {.name = "ModelInsightsError", .status = "Completed"},
    {.name = "ModelDeploymentError", .status = "Completed"},
    {.name = "MaxAutoMLJobRuntimeReached", .status = "Stopped"},
    {.name = "Failed", .status = "Failed"},
    {.name = "Stopped", .status = "Stopped"},
};
inline constexpr JobCommand kAutoMLJobCommands[] = {
    // A second stop is refused, as that of a training job.
    {JobVerb::kStop,
     {"Starting", "PreTraining", "FeatureEngineering", "TrainingModels",
      "GeneratingExplainabilityReport", "GeneratingModelInsightsReport", "DeployingModel"},
     "Stopping",
     /*repeats=*/false},
};
inline constexpr JobKind kAutoMLJob{.name = "sagemaker::auto_ml_job",
                                    .states = kAutoMLJobStates,
                                    .commands = kAutoMLJobCommands,
                                    .fail = SetAutoMLFailure,
                                    .time_limit = AutoMLTimeLimit,
                                    .entered = AutoMLJobMoved};
static_assert(IsWellFormed(kAutoMLJob));

}  // namespace portside::sagemaker
