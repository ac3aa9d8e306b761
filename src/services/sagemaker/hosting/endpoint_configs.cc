// SPDX-License-Identifier: Apache-2.0
//
// Endpoint configurations: which models answer, on what, and how much of the traffic each gets.

#include <set>
#include <string>

#include "services/sagemaker/hosting/hosting_errors.h"
#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// The model has the bounds, not the step.
constexpr int kMemoryStep = 1024;

// What a variant runs on: instances, or nothing that its owner sees.
Result<void> CheckPlace(const Json& variant, const std::string& name) {
  const bool has_instances = variant.contains("InstanceType") || variant.contains("InstancePools");
  const auto serverless = variant.find("ServerlessConfig");
  if (serverless != variant.end() && (has_instances || variant.contains("InitialInstanceCount"))) {
    return Fail(WrongVariant(name,
                             "has a ServerlessConfig and instances. Specify either "
                             "ServerlessConfig, or InstanceType and InitialInstanceCount."));
  }
  if (serverless == variant.end() && !has_instances) {
    return Fail(WrongVariant(name,
                             "has no InstanceType. Specify either ServerlessConfig, or "
                             "InstanceType and InitialInstanceCount."));
  }
  if (serverless == variant.end()) return {};
  const int memory = serverless->value("MemorySizeInMB", 0);
  if (memory % kMemoryStep != 0) {
    return Fail(WrongVariant(name, "has a MemorySizeInMB of " + std::to_string(memory) +
                                       ". It must be 1024, 2048, 3072, 4096, 5120 or 6144."));
  }
  const int provisioned = serverless->value("ProvisionedConcurrency", 0);
  if (provisioned > serverless->value("MaxConcurrency", 0)) {
    return Fail(WrongVariant(name, "has a ProvisionedConcurrency of " +
                                       std::to_string(provisioned) +
                                       ". It must not be more than its MaxConcurrency."));
  }
  return {};
}

// A variant without a model is for inference components, which the role is for.
Result<void> CheckVariant(const Json& variant, bool has_role, RequestContext& context) {
  const std::string name = StringOr(variant, "VariantName");
  TRY(CheckPlace(variant, name));
  if (!variant.contains("ModelName")) {
    if (has_role && !variant.contains("ServerlessConfig")) return {};
    return Fail(WrongVariant(name,
                             "has no ModelName. A variant for inference components needs an "
                             "ExecutionRoleArn of the endpoint configuration and instances."));
  }
  if (variant.contains("ManagedInstanceScaling")) return Fail(ScalingOfAModel());
  if (!variant.contains("ServerlessConfig") && !variant.contains("InitialInstanceCount")) {
    return Fail(WrongVariant(name,
                             "has no InitialInstanceCount. Specify either ServerlessConfig, or "
                             "InstanceType and InitialInstanceCount."));
  }
  TRY(FindResource(kModels, variant, context));
  return {};
}

}  // namespace

Result<void> PrepareEndpointConfig(const Json& input, Resource& config, RequestContext& context) {
  const bool has_role = input.contains("ExecutionRoleArn");
  std::set<std::string> names;
  for (const char* member : {"ProductionVariants", "ShadowProductionVariants"}) {
    const auto list = config.document.find(member);
    if (list == config.document.end()) continue;
    for (Json& variant : *list) {
      const std::string name = StringOr(variant, "VariantName");
      if (!names.insert(name).second) return Fail(VariantNamedTwice(name));
      TRY(CheckVariant(variant, has_role, context));
      // Recorded: Describe says what was left out.
      variant.emplace("InitialVariantWeight", 1.0);
    }
  }
  // The developer guide: one production variant, and one that shadows it.
  const auto shadows = input.find("ShadowProductionVariants");
  if (shadows != input.end() &&
      (shadows->size() != 1 || input.at("ProductionVariants").size() != 1)) {
    return Fail(TooManyShadows());
  }
  return {};
}

}  // namespace portside::sagemaker
