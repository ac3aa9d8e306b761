// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/training_minimum.h"

#include <vector>

#include "services/personalize/limits.h"

namespace portside::personalize {

TrainingCounts CountForTraining(const InteractionData& data) {
  TrainingCounts counts{.interactions = data.interactions.size()};
  std::vector<std::uint8_t> seen(data.users.size());
  for (const Interaction& interaction : data.interactions) {
    std::uint8_t& times = seen[interaction.user];
    if (times == 2) continue;
    if (++times == 2) ++counts.returning_users;
  }
  return counts;
}

std::optional<std::string> FindShortfall(const TrainingCounts& counts, std::string_view event_type,
                                         bool is_enforced) {
  if (!is_enforced) return std::nullopt;
  if (counts.interactions < limits::kLeastInteractions) {
    // The developer guide has the text with an event type. Chosen: the same without one.
    std::string text = "Dataset has fewer than 1000 interactions";
    if (!event_type.empty()) {
      text += " after filtering by event type: ";
      text += event_type;
    } else {
      text += '.';
    }
    return text;
  }
  if (counts.returning_users < limits::kLeastReturningUsers) {
    return "Dataset has fewer than 25 users with at least 2 interactions each.";
  }
  return std::nullopt;
}

}  // namespace portside::personalize
