// SPDX-License-Identifier: Apache-2.0
//
// Deployment: what an endpoint configuration makes of an endpoint, written into the endpoint's
// document, so that it goes on when the configuration and its models are gone. An object:
//
//   EndpointConfigName
//   Variants, ShadowVariants   as DescribeEndpoint shows them, and InstanceType, AcceleratorType,
//                              ModelName and Container (of CreateModel, the first; for a runner's
//                              command) of each (absent: for inference components)
//   DataCaptureConfig, AsyncInferenceConfig, ExplainerConfig, MetricsConfig,
//   CrossRegionTrafficConfig   as the configuration has them, if it does
//   StartTime                  epoch seconds

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside {
struct Runner;
}

namespace portside::sagemaker {

// The members that take the places of the former deployment's, or remove them.
inline constexpr std::string_view kDeployedMembers[] = {
    "EndpointConfigName",   "Variants",        "ShadowVariants", "DataCaptureConfig",
    "AsyncInferenceConfig", "ExplainerConfig", "MetricsConfig",  "CrossRegionTrafficConfig"};

// ValidationException where one of its models is gone.
Result<Json> DeploymentOf(const Resource& config, RequestContext& context);

// Of a configuration whose variants all have this model.
Json DeploymentOf(const Resource& config, const Resource& model, Timestamp now);

// "<repository>@sha256:<64 hex>": what an image's tag stands for. Equal names give equal digests;
// a name that has a digest is itself.
std::string ResolveImage(const std::string& image);

// The runner that answers for a variant of a deployment; null: there is none. A command serves a
// model, so it is none for inference components.
const Runner* RunnerOf(const std::string& endpoint, const Json& variant, const Runners* runners);

}  // namespace portside::sagemaker
