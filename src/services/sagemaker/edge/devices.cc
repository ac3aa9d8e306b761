// SPDX-License-Identifier: Apache-2.0
//
// Devices are registered, changed and deregistered all or none: the model has no answer of single
// failures.

#include "services/sagemaker/edge/devices.h"

#include <set>

#include "portside/services/core/families/family.h"
#include "portside/services/core/tagging.h"
#include "services/sagemaker/edge/device_deployments.h"
#include "services/sagemaker/edge/edge_errors.h"
#include "services/sagemaker/edge/fleet_report.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/limits.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

Result<ResourcePtr> NeedFleet(const Json& input, const RequestContext& context) {
  const std::string name = StringOr(input, "DeviceFleetName");
  ResourcePtr fleet = FindFleet(name, context);
  if (fleet == nullptr) return Fail(NoSuchFleet(name));
  return fleet;
}

Result<void> CheckCount(const std::string& member, const Json& list) {
  if (list.size() <= limits::kDevicesPerCall) return {};
  return Fail(TooManyDevices(member, list.size(), limits::kDevicesPerCall));
}

// The names of the request's devices, each once.
Result<void> CheckDevices(const Json& devices) {
  TRY(CheckCount("Devices", devices));
  std::set<std::string> names;
  for (const Json& device : devices) {
    const std::string name = StringOr(device, "DeviceName");
    if (!names.insert(name).second) return Fail(DeviceGivenTwice("Devices", name));
  }
  return {};
}

void SetGiven(const Json& given, Json& document) {
  SetIfPresent(document, "Description", given.value("Description", Json()));
  SetIfPresent(document, "IotThingName", given.value("IotThingName", Json()));
}

}  // namespace

ResourcePtr FindFleet(const std::string& name, const RequestContext& context) {
  return context.FindOwn(kDeviceFleetKind,
                         ArnOf(kDeviceFleets, {{"DeviceFleetName", name}}, context));
}

std::string DeviceArn(const std::string& fleet_arn, const std::string& name) {
  return fleet_arn + "/device/" + name;
}

ResourcePtr FindDevice(const std::string& fleet, const std::string& name,
                       const RequestContext& context) {
  const std::string fleet_arn = ArnOf(kDeviceFleets, {{"DeviceFleetName", fleet}}, context);
  return context.FindOwn(kDeviceKind, DeviceArn(fleet_arn, name));
}

// Everything about a device is one page, so that no token was ever given.
Result<void> CheckDevice(Verb, const Json& input, RequestContext& context) {
  const ResourcePtr fleet = TRY(NeedFleet(input, context));
  const std::string name = StringOr(input, "DeviceName");
  if (FindDevice(fleet->name, name, context) == nullptr) {
    return Fail(NoSuchDevice(name, fleet->name));
  }
  if (!StringOr(input, "NextToken").empty())
    return Fail(Refusal(kStyle.list.bad_token, context, {}));
  return {};
}

Json RegistrationTimeOf(const Resource& device, const RequestContext&) {
  return ToEpochSeconds(device.created_at);
}

Result<Json> RegisterDevices(const Json& input, RequestContext& context) {
  const ResourcePtr fleet = TRY(NeedFleet(input, context));
  const Json& devices = input.at("Devices");
  TRY(CheckDevices(devices));
  for (const Json& given : devices) {
    const std::string name = StringOr(given, "DeviceName");
    Resource device = context.NewResource(kDeviceKind, DeviceArn(fleet->arn, name), name);
    if (context.resources.Find(device.arn) != nullptr) return Fail(DeviceExists(name, fleet->name));
    device.parent = fleet->arn;
    device.updated_at = Timestamp{};
    device.tags = TRY(GivenTags(kStyle.tags, input, device.arn));
    device.document["DeviceFleetName"] = fleet->name;
    SetGiven(given, device.document);
    context.resources.Insert(std::move(device));
  }
  return Json::object();
}

Result<Json> UpdateDevices(const Json& input, RequestContext& context) {
  const ResourcePtr fleet = TRY(NeedFleet(input, context));
  const Json& devices = input.at("Devices");
  TRY(CheckDevices(devices));
  for (const Json& given : devices) {
    const std::string name = StringOr(given, "DeviceName");
    const ResourcePtr found = FindDevice(fleet->name, name, context);
    if (found == nullptr) return Fail(NoSuchDevice(name, fleet->name));
    Resource device = *found;
    SetGiven(given, device.document);
    context.resources.Update(std::move(device));
  }
  return Json::object();
}

// What the devices had still to deploy, their stages wait for no longer.
Result<Json> DeregisterDevices(const Json& input, RequestContext& context) {
  const ResourcePtr fleet = TRY(NeedFleet(input, context));
  const Json& names = input.at("DeviceNames");
  TRY(CheckCount("DeviceNames", names));
  FleetReport report(*fleet);
  for (const Json& entry : names) {
    const auto& name = entry.get_ref<const std::string&>();
    const ResourcePtr device = FindDevice(fleet->name, name, context);
    if (device == nullptr) return Fail(NoDeviceToDeregister(name, fleet->name));
    report.Remove(device->document);
    ForgetDeployments(*device, context);
    context.resources.Remove(device->arn);
  }
  Resource changed = *fleet;
  changed.document["Report"] = report.document();
  context.resources.Update(std::move(changed));
  return Json::object();
}

}  // namespace portside::sagemaker
