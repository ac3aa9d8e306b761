// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/kinds.h"
#include "services/personalize/states.h"

namespace portside::personalize {

constexpr JobKind kDatasetKind{.name = "personalize::dataset",
                               .states = kDeletableStates,
                               .commands = kDeletableCommands,
                               .fail = PutFailureReason};
static_assert(IsWellFormed(kDatasetKind));

}  // namespace portside::personalize
