// SPDX-License-Identifier: Apache-2.0
//
// /_portside/transitions: how resources go from state to state; and the same by the paths and
// bodies of moto's state manager.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/jobs/clock_driver.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// The references outlive the endpoints.
std::vector<Endpoint> TransitionEndpoints(Scheduler& scheduler, ClockDriver& driver);

}  // namespace portside
