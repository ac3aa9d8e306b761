// SPDX-License-Identifier: Apache-2.0
//
// Rollouts: what a stage does to the devices of a fleet, however many there are. A rollout looks at
// limits::kDevicesPerSlice of them in one turn of the core; where more are left, the next slice is
// a job of its own kind, which nobody sees.
//
// The document of such a job: Mode; Key (RunKey of the stage's run); Stage (its ARN); After (where
// the slice before ended: Text, Number, Sequence), Index (of names), Left (devices that a
// percentage still takes). A rollout of a run that is over ends by itself.

#pragma once

#include <string>
#include <string_view>

#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

enum class RolloutMode {
  kDeploy,  // the devices that the stage selects get a deployment
  kHalt,    // deployments that are not finished are stopped
  kRemove,  // deployments go
};

extern const JobKind kRollout;

// Of a work of the stage itself: the first slice comes with its end, further ones behind it.
void RollOutBehind(WorkOutput& output, RolloutMode mode);
// Of a request. `key` is the run's; nothing happens where it has no devices.
void RollOut(const Resource& stage, const std::string& key, RolloutMode mode,
             RequestContext& context);

}  // namespace portside::sagemaker
