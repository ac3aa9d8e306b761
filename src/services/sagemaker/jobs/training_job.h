// SPDX-License-Identifier: Apache-2.0
//
// The training job: its states and its work. With a runner (docs/RUNNERS.md) the work is a person's
// command in a folder that looks like its container's; without one it is a stand-in: it looks at
// the job's input and writes a model.tar.gz that says what it is.
//
// Document: the members of CreateTrainingJob's input (but the name and the tags), and then
// HasModel, FinalMetricDataList or FailureReason; WaitedTooLong of one that MaxWaitTimeInSeconds
// has ended, and what spot_interruption.h names.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/failure_reason.h"
#include "services/sagemaker/jobs/spot_interruption.h"
#include "services/sagemaker/tuning/trials.h"

namespace portside::sagemaker {

WorkResult Train(WorkContext& context);

// StoppingCondition.MaxRuntimeInSeconds, and MaxWaitTimeInSeconds of the whole job.
std::optional<TimeLimit> TrainingTimeLimit(const Resource& job);

// What Describe adds to the members of a request.
void CompleteTraining(Json& document);

// A job that ran too long is stopped, not failed: it has no reason.
void SetTrainingFailure(Json& document, const JobFailure& failure);

// The names are those of SecondaryStatus, or lead to them (SecondaryStatusOf); the status is
// TrainingJobStatus. In each of the first four the real service takes seconds to hours.
inline constexpr JobState kTrainingJobStates[] = {
    {.name = "Starting",
     .duration = std::chrono::milliseconds(150),
     .next = "Downloading",
     .on_timeout = "ExceedingMaxRuntime",
     .status = "InProgress"},
    {.name = "Downloading",
     .duration = std::chrono::milliseconds(150),
     .next = "Training",
     .on_timeout = "ExceedingMaxRuntime",
     .status = "InProgress"},
    {.name = "Training",
     .duration = std::chrono::milliseconds(500),
     .next = "Uploading",
     .work = Train,
     .on_failure = "Failed",
     .on_timeout = "ExceedingMaxRuntime",
     .status = "InProgress",
     .runs = true},
    // Its spot instance is gone, and there is no other yet.
    {.name = "Interrupted",
     .duration = std::chrono::milliseconds(150),
     .next = "Starting",
     .on_timeout = "ExceedingMaxRuntime",
     .status = "InProgress"},
    {.name = "Uploading",
     .duration = std::chrono::milliseconds(150),
     .next = "Completed",
     .status = "InProgress"},
    {.name = "Stopping",
     .duration = std::chrono::milliseconds(200),
     .next = "Stopped",
     .status = "Stopping",
     .awaits = true},
    {.name = "ExceedingMaxRuntime",
     .duration = std::chrono::milliseconds(200),
     .next = "MaxRuntimeExceeded",
     .status = "Stopping",
     .awaits = true},
    {.name = "Completed", .status = "Completed"},
    {.name = "Failed", .status = "Failed"},
    {.name = "Stopped", .status = "Stopped"},
    {.name = "MaxRuntimeExceeded", .status = "Stopped"},
};
inline constexpr JobCommand kTrainingJobCommands[] = {
    // Recorded: a second stop is refused, "in status Stopping".
    {JobVerb::kStop,
     {"Starting", "Downloading", "Training", "Interrupted", "Uploading"},
     "Stopping",
     /*repeats=*/false},
};
inline constexpr std::string_view kTrainingParts[] = {kSpotInstance};
inline constexpr JobKind kTrainingJob{.name = "sagemaker::training_job",
                                      .states = kTrainingJobStates,
                                      .commands = kTrainingJobCommands,
                                      .fail = SetTrainingFailure,
                                      .time_limit = TrainingTimeLimit,
                                      .entered = TrialMoved,
                                      .log = {"/aws/sagemaker/TrainingJobs", AlgorithmStream},
                                      .parts = kTrainingParts};
static_assert(IsWellFormed(kTrainingJob));

}  // namespace portside::sagemaker
