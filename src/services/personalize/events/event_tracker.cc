// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/kinds.h"
#include "services/personalize/states.h"

namespace portside::personalize {

constexpr JobKind kEventTrackerKind{.name = "personalize::event_tracker",
                                    .states = kDeletableStates,
                                    .commands = kDeletableCommands,
                                    .fail = PutFailureReason};
static_assert(IsWellFormed(kEventTrackerKind));

}  // namespace portside::personalize
