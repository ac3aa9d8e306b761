// SPDX-License-Identifier: Apache-2.0
//
// The scores of all items of a model for one request: what the model says of the user's history,
// which is what it was trained on and what the user has done since, and what the campaign's
// configuration makes of that.

#pragma once

#include <string_view>
#include <vector>

#include "services/personalize/recommending/group_memory.h"
#include "services/personalize/recommending/recommendation_plan.h"
#include "services/personalize/recommending/situation.h"
#include "services/personalize/recommending/trained_model.h"

namespace portside::personalize {

struct ItemQuestion {
  std::string_view user;  // either may be empty where the recipe does not ask for it
  std::string_view item;
  const RequestContextValues& context;
};

// By the model's items; -∞: it is never recommended. The error is a sentence.
Expected<std::vector<float>, std::string> ScoreItems(const RecommendationPlan& plan,
                                                     const TrainedModel& model, GroupMemory& group,
                                                     const RecordReader& records,
                                                     const ItemQuestion& question);

}  // namespace portside::personalize
