// SPDX-License-Identifier: Apache-2.0
//
// The nouns of models and what answers by them that are kept and shown.

#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {

constexpr Family kModels{
    .kind = "sagemaker::model",
    .noun = "Model",
    .label = "model",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .arn = "model/{ModelName}",
    .name_member = "ModelName",
    .arn_member = "ModelArn",
    .newest_first = true,  // documented
    .check = CheckModel,
    .prepare = PrepareModel,
};

// It may go while endpoints use it (documented): they keep what they need of it.
constexpr Family kEndpointConfigs{
    .kind = "sagemaker::endpoint_config",
    .noun = "EndpointConfig",
    .label = "endpoint configuration",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .arn = "endpoint-config/{EndpointConfigName}",
    .name_member = "EndpointConfigName",
    .arn_member = "EndpointConfigArn",
    .newest_first = true,
    .prepare = PrepareEndpointConfig,
};

namespace {

constexpr Computed kEndpointFacts[] = {
    {"ProductionVariants", VariantsOf},
    {"ShadowProductionVariants", ShadowVariantsOf},
    {"PendingDeploymentSummary", PendingDeploymentOf},
    {"DataCaptureConfig", DataCaptureOf},
};

}  // namespace

// Its attribute is its name in small letters, by which names are unique.
constexpr Family kEndpoints{
    .kind = "sagemaker::endpoint",
    .noun = "Endpoint",
    .label = "endpoint",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kEndpoint,
    .arn = "endpoint/{EndpointName}",
    .name_member = "EndpointName",
    .arn_member = "EndpointArn",
    .state_member = "EndpointStatus",
    .texts = {.not_deletable = {"ValidationException",
                                "Cannot update in-progress endpoint \"{arn}\"."}},
    .newest_first = true,
    .computed = kEndpointFacts,
    .check = CheckEndpoint,
    .prepare = PrepareEndpoint,
};

std::span<const Family* const> HostingFamilies() {
  static constexpr const Family* kFamilies[] = {&kModels, &kEndpointConfigs, &kEndpoints};
  return kFamilies;
}

std::span<const HandlerEntry> HostingHandlers() {
  static constexpr HandlerEntry kHandlers[] = {
      {"UpdateEndpoint", UpdateEndpoint},
      {"UpdateEndpointWeightsAndCapacities", UpdateEndpointWeightsAndCapacities},
  };
  return kHandlers;
}

}  // namespace portside::sagemaker
