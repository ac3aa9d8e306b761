// SPDX-License-Identifier: Apache-2.0
//
// Which devices of its fleet a stage has, by its DeviceSelectionConfig, a slice at a time.
//
//   SELECTION     the devices of DeviceNames that are registered
//   NAMECONTAINS  those whose name contains DeviceNameContains
//   PERCENTAGE    of the devices in order of registration so many from the first on, rounded up
//                 (that order and the rounding are chosen)

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "portside/jobs/job_work.h"
#include "portside/store/resource_query.h"

namespace portside::sagemaker {

struct Selection {
  std::vector<ResourcePtr> devices;
  bool goes_on = false;
};

// The devices of the next slice; `slice` (rollout.h) is moved on. Core thread.
Selection SelectSlice(Json& slice, const Resource& stage, Stores& stores);

// Where a walk goes on, in a slice's document.
std::optional<ResourcePosition> PositionIn(const Json& slice);
void SetPosition(Json& slice, const std::optional<ResourcePosition>& next);

// What is wrong with a DeviceSelectionConfig, as a sentence; empty: nothing.
std::string FlawOf(const Json& selection);

}  // namespace portside::sagemaker
