// SPDX-License-Identifier: Apache-2.0
//
// What the requests of the runtime have in common: the campaign or recommender that is asked
// and its filters. The errors of the runtime are ResourceNotFoundException (404)
// and InvalidInputException; their texts are chosen.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "services/personalize/recommending/recommend.h"

namespace portside::personalize {

struct Target {
  std::string arn;
  RecommendationPlan plan;
};

// The campaign or the recommender that the request names: exactly one, and ACTIVE.
Result<Target> FindTarget(const Json& input, RequestContext& context);
// The request's userId and itemId, if the recipe asks for them.
Result<void> CheckNeeds(const Json& input, const Target& target);

// The filter that `of` (a request or a promotion) names with filterArn, and its filterValues. It
// must be one of the target's group and about items (or actions).
Result<std::optional<FilterUse>> FindFilterUse(const Json& of, FilterTarget about,
                                               const Target& target, RequestContext& context);

// A score as the shortest decimal that is the same float.
double ShownScore(float score);

// What this thread remembers between requests.
RecommendationMemory& MemoryOfThread(std::uint64_t generation);

}  // namespace portside::personalize
