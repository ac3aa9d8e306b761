// SPDX-License-Identifier: Apache-2.0
//
// The transform job: its states and its work. Each object below the input is split, filtered, asked
// of the model, joined, filtered and assembled, and becomes <S3OutputPath>/<its path>.out. The
// model is a runner's address, or its command while the job runs (docs/RUNNERS.md); without one it
// is a stand-in that gives back what it is asked.
//
// Document: the members of CreateTransformJob's input (but the name and the tags), ModelImage and
// ModelContainer (of the model, for runners), and then FailureReason.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/failure_reason.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {

WorkResult Transform(WorkContext& context);

inline constexpr JobState kTransformJobStates[] = {
    {.name = "Preparing",
     .duration = std::chrono::milliseconds(300),
     .next = "InProgress",
     .status = "InProgress"},
    {.name = "InProgress",
     .duration = std::chrono::milliseconds(600),
     .next = "Completed",
     .work = Transform,
     .on_failure = "Failed",
     .memory = limits::kTransformBytes,
     .status = "InProgress",
     .runs = true},
    {.name = "Stopping",
     .duration = std::chrono::milliseconds(200),
     .next = "Stopped",
     .status = "Stopping"},
    {.name = "Completed", .status = "Completed"},
    {.name = "Failed", .status = "Failed"},
    {.name = "Stopped", .status = "Stopped"},
};
inline constexpr JobCommand kTransformJobCommands[] = {
    {JobVerb::kStop, {"Preparing", "InProgress"}, "Stopping", /*repeats=*/false},
};
inline constexpr JobKind kTransformJob{.name = "sagemaker::transform_job",
                                       .states = kTransformJobStates,
                                       .commands = kTransformJobCommands,
                                       .fail = SetContainerFailure,
                                       .log = {"/aws/sagemaker/TransformJobs", AlgorithmStream}};
static_assert(IsWellFormed(kTransformJob));

}  // namespace portside::sagemaker
