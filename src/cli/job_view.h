// SPDX-License-Identifier: Apache-2.0
//
// Jobs of the control plane as rows and lines.

#pragma once

#include <string>
#include <vector>

#include "cli/table.h"
#include "portside/base/json.h"

namespace portside::cli {

// Green: ended well. Red: failed. Yellow: waits for a word, or was stopped.
Colour StateColour(const Json& job);

// KIND NAME STATE PROGRESS UPDATED REASON, with bars where somebody looks at it.
Table JobTable(const Json& jobs, bool has_bars);

// One job: its members, and when it came into each state and how long it stayed.
Table JobMembers(const Json& job);
Table JobTimeline(const Json& job);

// "2024-01-01T00:00:01.000Z glue::ml_task_run tr-1 STARTING -> RUNNING", for entry `at` of its
// timeline.
std::string ChangeText(const Json& job, std::size_t at);

}  // namespace portside::cli
