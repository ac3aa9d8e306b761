// SPDX-License-Identifier: Apache-2.0
//
// What the edge nouns do beyond being kept and shown: the functions of their declarations
// (families.cc) and the operations that no declaration makes, each in the file of its noun.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckEdgePackagingJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareEdgePackagingJob(const Json& input, Resource& job, RequestContext& context);
Json PresetDeploymentOutputOf(const Resource& job, const RequestContext& context);

Result<void> CheckDeviceFleet(Verb verb, const Json& input, RequestContext& context);
Json IotRoleAliasOf(const Resource& fleet, const RequestContext& context);
Result<Json> GetDeviceFleetReport(const Json& input, RequestContext& context);

Result<void> CheckDevice(Verb verb, const Json& input, RequestContext& context);
Json RegistrationTimeOf(const Resource& device, const RequestContext& context);
Result<Json> RegisterDevices(const Json& input, RequestContext& context);
Result<Json> DeregisterDevices(const Json& input, RequestContext& context);
Result<Json> UpdateDevices(const Json& input, RequestContext& context);
Result<Json> ListDevices(const Json& input, RequestContext& context);

Result<void> CheckDeploymentPlan(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareDeploymentPlan(const Json& input, Resource& plan, RequestContext& context);
Result<void> ReleaseDeploymentPlan(const Resource& plan, RequestContext& context);
void PresentDeploymentPlan(const Json& input, const Resource& plan, Json& shown,
                           RequestContext& context);

Result<Json> CreateEdgeDeploymentStage(const Json& input, RequestContext& context);
Result<Json> DeleteEdgeDeploymentStage(const Json& input, RequestContext& context);
Result<Json> StartEdgeDeploymentStage(const Json& input, RequestContext& context);
Result<Json> StopEdgeDeploymentStage(const Json& input, RequestContext& context);
Result<Json> ListStageDevices(const Json& input, RequestContext& context);

// The data plane, which devices call (model "sagemaker_edge").
Result<Json> GetDeployments(const Json& input, RequestContext& context);
Result<Json> GetDeviceRegistration(const Json& input, RequestContext& context);
Result<Json> SendHeartbeat(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker
