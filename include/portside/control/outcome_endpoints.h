// SPDX-License-Identifier: Apache-2.0
//
// /_portside/outcomes: how jobs are to end, and where they are to stay.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// The scheduler outlives the endpoints.
std::vector<Endpoint> OutcomeEndpoints(Scheduler& scheduler);

}  // namespace portside
