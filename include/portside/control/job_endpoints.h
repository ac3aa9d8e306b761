// SPDX-License-Identifier: Apache-2.0
//
// /_portside/jobs: the jobs of all services, each with its timeline.

#pragma once

#include <vector>

#include "portside/base/clock.h"
#include "portside/control/endpoint.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// The references outlive the endpoints.
std::vector<Endpoint> JobEndpoints(const Clock& clock, const Scheduler& scheduler,
                                   ResourceRepository& resources);

}  // namespace portside
