// SPDX-License-Identifier: Apache-2.0
//
// /_portside/clock: the time that users see, and moving it on.

#pragma once

#include <vector>

#include "portside/base/user_clock.h"
#include "portside/control/endpoint.h"
#include "portside/jobs/clock_driver.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// The references outlive the endpoints.
std::vector<Endpoint> ClockEndpoints(UserClock& clock, ClockDriver& driver, Scheduler& scheduler);

}  // namespace portside
