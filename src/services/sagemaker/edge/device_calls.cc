// SPDX-License-Identifier: Apache-2.0
//
// What devices ask and tell (the API sagemaker-edge). It models no error but InternalService, so
// that a device that is not registered gets empty answers.

#include <set>

#include "services/sagemaker/edge/device_deployments.h"
#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/edge/fleet_report.h"
#include "services/sagemaker/edge/rules.h"

namespace portside::sagemaker {
namespace {

// What an agent is told of its registration, and for how many seconds it may believe it. Neither is
// published.
constexpr std::string_view kRegistered = "REGISTERED";
constexpr std::string_view kCacheSeconds = "3600";

ResourcePtr FindCaller(const Json& input, const RequestContext& context) {
  return FindDevice(StringOr(input, "DeviceFleetName"), StringOr(input, "DeviceName"), context);
}

// What DescribeDevice shows of models; their metrics are for AWS's own use.
Json ModelsOf(const Json& given) {
  Json models = Json::array();
  for (const Json& one : given) {
    Json model = Json::object();
    for (const char* member :
         {"ModelName", "ModelVersion", "LatestSampleTime", "LatestInference"}) {
      SetIfPresent(model, member, one.value(member, Json()));
    }
    // Without a name or a version nothing can be shown.
    if (model.contains("ModelName") && model.contains("ModelVersion")) {
      models.push_back(std::move(model));
    }
  }
  return models;
}

// Mostly nothing changes, and the fleet is not written.
void Recount(const Json& before, const Resource& device, RequestContext& context) {
  const ResourcePtr fleet = context.resources.Find(device.parent);
  if (fleet == nullptr) return;
  FleetReport report(*fleet);
  report.Remove(before);
  report.Add(device.document);
  if (report.document() == fleet->document.value("Report", Json::object())) return;
  Resource changed = *fleet;
  changed.document["Report"] = report.document();
  context.resources.Update(std::move(changed));
}

}  // namespace

Result<Json> SendHeartbeat(const Json& input, RequestContext& context) {
  const ResourcePtr found = FindCaller(input, context);
  if (found == nullptr) return Json::object();
  Resource device = *found;
  device.updated_at = context.now;
  device.document["LatestHeartbeat"] = ToEpochSeconds(context.now);
  device.document["AgentVersion"] = input.at("AgentVersion");
  if (const auto models = input.find("Models"); models != input.end()) {
    device.document["Models"] = ModelsOf(*models);
  }
  Recount(found->document, device, context);
  const ResourcePtr stored = context.resources.Update(std::move(device));
  if (const auto result = input.find("DeploymentResult"); result != input.end()) {
    ReportDeployment(*stored, *result, context);
  }
  return Json::object();
}

// A device that asks has picked up what it is told. Of several stages of a plan that have the
// device, one answer is enough: they deploy the same.
Result<Json> GetDeployments(const Json& input, RequestContext& context) {
  Json deployments = Json::array();
  const ResourcePtr device = FindCaller(input, context);
  if (device == nullptr) return Json{{"Deployments", deployments}};
  std::set<std::string> plans;
  for (const OpenDeployment& open : OpenDeployments(*device, context)) {
    BeginDeployment(open, context);
    const std::string plan = StringOr(open.deployment->document, "Plan");
    if (!plans.insert(plan).second) continue;
    const Json& document = open.stage->document;
    const Json config = document.value("DeploymentConfig", Json::object());
    deployments.push_back({{"DeploymentName", plan},
                           {"Type", "Model"},
                           {"FailureHandlingPolicy", StringOr(config, "FailureHandlingPolicy")},
                           {"Definitions", document.value("Definitions", Json::array())}});
  }
  return Json{{"Deployments", deployments}};
}

Result<Json> GetDeviceRegistration(const Json& input, RequestContext& context) {
  const bool is_registered = FindCaller(input, context) != nullptr;
  return Json{{"DeviceRegistration", is_registered ? kRegistered : ""},
              {"CacheTTL", is_registered ? kCacheSeconds : ""}};
}

}  // namespace portside::sagemaker
