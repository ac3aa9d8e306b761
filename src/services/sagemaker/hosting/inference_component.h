// SPDX-License-Identifier: Apache-2.0
//
// The inference component: its states and their work.
//
// Document: what Create was given, with Specification and Specifications as Describe shows them;
// RuntimeConfig (DesiredCopyCount, CurrentCopyCount); Pending, what an update brings of these;
// FailureReason of what failed last.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"

namespace portside::sagemaker {

// Puts what is pending in place, and as many copies as are wished.
WorkResult DeployComponent(WorkContext& context);
void FailComponent(Json& document, const JobFailure& failure);

inline constexpr JobState kInferenceComponentStates[] = {
    {.name = "Creating",
     .duration = std::chrono::milliseconds(500),
     .next = "InService",
     .work = DeployComponent,
     .on_failure = "Failed"},
    {.name = "InService"},
    {.name = "Failed"},
    {.name = "Updating",
     .duration = std::chrono::milliseconds(500),
     .next = "InService",
     .work = DeployComponent,
     .on_failure = "Failed"},
    {.name = "Deleting", .duration = std::chrono::milliseconds(300), .next = "Deleted"},
    {.name = "Deleted", .removed = true},
};
inline constexpr JobCommand kInferenceComponentCommands[] = {
    {JobVerb::kUpdate, {"InService", "Failed"}, "Updating", /*repeats=*/false},
    {JobVerb::kDelete, {"Creating", "InService", "Failed", "Updating"}, "Deleting"},
};
inline constexpr JobKind kInferenceComponent{.name = "sagemaker::inference_component",
                                             .states = kInferenceComponentStates,
                                             .commands = kInferenceComponentCommands,
                                             .fail = FailComponent};
static_assert(IsWellFormed(kInferenceComponent));

}  // namespace portside::sagemaker
