// SPDX-License-Identifier: Apache-2.0
//
// How far a job is on its way to rest, by the times that its kind's table gives.

#pragma once

#include "portside/jobs/job_kind.h"
#include "portside/store/resource.h"

namespace portside {

// 0 (it just began) to 1 (at rest): the times of the states on the path to rest that are behind it,
// and of the present one the part that has passed of its own due time. What waits to be released
// stands at its state's beginning; where the table gives no times, states count.
[[nodiscard]] double JobProgress(const JobKind& kind, const Resource& resource, Timestamp now);

}  // namespace portside
