// SPDX-License-Identifier: Apache-2.0
//
// A stage of an edge deployment plan: a resource beneath its plan (parent: its ARN), with states.
// STARTING reads the packaged models for their checksums; what devices then report moves it on from
// INPROGRESS (device_deployments.h). Which devices it has is decided when it is started, a slice of
// the fleet at a time (rollout.h); each start decides anew.
//
// Document: EdgeDeploymentPlanName, DeviceFleetName, FleetArn, DeviceSelectionConfig,
// DeploymentConfig; from its start on Run (how often it was started), Models ([{"ModelHandle",
// "S3Url"}]), Definitions (the same with Checksum), Selecting (devices are still being looked at),
// Success, Pending, Failed (counts of devices), StartTime; Message where it failed.

#pragma once

#include <chrono>
#include <string>

#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

WorkResult ReadDefinitions(WorkContext& context);
WorkResult HaltDevices(WorkContext& context);
void SetStageMessage(Json& document, const JobFailure& failure);

inline constexpr JobState kDeploymentStageStates[] = {
    {.name = "CREATING", .duration = std::chrono::milliseconds(300), .next = "READYTODEPLOY"},
    {.name = "READYTODEPLOY"},
    {.name = "STARTING",
     .duration = std::chrono::milliseconds(300),
     .next = "INPROGRESS",
     .work = ReadDefinitions,
     .on_failure = "FAILED"},
    {.name = "INPROGRESS"},
    {.name = "STOPPING",
     .duration = std::chrono::milliseconds(300),
     .next = "STOPPED",
     .work = HaltDevices,
     .on_failure = "FAILED"},
    {.name = "DEPLOYED"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
};
// A stage can be started as soon as it was created, as the developer guide's example does. One that
// is deployed is not started again (chosen).
inline constexpr JobCommand kDeploymentStageCommands[] = {
    {JobVerb::kStart,
     {"CREATING", "READYTODEPLOY", "STOPPED", "FAILED"},
     "STARTING",
     /*repeats=*/false},
    {JobVerb::kStop, {"STARTING", "INPROGRESS"}, "STOPPING"},
};
inline constexpr JobKind kDeploymentStage{.name = "sagemaker::edge_deployment_stage",
                                          .states = kDeploymentStageStates,
                                          .commands = kDeploymentStageCommands,
                                          .fail = SetStageMessage};
static_assert(IsWellFormed(kDeploymentStage));

// Documented: the stages of a plan.
inline constexpr std::size_t kStagesPerPlan = 10;

std::string StageArn(const std::string& plan_arn, const std::string& name);
// What its devices' deployments of the present run are beneath: another for each start, and for
// another stage of the same name.
std::string RunKey(const Resource& stage);
std::string RunKey(const Resource& stage, std::int64_t run);
// Neither a plan nor a stage can be deleted then.
bool IsActive(const Resource& stage);
// The stages of a plan, in the order in which they were made.
std::vector<ResourcePtr> StagesOf(const Resource& plan, ResourceRepository& resources);

// Where a stage goes once no device is left that has still to deploy; empty: nowhere yet.
std::string_view EndOf(const Resource& stage);
// Says in its Message why it failed.
void ExplainEnd(Resource& stage);

}  // namespace portside::sagemaker
