// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/kinds.h"
#include "services/personalize/states.h"

namespace portside::personalize {

constexpr JobKind kMetricAttributionKind{.name = "personalize::metric_attribution",
                                         .states = kDeletableStates,
                                         .commands = kDeletableCommands,
                                         .fail = PutFailureReason};
static_assert(IsWellFormed(kMetricAttributionKind));

}  // namespace portside::personalize
