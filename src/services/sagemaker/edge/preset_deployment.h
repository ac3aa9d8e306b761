// SPDX-License-Identifier: Apache-2.0
//
// Preset deployments: an edge packaging job can make an AWS IoT Greengrass V2 component of what it
// packaged. A component is a resource of its own, named by its ARN, and lives as long as its
// account: names with versions are used up, also by jobs that are forgotten.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/jobs/job_work.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

inline constexpr std::string_view kGreengrassComponentKind = "sagemaker::greengrass_component";

// The component that a job with this OutputConfig will make:
// {"Arn", "ComponentName", "ComponentVersion", and the other options as given}. Null where the
// OutputConfig asks for none. PresetDeploymentConfig is checked here: a JSON object of the
// documented options, all optional, all texts.
Result<Json> PlanComponent(const Json& output_config, const std::string& job_name,
                           const RequestContext& context);

// Registers the planned component as made by `job`, unless the name and version exist already.
void RegisterComponent(const Resource& job, const Json& component, Stores& stores);

// PresetDeploymentOutput of a completed job: COMPLETED where the component is the job's own, else
// FAILED because another job had made it before. The job itself is COMPLETED either way.
Json DescribePresetDeployment(const Resource& job, const Json& component,
                              ResourceRepository& resources);

}  // namespace portside::sagemaker
