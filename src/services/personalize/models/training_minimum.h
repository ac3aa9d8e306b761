// SPDX-License-Identifier: Apache-2.0
//
// What the service wants to see at least before it trains, and its words where it does not.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/personalize/models/interaction_data.h"

namespace portside::personalize {

struct TrainingCounts {
  std::uint64_t interactions = 0;     // of the event type, if there is one
  std::uint64_t returning_users = 0;  // with at least two of them
};
TrainingCounts CountForTraining(const InteractionData& data);

// Why it does not train, or nothing. `event_type` is empty where all count; `is_enforced` is off
// for who tries things out with a handful of rows.
std::optional<std::string> FindShortfall(const TrainingCounts& counts, std::string_view event_type,
                                         bool is_enforced);

}  // namespace portside::personalize
