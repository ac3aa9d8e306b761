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
// Starts the commands again that serve what is in service (docs/RUNNERS.md).
WorkResult Restart(WorkContext& context);
// JobKind::resumes: commands ended with the process that had started them.
std::string_view ResumesEndpoint(const Resource& endpoint, const Runners& runners);
// JobKind::entered: ends the commands of one that is deleted.
void EndpointMoved(const Resource& endpoint, Scheduler& jobs, Stores& stores);
// FailureReason; what was pending is given up.
void FailDeployment(Json& document, const JobFailure& failure);

// SystemUpdating and OutOfService are AWS's own doing; here only a start of Portside, or a snapshot
// that is restored, leads to them, where commands must be started again.
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
     .on_failure = "UpdateRollbackFailed",
     .runs = true},
    {.name = "UpdateRollbackFailed"},
    {.name = "SystemUpdating",
     .next = "InService",
     .work = Restart,
     .on_failure = "OutOfService",
     .runs = true},
    {.name = "OutOfService"},
    {.name = "Deleting", .duration = std::chrono::milliseconds(300), .next = "Deleted"},
    {.name = "Deleted", .removed = true},
};
inline constexpr JobCommand kEndpointCommands[] = {
    {JobVerb::kUpdate, {"InService", "UpdateRollbackFailed"}, "Updating", /*repeats=*/false},
    {JobVerb::kDelete, {"InService", "Failed", "UpdateRollbackFailed", "OutOfService"}, "Deleting"},
};
// The part that a test lets fail so that an update is not even taken back.
inline constexpr std::string_view kEndpointParts[] = {"rollback"};
inline constexpr JobKind kEndpoint{.name = "sagemaker::endpoint",
                                   .states = kEndpointStates,
                                   .commands = kEndpointCommands,
                                   .fail = FailDeployment,
                                   .entered = EndpointMoved,
                                   .parts = kEndpointParts,
                                   .resumes = ResumesEndpoint};
static_assert(IsWellFormed(kEndpoint));

}  // namespace portside::sagemaker
