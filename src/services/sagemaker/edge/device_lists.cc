// SPDX-License-Identifier: Apache-2.0
//
// ListDevices.

#include <algorithm>

#include "portside/services/core/families/family.h"
#include "portside/services/core/pagination.h"
#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/lists.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// "A filter that searches devices that contains this name in any of their models."
bool HasModel(const Resource& device, const std::string& name) {
  const auto models = device.document.find("Models");
  return models != device.document.end() &&
         std::any_of(models->begin(), models->end(), [&name](const Json& model) {
           return StringOr(model, "ModelName").find(name) != std::string::npos;
         });
}

Json Summary(const Resource& device) {
  const Json& document = device.document;
  Json shown = {{"DeviceName", device.name},
                {"DeviceArn", device.arn},
                {"DeviceFleetName", StringOr(document, "DeviceFleetName")},
                {"RegistrationTime", ToEpochSeconds(device.created_at)}};
  for (const char* member : {"Description", "IotThingName", "LatestHeartbeat", "AgentVersion"}) {
    SetIfPresent(shown, member, document.value(member, Json()));
  }
  const auto models = document.find("Models");
  if (models == document.end()) return shown;
  Json& summaries = shown["Models"] = Json::array();
  for (const Json& model : *models) {
    summaries.push_back({{"ModelName", StringOr(model, "ModelName")},
                         {"ModelVersion", StringOr(model, "ModelVersion")}});
  }
  return shown;
}

}  // namespace

Result<Json> ListDevices(const Json& input, RequestContext& context) {
  ResourceQuery query{.scope = context.Scope(kDeviceKind)};
  query.limit = TRY(ListLimit(input, context));
  const std::string fleet = StringOr(input, "DeviceFleetName");
  const std::string model = StringOr(input, "ModelName");
  // "Filter for fleets containing this name in their device fleet name." Where only one does, as
  // whoever gives a whole name means, its devices are walked, and no other's.
  std::string parent;
  bool by_text = false;
  if (!fleet.empty()) {
    const ResourcePage fleets = context.resources.List(
        {.scope = context.Scope(kDeviceFleetKind), .name_contains = fleet, .limit = 2});
    if (fleets.resources.empty()) return Json{{"DeviceSummaries", Json::array()}};
    by_text = fleets.resources.size() > 1;
    if (!by_text) parent = fleets.resources.front()->arn;
  }
  query.parent = parent;
  if (const auto after = input.find("LatestHeartbeatAfter"); after != input.end()) {
    query.updated_after = FromEpochSeconds(after->get<double>());
    query.order = ResourceOrder::kUpdated;
  }
  if (by_text || !model.empty()) {
    query.matches = [&](const Resource& device) {
      return (!by_text ||
              StringOr(device.document, "DeviceFleetName").find(fleet) != std::string::npos) &&
             (model.empty() || HasModel(device, model));
    };
  }
  return ListAnswer("ListDevices", "DeviceSummaries", std::move(query), input, context,
                    [](const Resource& device) { return Summary(device); });
}

}  // namespace portside::sagemaker
