// SPDX-License-Identifier: Apache-2.0
//
// The deployment of a stage on one device: a resource beneath the stage's run (parent: RunKey),
// named as the device. While the device has still to deploy, its attribute is the device's ARN, so
// that what a device has to do is found along an index; then it is empty. What changes one also
// changes the counts of its stage. Core thread.
//
// Document: DeviceName, DeviceArn, Plan (its name), Stage (its ARN), StageName, Status, and then
// Message, StartTime, DeployedStageName.

#pragma once

#include <string>
#include <vector>

#include "portside/jobs/job_work.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

inline constexpr std::string_view kDeviceDeploymentKind = "sagemaker::device_deployment";

// The other stages of the plan that were started.
std::vector<ResourcePtr> OtherStages(const Resource& stage, Stores& stores);
// The stage's deployment on a device. One that another stage of the plan has deployed to, or this
// one in its former run, is deployed already. Changes `stage`, which the caller stores.
void AddDeployment(const Resource& device, const std::vector<ResourcePtr>& others, Resource& stage,
                   Stores& stores);
// Where it is not finished, it is STOPPED. Changes `stage`, which the caller stores.
void HaltDeployment(const Resource& deployment, Resource& stage, Stores& stores);

// A deployment that a device has still to make, with its stage, which is INPROGRESS.
struct OpenDeployment {
  ResourcePtr deployment;
  ResourcePtr stage;
};
std::vector<OpenDeployment> OpenDeployments(const Resource& device, RequestContext& context);
// The device has picked it up.
void BeginDeployment(const OpenDeployment& open, RequestContext& context);
// What the device reports (DeploymentResult of a heartbeat), about all it has of that plan.
void ReportDeployment(const Resource& device, const Json& result, RequestContext& context);
// The device is deregistered.
void ForgetDeployments(const Resource& device, RequestContext& context);

// DeviceDeploymentSummary.
Json ShowDeployment(const Resource& deployment, const Resource& stage, const Resource& plan,
                    ResourceRepository& resources);

}  // namespace portside::sagemaker
