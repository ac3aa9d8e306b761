// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/errors.h"
#include "services/personalize/quotas.h"
#include "services/personalize/recommending/recommend_actions.h"
#include "services/personalize/recommending/recommendation_id.h"
#include "services/personalize/runtime/recommendations.h"
#include "services/personalize/runtime/targets.h"

namespace portside::personalize {

Result<Computation> GetActionRecommendations(const Json& input, RequestContext& context) {
  Target target = TRY(FindTarget(input, context));
  const Recipe& recipe = *target.plan.recipe;
  if (recipe.type != "PERSONALIZED_ACTIONS") {
    return Fail(InvalidInput("The recipe " + std::string(recipe.name) + " of " + target.arn +
                             " is of type " + std::string(recipe.type) +
                             ", and GetActionRecommendations needs PERSONALIZED_ACTIONS."));
  }
  TRY(CheckNeeds(input, target));
  ActionRequest request;
  request.user = StringOr(input, "userId");
  request.count = input.value("numResults", kDefaultActions);
  if (request.count > kMaxActions) {
    return Fail(InvalidInput("numResults must be at most " + std::to_string(kMaxActions) +
                             ", not " + std::to_string(request.count) + "."));
  }
  request.filter = TRY(FindFilterUse(input, FilterTarget::kActions, target, context));
  request.now = static_cast<std::int64_t>(ToEpochSeconds(context.now));
  return [plan = std::move(target.plan), request = std::move(request),
          id = MakeRecommendationId(target.arn, context.request_id),
          generation =
              context.records.generation()](const RecordReader& records) -> Result<ComputedAnswer> {
    const auto chosen = RecommendActions(plan, request, MemoryOfThread(generation), records);
    if (!chosen) return Fail(InvalidInput(chosen.error()));
    Json actions = Json::array();
    for (const RecommendedAction& action : *chosen) {
      actions.push_back({{"actionId", action.id}, {"score", ShownScore(action.score)}});
    }
    return ComputedAnswer{{{"actionList", std::move(actions)}, {"recommendationId", id}}};
  };
}

}  // namespace portside::personalize
