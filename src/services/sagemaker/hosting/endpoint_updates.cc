// SPDX-License-Identifier: Apache-2.0
//
// UpdateEndpoint and UpdateEndpointWeightsAndCapacities: what they ask for is pending until the
// endpoint is updated; then it is in service, or what was there still is.

#include <algorithm>
#include <set>
#include <string>

#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/hosting_errors.h"
#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

Result<ResourcePtr> FindUpdatable(const Json& input, RequestContext& context) {
  ResourcePtr endpoint = TRY(FindResource(kEndpoints, input, context));
  if (kEndpoint.Find(JobVerb::kUpdate)->IsLegalFrom(endpoint->state)) return endpoint;
  // The model: of a failed endpoint nothing but DeleteEndpoint is possible.
  if (endpoint->state == "Failed" || endpoint->state == "OutOfService") {
    return Fail(FailedEndpoint(endpoint->arn, endpoint->state));
  }
  return Fail(EndpointInProgress(endpoint->arn));
}

Json* FindVariant(Json& variants, const std::string& name) {
  const auto found = std::find_if(variants.begin(), variants.end(), [&](const Json& variant) {
    return variant.at("VariantName") == name;
  });
  return found == variants.end() ? nullptr : &*found;
}

// What of the endpoint outlives a new configuration, by the request: the weights and counts of
// variants that both have, and the capture of data.
void Retain(const Json& input, const Json& document, Json& pending) {
  if (!input.value("RetainAllVariantProperties", false)) return;
  std::set<std::string> excluded;
  for (const Json& property : input.value("ExcludeRetainedVariantProperties", Json::array())) {
    excluded.insert(property.at("VariantPropertyType").get<std::string>());
  }
  for (const Json& former : document.value("Variants", Json::array())) {
    Json* variant = FindVariant(pending.at("Variants"), former.at("VariantName"));
    if (variant == nullptr) continue;
    for (const auto& [desired, current] :
         {std::pair("DesiredWeight", "CurrentWeight"),
          std::pair("DesiredInstanceCount", "CurrentInstanceCount")}) {
      const bool is_retained =
          !excluded.contains(desired) && former.contains(desired) && variant->contains(desired);
      if (is_retained) (*variant)[desired] = (*variant)[current] = former.at(desired);
    }
  }
  if (excluded.contains("DataCaptureConfig")) return;
  pending.erase("DataCaptureConfig");
  SetIfPresent(pending, "DataCaptureConfig", document.value("DataCaptureConfig", Json()));
}

Json Begin(Resource endpoint, RequestContext& context) {
  endpoint.document.erase("FailureReason");
  endpoint.updated_at = context.now;
  const std::string arn = endpoint.arn;
  context.jobs.Command(kEndpoint, JobVerb::kUpdate, std::move(endpoint));
  return {{"EndpointArn", arn}};
}

// The variants that the request changes, as they are wished to be.
Result<void> Wish(const Json& input, Json& document) {
  std::set<std::string> names;
  std::string unknown;
  for (const Json& wish : input.at("DesiredWeightsAndCapacities")) {
    const std::string name = wish.at("VariantName");
    if (!names.insert(name).second) return Fail(VariantNamedTwice(name));
    Json* variant = FindVariant(document.at("Variants"), name);
    if (variant == nullptr) {
      unknown += (unknown.empty() ? "\"" : ", \"") + name + "\"";
      continue;
    }
    for (const char* member : {"DesiredWeight", "DesiredInstanceCount"}) {
      if (wish.contains(member)) (*variant)[member] = wish.at(member);
    }
    const auto serverless = wish.find("ServerlessUpdateConfig");
    if (serverless == wish.end()) continue;
    if (!variant->contains("CurrentServerlessConfig")) {
      return Fail(WrongVariant(name, "has instances, but ServerlessUpdateConfig is specified."));
    }
    Json desired = variant->at("CurrentServerlessConfig");
    desired.update(*serverless);
    (*variant)["DesiredServerlessConfig"] = std::move(desired);
  }
  if (unknown.empty()) return {};
  return Fail(NoSuchVariants(unknown, StringOr(document, "EndpointConfigName")));
}

}  // namespace

// Recorded: refused as well where the configuration that is in service was deleted.
Result<Json> UpdateEndpoint(const Json& input, RequestContext& context) {
  Resource endpoint = *TRY(FindUpdatable(input, context));
  TRY(FindResource(kEndpointConfigs,
                   {{"EndpointConfigName", endpoint.document.at("EndpointConfigName")}}, context));
  const ResourcePtr config = TRY(FindResource(kEndpointConfigs, input, context));
  const bool keeps = input.value("RetainDeploymentConfig", false);
  if (keeps && input.contains("DeploymentConfig")) return Fail(TwoDeploymentConfigs());
  Json pending = TRY(DeploymentOf(*config, context));
  Retain(input, endpoint.document, pending);
  endpoint.document["Pending"] = std::move(pending);
  if (!keeps) {
    endpoint.document.erase("LastDeploymentConfig");
    SetIfPresent(endpoint.document, "LastDeploymentConfig",
                 input.value("DeploymentConfig", Json()));
  }
  return Begin(std::move(endpoint), context);
}

Result<Json> UpdateEndpointWeightsAndCapacities(const Json& input, RequestContext& context) {
  Resource endpoint = *TRY(FindUpdatable(input, context));
  TRY(Wish(input, endpoint.document));
  Json variants = endpoint.document.at("Variants");
  for (Json& variant : variants) {
    variant["CurrentWeight"] = variant.at("DesiredWeight");
    if (variant.contains("DesiredInstanceCount")) {
      variant["CurrentInstanceCount"] = variant.at("DesiredInstanceCount");
    }
    if (const auto desired = variant.find("DesiredServerlessConfig"); desired != variant.end()) {
      variant["CurrentServerlessConfig"] = *desired;
      variant.erase("DesiredServerlessConfig");
    }
  }
  endpoint.document["Pending"] = {{"Variants", std::move(variants)}};
  return Begin(std::move(endpoint), context);
}

}  // namespace portside::sagemaker
