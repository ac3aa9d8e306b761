// SPDX-License-Identifier: Apache-2.0
//
// Recommendations of actions. An action that has expired is not recommended, nor one that the user
// has taken until its repeat frequency has passed; of two that are equally likely, the one of the
// greater value comes first (developer guide, "Next-Best-Action recipe", "Action data").

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/personalize/recommending/filter_use.h"
#include "services/personalize/recommending/recommendation_memory.h"
#include "services/personalize/recommending/recommendation_plan.h"

namespace portside::personalize {

struct ActionRequest {
  std::string user;
  std::size_t count = 5;
  std::optional<FilterUse> filter;
  std::int64_t now = 0;  // epoch seconds of the user's clock
};

struct RecommendedAction {
  std::string id;
  float score = 0;
};

// Best first. All that is read is of one moment. The error is a sentence for the client.
Expected<std::vector<RecommendedAction>, std::string> RecommendActions(
    const RecommendationPlan& plan, const ActionRequest& request, RecommendationMemory& memory,
    const RecordReader& records);

}  // namespace portside::personalize
