// SPDX-License-Identifier: Apache-2.0
//
// Devices: resources beneath their fleet (parent: its ARN), registered, changed and deregistered
// many at once. Core thread.
//
// Document: DeviceFleetName, Description and IotThingName as given; with the first heartbeat
// LatestHeartbeat, AgentVersion and Models. `updated_at` is the time of the latest heartbeat, 1970
// before there was one, so that ListDevices finds by it along an index.

#pragma once

#include <string>

#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

inline constexpr std::string_view kDeviceKind = "sagemaker::device";
inline constexpr std::string_view kDeviceFleetKind = "sagemaker::device_fleet";

// Null: there is none.
ResourcePtr FindFleet(const std::string& name, const RequestContext& context);
ResourcePtr FindDevice(const std::string& fleet, const std::string& name,
                       const RequestContext& context);
std::string DeviceArn(const std::string& fleet_arn, const std::string& name);

}  // namespace portside::sagemaker
