// SPDX-License-Identifier: Apache-2.0
//
// /_portside/events: what becomes of jobs, as server-sent events, while it happens.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/jobs/job_events.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// The references outlive the endpoints; streams may outlive them.
std::vector<Endpoint> EventEndpoints(JobEvents& events, const Scheduler& scheduler);

}  // namespace portside
