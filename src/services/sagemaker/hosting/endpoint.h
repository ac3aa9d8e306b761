// SPDX-License-Identifier: Apache-2.0
//
// The endpoint: its states and their work.
//
// Document: the members of a deployment (deployment.h) that is in service; Pending, the deployment
// under way (of a change of weights it has Variants only); DeploymentConfig of a request, as
// LastDeploymentConfig; FailureReason of what failed last; RollbackFailure, why its rollback is to
// fail; AutoMLJobArn, of the job that it was made for.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/automl/automl_deployment.h"

namespace portside::sagemaker {

// Puts what is pending in service.
WorkResult Deploy(WorkContext& context);
// Leaves in service what is, and forgets what was wished of it.
WorkResult RollBack(WorkContext& context);
// FailureReason; what was pending is given up.
void FailDeployment(Json& document, const JobFailure& failure);

// The states SystemUpdating and OutOfService are AWS's own doing, and nothing leads to them.
inline constexpr JobState kEndpointStates[] = {
    {.name = "Creating",
     .duration = std::chrono::milliseconds(500),
     .next = "InService",
     .work = Deploy,
     .on_failure = "Failed",
     .runs = true},
    {.name = "InService"},
    {.name = "Failed"},
    {.name = "Updating",
     .duration = std::chrono::milliseconds(500),
     .next = "InService",
     .work = Deploy,
     .on_failure = "RollingBack",
     .runs = true},
    {.name = "RollingBack",
     .duration = std::chrono::milliseconds(300),
     .next = "InService",
     .work = RollBack,
     .on_failure = "UpdateRollbackFailed"},
    {.name = "UpdateRollbackFailed"},
    {.name = "Deleting", .duration = std::chrono::milliseconds(300), .next = "Deleted"},
    {.name = "Deleted", .removed = true},
};
inline constexpr JobCommand kEndpointCommands[] = {
    {JobVerb::kUpdate, {"InService", "UpdateRollbackFailed"}, "Updating", /*repeats=*/false},
    {JobVerb::kDelete, {"InService", "Failed", "UpdateRollbackFailed"}, "Deleting"},
};
// The part that a test lets fail so that an update is not even taken back.
inline constexpr std::string_view kEndpointParts[] = {"rollback"};
inline constexpr JobKind kEndpoint{.name = "sagemaker::endpoint",
                                   .states = kEndpointStates,
                                   .commands = kEndpointCommands,
                                   .fail = FailDeployment,
                                   .entered = EndpointMoved,
                                   .parts = kEndpointParts};
static_assert(IsWellFormed(kEndpoint));

}  // namespace portside::sagemaker
