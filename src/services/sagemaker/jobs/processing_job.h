// SPDX-License-Identifier: Apache-2.0
//
// The processing job: its states and its work. With a runner the work is a person's command that
// sees the job's inputs under their local paths and whose files under the outputs' local paths go
// to S3; without one it is a stand-in: it reads the inputs' listings and writes, for each output, a
// file that says so.
//
// Document: the members of CreateProcessingJob's input (but the name and the tags), and then
// ExitMessage or FailureReason.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/failure_reason.h"

namespace portside::sagemaker {

WorkResult Process(WorkContext& context);

// StoppingCondition.MaxRuntimeInSeconds.
std::optional<TimeLimit> ProcessingTimeLimit(const Resource& job);

// "Preparing" is that part of InProgress in which a job has no ProcessingStartTime yet.
inline constexpr JobState kProcessingJobStates[] = {
    {.name = "Preparing",
     .duration = std::chrono::milliseconds(300),
     .next = "InProgress",
     .status = "InProgress"},
    {.name = "InProgress",
     .duration = std::chrono::milliseconds(600),
     .next = "Completed",
     .work = Process,
     .on_failure = "Failed",
     .on_timeout = "Stopping",
     .status = "InProgress",
     .runs = true},
    {.name = "Stopping",
     .duration = std::chrono::milliseconds(200),
     .next = "Stopped",
     .status = "Stopping",
     .awaits = true},
    {.name = "Completed", .status = "Completed"},
    {.name = "Failed", .status = "Failed"},
    {.name = "Stopped", .status = "Stopped"},
};
inline constexpr JobCommand kProcessingJobCommands[] = {
    {JobVerb::kStop, {"Preparing", "InProgress"}, "Stopping", /*repeats=*/false},
};
inline constexpr JobKind kProcessingJob{.name = "sagemaker::processing_job",
                                        .states = kProcessingJobStates,
                                        .commands = kProcessingJobCommands,
                                        .fail = SetContainerFailure,
                                        .time_limit = ProcessingTimeLimit,
                                        .log = {"/aws/sagemaker/ProcessingJobs", AlgorithmStream}};
static_assert(IsWellFormed(kProcessingJob));

}  // namespace portside::sagemaker
