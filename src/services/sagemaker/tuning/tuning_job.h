// SPDX-License-Identifier: Apache-2.0
//
// The hyperparameter tuning job: its states. Its work is its trials', which move it (trials.h).
//
// Document: the members of CreateHyperParameterTuningJob's input (but the name and the tags), and
// Begun (trials so far), Running (ARNs of those that run), TrainingJobStatusCounters,
// ObjectiveStatusCounters, RuntimeInSeconds; what tuning_progress.h, warm_start.h and
// early_stopping.h name; FailureReason. Its parent is its name in small letters, by which names are
// unique.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/failure_reason.h"
#include "services/sagemaker/tuning/trials.h"

namespace portside::sagemaker {

// The most trials where a request names no number; the documented quota.
inline constexpr double kMostTrials = 750;

// ResourceLimits.MaxRuntimeInSeconds, from the creation on.
std::optional<TimeLimit> TuningTimeLimit(const Resource& job);
// A job that has run as long as it may has not failed.
void SetTuningFailure(Json& document, const JobFailure& failure);

inline constexpr JobState kTuningJobStates[] = {
    {.name = "Beginning",
     .duration = std::chrono::milliseconds(100),
     .next = "InProgress",
     .status = "InProgress"},
    {.name = "InProgress",
     .duration = std::chrono::milliseconds(500),
     .next = "Completed",
     .on_failure = "Failed",
     .on_timeout = "ExceedingMaxRuntime",
     .status = "InProgress",
     .waits = true},
    // Its trials are being stopped. How it then ends is not public: by its other criteria it is
    // Completed, so it is by this one.
    {.name = "ExceedingMaxRuntime", .next = "Completed", .status = "InProgress", .waits = true},
    {.name = "Stopping", .next = "Stopped", .status = "Stopping", .waits = true},
    {.name = "Completed", .status = "Completed"},
    {.name = "Failed", .status = "Failed"},
    {.name = "Stopped", .status = "Stopped"},
    {.name = "Deleting",
     .duration = std::chrono::milliseconds(100),
     .next = "Deleted",
     .status = "Deleting"},
    {.name = "Deleted", .removed = true, .status = "Deleted"},
};
inline constexpr JobCommand kTuningJobCommands[] = {
    {JobVerb::kStop,
     {"Beginning", "InProgress", "ExceedingMaxRuntime"},
     "Stopping",
     /*repeats=*/false},
    // Of the tuning job alone: its trials go on.
    {JobVerb::kDelete,
     {"Beginning", "InProgress", "ExceedingMaxRuntime", "Stopping", "Completed", "Failed",
      "Stopped"},
     "Deleting"},
};
inline constexpr JobKind kTuningJob{.name = "sagemaker::hyper_parameter_tuning_job",
                                    .states = kTuningJobStates,
                                    .commands = kTuningJobCommands,
                                    .fail = SetTuningFailure,
                                    .time_limit = TuningTimeLimit,
                                    .entered = TuningMoved};
static_assert(IsWellFormed(kTuningJob));

}  // namespace portside::sagemaker
