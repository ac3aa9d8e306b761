// SPDX-License-Identifier: Apache-2.0
//
// Endpoints, as they are created and shown.

#include "portside/base/encoding.h"
#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// Variants as they are kept, without the members that are not shown; null: there are none.
Json Shown(const Json& of, const std::string& member, std::initializer_list<const char*> hidden) {
  const auto list = of.find(member);
  if (list == of.end()) return nullptr;
  Json shown = *list;
  for (Json& variant : shown) {
    for (const char* name : hidden) variant.erase(name);
  }
  return shown;
}

Json Deployed(const Resource& endpoint, const std::string& member) {
  return Shown(endpoint.document, member,
               {"InstanceType", "AcceleratorType", "ModelName", "Container"});
}

Json Pending(const Json& pending, const std::string& member) {
  return Shown(pending, member,
               {"ModelName", "Container", "CurrentWeight", "CurrentInstanceCount",
                "CapacityReservationConfig"});
}

}  // namespace

// Documented: names are unique by their letters alone. Of two that differ in case, the text shows
// the one that is there.
Result<void> CheckEndpoint(Verb verb, const Json& input, RequestContext& context) {
  if (verb != kCreate) return {};
  const std::string name = ToLower(StringOr(input, "EndpointName"));
  const ResourcePtr other =
      context.resources.First({.scope = context.Scope(kEndpoint.name), .attribute = name});
  if (other == nullptr) return {};
  return Fail(
      Refusal(kEndpoints, &FamilyTexts::exists, context, {.name = other->name, .arn = other->arn}));
}

Result<void> PrepareEndpoint(const Json& input, Resource& endpoint, RequestContext& context) {
  const ResourcePtr config = TRY(FindResource(kEndpointConfigs, input, context));
  endpoint.attribute = ToLower(endpoint.name);
  endpoint.document["Pending"] = TRY(DeploymentOf(*config, context));
  const auto deployment = endpoint.document.find("DeploymentConfig");
  if (deployment != endpoint.document.end()) {
    endpoint.document["LastDeploymentConfig"] = *deployment;
    endpoint.document.erase("DeploymentConfig");
  }
  return {};
}

// Recorded: while it is being created there are none.
Json VariantsOf(const Resource& endpoint, const RequestContext&) {
  return Deployed(endpoint, "Variants");
}

Json ShadowVariantsOf(const Resource& endpoint, const RequestContext&) {
  return Deployed(endpoint, "ShadowVariants");
}

Json PendingDeploymentOf(const Resource& endpoint, const RequestContext&) {
  const auto pending = endpoint.document.find("Pending");
  if (pending == endpoint.document.end() || !pending->contains("EndpointConfigName")) {
    return nullptr;
  }
  Json summary = {{"EndpointConfigName", pending->at("EndpointConfigName")},
                  {"StartTime", pending->at("StartTime")}};
  SetIfPresent(summary, "ProductionVariants", Pending(*pending, "Variants"));
  SetIfPresent(summary, "ShadowProductionVariants", Pending(*pending, "ShadowVariants"));
  return summary;
}

// The model's text: capture is enabled unless it is said not to be. All members are required.
Json DataCaptureOf(const Resource& endpoint, const RequestContext&) {
  const auto config = endpoint.document.find("DataCaptureConfig");
  if (config == endpoint.document.end()) return nullptr;
  const bool is_enabled = config->value("EnableCapture", true);
  return {{"EnableCapture", is_enabled},
          {"CaptureStatus", is_enabled ? "Started" : "Stopped"},
          {"CurrentSamplingPercentage", config->at("InitialSamplingPercentage")},
          {"DestinationS3Uri", config->at("DestinationS3Uri")},
          {"KmsKeyId", StringOr(*config, "KmsKeyId")}};
}

}  // namespace portside::sagemaker
