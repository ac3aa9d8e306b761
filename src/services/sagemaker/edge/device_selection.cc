// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/device_selection.h"

#include <algorithm>
#include <limits>

#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

Selection SelectNames(const Json& names, Json& slice, const std::string& fleet_arn,
                      Stores& stores) {
  Selection selection;
  std::size_t index = slice.value("Index", std::size_t{0});
  const std::size_t end = std::min(names.size(), index + limits::kDevicesPerSlice);
  for (; index < end; ++index) {
    if (!names.at(index).is_string()) continue;
    ResourcePtr device =
        stores.resources.Find(DeviceArn(fleet_arn, names.at(index).get_ref<const std::string&>()));
    if (device != nullptr && device->kind == kDeviceKind) selection.devices.push_back(device);
  }
  slice["Index"] = index;
  selection.goes_on = index < names.size();
  return selection;
}

// How many devices a percentage takes.
std::int64_t ShareOf(std::int64_t count, std::int64_t percentage) {
  return (count * percentage + 99) / 100;
}

}  // namespace

Selection SelectSlice(Json& slice, const Resource& stage, Stores& stores) {
  const Json config = stage.document.value("DeviceSelectionConfig", Json::object());
  const std::string fleet_arn = StringOr(stage.document, "FleetArn");
  const std::string type = StringOr(config, "DeviceSubsetType");
  if (type == "SELECTION") {
    return SelectNames(config.value("DeviceNames", Json::array()), slice, fleet_arn, stores);
  }
  const ResourceScope scope{kDeviceKind, stage.account, stage.region};
  const bool by_share = type == "PERCENTAGE";
  if (by_share && !slice.contains("Left")) {
    slice["Left"] = ShareOf(stores.resources.Count(scope, "", fleet_arn),
                            config.value("Percentage", std::int64_t{0}));
  }
  auto left =
      by_share ? slice.value("Left", std::int64_t{0}) : std::numeric_limits<std::int64_t>::max();
  const std::string part = StringOr(config, "DeviceNameContains");
  // Names are looked at here, and not by the query, so that a slice ends where none fits.
  const ResourcePage page = stores.resources.List({.scope = scope,
                                                   .parent = fleet_arn,
                                                   .after = PositionIn(slice),
                                                   .limit = limits::kDevicesPerSlice});
  Selection selection;
  for (const ResourcePtr& device : page.resources) {
    if (left == 0) break;
    if (!by_share && device->name.find(part) == std::string::npos) continue;
    selection.devices.push_back(device);
    if (by_share) --left;
  }
  if (by_share) slice["Left"] = left;
  SetPosition(slice, page.next);
  selection.goes_on = page.next.has_value() && left > 0;
  return selection;
}

std::optional<ResourcePosition> PositionIn(const Json& slice) {
  const auto after = slice.find("After");
  if (after == slice.end()) return std::nullopt;
  return ResourcePosition{StringOr(*after, "Text"), after->value("Number", std::int64_t{0}),
                          after->value("Sequence", std::int64_t{0})};
}

void SetPosition(Json& slice, const std::optional<ResourcePosition>& next) {
  if (!next) return;
  slice["After"] = {{"Text", next->text}, {"Number", next->number}, {"Sequence", next->sequence}};
}

std::string FlawOf(const Json& selection) {
  struct Need {
    std::string_view type, member;
  };
  static constexpr Need kNeeds[] = {{"PERCENTAGE", "Percentage"},
                                    {"SELECTION", "DeviceNames"},
                                    {"NAMECONTAINS", "DeviceNameContains"}};
  const std::string type = StringOr(selection, "DeviceSubsetType");
  for (const Need& need : kNeeds) {
    const std::string member(need.member);
    if (need.type == type && !selection.contains(member)) {
      return "DeviceSubsetType " + type + " needs the member " + member + ".";
    }
    if (need.type != type && selection.contains(member)) {
      return member + " is given with DeviceSubsetType " + type + "; it belongs to " +
             std::string(need.type) + ".";
    }
  }
  if (type == "PERCENTAGE" && selection.value("Percentage", std::int64_t{0}) < 1) {
    return "Percentage is " + DumpJson(selection.at("Percentage")) +
           ". It must be a whole number from 1 to 100.";
  }
  const std::size_t names = selection.value("DeviceNames", Json::array()).size();
  if (type == "SELECTION" && (names == 0 || names > limits::kDevicesPerCall)) {
    return "DeviceNames has " + std::to_string(names) + " devices. It must have 1 to " +
           std::to_string(limits::kDevicesPerCall) + ".";
  }
  return "";
}

}  // namespace portside::sagemaker
