// SPDX-License-Identifier: Apache-2.0
//
// Which states belong to a run of its own that a command begins, such as an update of what is
// there: those with work that a new resource does not come to by itself.

#pragma once

#include "portside/jobs/job_kind.h"

namespace portside {

[[nodiscard]] constexpr bool IsLater(const JobKind& kind, const JobState& state) {
  return state.work != nullptr && !kind.IsOnTheWay(state.name, kind.states[0].name);
}

}  // namespace portside
