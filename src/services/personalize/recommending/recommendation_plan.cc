// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommendation_plan.h"

#include <algorithm>
#include <utility>

#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/training/model_stream.h"

namespace portside::personalize {
namespace {

constexpr const char* kWeight = "explorationWeight";
constexpr const char* kAge = "explorationItemAgeCutOff";

Json ExplorationOf(const Json& config) {
  return config.value("itemExplorationConfig", Json::object());
}

// The map's values are texts. Nothing: it is not there, or is no number of this range.
std::optional<double> NumberOf(const Json& config, const char* key, double most) {
  const std::string text = StringOr(config, key);
  const auto number = NumberIn<double>(CellView(text));
  if (!number || !(*number >= 0) || *number > most) return std::nullopt;
  return number;
}

constexpr double kMostDays = 36'500;

}  // namespace

Result<void> CheckExploration(const Json& config) {
  const Json exploration = ExplorationOf(config);
  for (const auto& [key, value] : exploration.items()) {
    if (key == kWeight && !NumberOf(exploration, kWeight, 1)) {
      return Fail(InvalidInput("Invalid value '" + value.get<std::string>() +
                               "' for explorationWeight. It must be a number from 0 to 1."));
    }
    if (key == kAge && !NumberOf(exploration, kAge, kMostDays)) {
      return Fail(InvalidInput(
          "Invalid value '" + value.get<std::string>() +
          "' for explorationItemAgeCutOff. It must be a number of days, zero or more."));
    }
    if (key != kWeight && key != kAge) {
      return Fail(InvalidInput("Invalid key '" + key +
                               "' of itemExplorationConfig. The keys are explorationWeight and "
                               "explorationItemAgeCutOff."));
    }
  }
  return {};
}

RecommendationPlan MakePlan(const Resource& trained, Json schemas, const Json& config) {
  const Json& document = trained.document;
  RecommendationPlan plan;
  plan.recipe = FindRecipe(StringOr(document, "recipeArn"));
  plan.model_stream = ModelStream(trained.arn);
  plan.group_arn = StringOr(document, "datasetGroupArn");
  plan.schemas = std::move(schemas);
  if (plan.recipe != nullptr) {
    plan.event_type = StringOr(document, "eventType", plan.recipe->event_type);
    if (plan.recipe->explores) {
      const Json exploration = ExplorationOf(config);
      const ItemExploration usual;
      plan.exploration = {NumberOf(exploration, kWeight, 1).value_or(usual.weight),
                          NumberOf(exploration, kAge, kMostDays).value_or(usual.age_cut_off)};
    }
  }
  plan.solution_config = document.value("solutionConfig", Json::object());
  plan.trained_up_to = document.value(kTrainedUpToMember, std::int64_t{0});
  plan.latest_interaction = document.value(kLatestInteractionMember, std::int64_t{0});
  if (plan.recipe != nullptr && plan.recipe->is_influenced) {
    const Json influence = config.value("rankingInfluence", Json::object());
    plan.influence = {influence.value("POPULARITY", 0.0), influence.value("FRESHNESS", 0.0)};
  }
  plan.shows_metadata = config.value("enableMetadataWithRecommendations", false);
  return plan;
}

}  // namespace portside::personalize
