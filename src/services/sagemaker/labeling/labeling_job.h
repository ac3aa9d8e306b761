// SPDX-License-Identifier: Apache-2.0
//
// The labeling job: its states and its work. There are no workers: every object of the input
// manifest gets a label of the job's categories, one after the other, from one on that the job's
// seed decides. The work reads the manifest line by line and writes
// <S3OutputPath>/<job>/manifests/output/output.manifest, and what its workers have answered beside
// it (annotations.h). A job that is stopped writes the manifest too, with the objects that nobody
// has labelled.
//
// Document: the members of CreateLabelingJob's input (but the name and the tags), JobReferenceCode,
// and then LabelCounters and LabelingJobOutput, or FailureReason.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/neo/compilation_job.h"

namespace portside::sagemaker {

WorkResult LabelObjects(WorkContext& context);
WorkResult LeaveUnlabeled(WorkContext& context);

// There is no state that a labeling job can be deleted from: the API has no delete.
inline constexpr JobState kLabelingJobStates[] = {
    {.name = "Initializing", .duration = std::chrono::milliseconds(300), .next = "InProgress"},
    {.name = "InProgress",
     .duration = std::chrono::milliseconds(700),
     .next = "Completed",
     .work = LabelObjects,
     .on_failure = "Failed"},
    {.name = "Stopping",
     .duration = std::chrono::milliseconds(300),
     .next = "Stopped",
     .work = LeaveUnlabeled,
     .on_failure = "Failed"},
    {.name = "Completed"},
    {.name = "Failed"},
    {.name = "Stopped"},
};
inline constexpr JobCommand kLabelingJobCommands[] = {
    {JobVerb::kStop, {"Initializing", "InProgress"}, "Stopping"},
};
inline constexpr JobKind kLabelingJob{.name = "sagemaker::labeling_job",
                                      .states = kLabelingJobStates,
                                      .commands = kLabelingJobCommands,
                                      .fail = SetFailureReason};
static_assert(IsWellFormed(kLabelingJob));

}  // namespace portside::sagemaker
