// SPDX-License-Identifier: Apache-2.0
//
// FleetReport: the counts of GetDeviceFleetReport, kept in the fleet's document (`Report`) and
// changed by what one device says, so that no report walks over devices:
//
//   {"Connected": 2, "Agents": {"1.0": 2},
//    "Models": {"net": {"1.0": {"Devices": 2, "Active": 1, "Sampling": 0}}}}
//
// It is as long as the answer, which has no pages.

#pragma once

#include "portside/store/resource.h"

namespace portside::sagemaker {

class FleetReport {
 public:
  explicit FleetReport(const Resource& fleet);

  // Counts the device by its document, or no longer counts it.
  void Add(const Json& device) { Count(device, 1); }
  void Remove(const Json& device) { Count(device, -1); }
  [[nodiscard]] const Json& document() const { return report_; }
  // DeviceStats (but the registered devices), AgentVersions, ModelStats.
  [[nodiscard]] Json Shown() const;

 private:
  void Count(const Json& device, int by);
  Json report_;
};

}  // namespace portside::sagemaker
