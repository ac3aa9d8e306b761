// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/fleet_report.h"

#include <string>

namespace portside::sagemaker {
namespace {

// A count that is nothing any more goes.
void Change(Json& counts, const std::string& name, int by) {
  if (counts.is_null()) counts = Json::object();
  const std::int64_t count = counts.value(name, std::int64_t{0}) + by;
  if (count == 0) {
    counts.erase(name);
  } else {
    counts[name] = count;
  }
}

}  // namespace

FleetReport::FleetReport(const Resource& fleet)
    : report_(fleet.document.value("Report", Json::object())) {}

// A device is connected from its first heartbeat on, until it is deregistered: after how long a
// silence AWS takes it for offline is nowhere published.
void FleetReport::Count(const Json& device, int by) {
  if (!device.contains("LatestHeartbeat")) return;
  Change(report_, "Connected", by);
  Change(report_["Agents"], StringOr(device, "AgentVersion"), by);
  const auto models = device.find("Models");
  if (models == device.end()) return;
  for (const Json& model : *models) {
    const std::string name = StringOr(model, "ModelName");
    const std::string version = StringOr(model, "ModelVersion");
    Json& versions = report_["Models"][name];
    Json& counts = versions[version];
    Change(counts, "Devices", by);
    if (model.contains("LatestInference")) Change(counts, "Active", by);
    if (model.contains("LatestSampleTime")) Change(counts, "Sampling", by);
    if (counts.empty()) versions.erase(version);
    if (versions.empty()) report_["Models"].erase(name);
  }
}

Json FleetReport::Shown() const {
  const Json agents = report_.value("Agents", Json::object());
  const Json models = report_.value("Models", Json::object());
  Json shown = {{"DeviceStats", {{"ConnectedDeviceCount", report_.value("Connected", 0)}}},
                {"AgentVersions", Json::array()},
                {"ModelStats", Json::array()}};
  for (const auto& [version, count] : agents.items()) {
    shown["AgentVersions"].push_back({{"Version", version}, {"AgentCount", count}});
  }
  for (const auto& [name, versions] : models.items()) {
    for (const auto& [version, counts] : versions.items()) {
      // What a device has, only its heartbeat has told.
      shown["ModelStats"].push_back({{"ModelName", name},
                                     {"ModelVersion", version},
                                     {"OfflineDeviceCount", 0},
                                     {"ConnectedDeviceCount", counts.value("Devices", 0)},
                                     {"ActiveDeviceCount", counts.value("Active", 0)},
                                     {"SamplingDeviceCount", counts.value("Sampling", 0)}});
    }
  }
  return shown;
}

}  // namespace portside::sagemaker
