// SPDX-License-Identifier: Apache-2.0
//
// The nouns of models and what answers by them that are kept and shown.

#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/inference_component.h"
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

// They have the endpoint's ARN as their parent, and that of a base component as their attribute.
constexpr Dependent kEndpointDependents[] = {{"sagemaker::inference_component"}};
constexpr Dependent kComponentDependents[] = {
    {"sagemaker::inference_component", /*by_attribute=*/true}};
constexpr Computed kComponentFacts[] = {{"EndpointArn", EndpointArnOf}};
constexpr std::string_view kComponentResults[] = {"VariantName"};
constexpr Filter kComponentFilters[] = {
    {"EndpointNameEquals", FilterKind::kEquals, "/EndpointName"},
    {"VariantNameEquals", FilterKind::kEquals, "/VariantName"}};

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
    .texts = {.in_use = {"ValidationException",
                         "Cannot delete endpoint \"{arn}\" while it has the inference component "
                         "\"{other}\"."},
              .not_deletable = {"ValidationException",
                                "Cannot update in-progress endpoint \"{arn}\"."}},
    .dependents = kEndpointDependents,
    .newest_first = true,
    .computed = kEndpointFacts,
    .check = CheckEndpoint,
    .prepare = PrepareEndpoint,
};

// Tools look for "is a base inference component" and "DELETE_IN_PROGRESS"; the rest of the texts is
// chosen.
constexpr Family kInferenceComponents{
    .kind = "sagemaker::inference_component",
    .noun = "InferenceComponent",
    .label = "inference component",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kInferenceComponent,
    .arn = "inference-component/{InferenceComponentName}",
    .name_member = "InferenceComponentName",
    .arn_member = "InferenceComponentArn",
    .state_member = "InferenceComponentStatus",
    .texts = {.in_use = {"ValidationException",
                         "\"{arn}\" is a base inference component of \"{other}\", which must be "
                         "deleted first."},
              .not_deletable = {"ValidationException",
                                "Cannot delete inference component \"{arn}\": its deletion is "
                                "DELETE_IN_PROGRESS."}},
    .dependents = kComponentDependents,
    .newest_first = true,
    .filters = kComponentFilters,
    .computed = kComponentFacts,
    .results = kComponentResults,
    .prepare = PrepareInferenceComponent,
};

std::span<const Family* const> HostingFamilies() {
  static constexpr const Family* kFamilies[] = {&kModels, &kEndpointConfigs, &kEndpoints,
                                                &kInferenceComponents};
  return kFamilies;
}

std::span<const HandlerEntry> HostingHandlers() {
  static constexpr HandlerEntry kHandlers[] = {
      {"UpdateEndpoint", UpdateEndpoint},
      {"UpdateInferenceComponent", UpdateInferenceComponent},
      {"UpdateInferenceComponentRuntimeConfig", UpdateInferenceComponentRuntimeConfig},
      {"UpdateEndpointWeightsAndCapacities", UpdateEndpointWeightsAndCapacities},
  };
  return kHandlers;
}

}  // namespace portside::sagemaker
