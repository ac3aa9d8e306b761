// SPDX-License-Identifier: Apache-2.0
//
// RecommendationPlan: what answers, as plain values that any thread may use: the model of a
// campaign, of a recommender or of a batch job's solution version, and how it was trained and is
// configured.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/base/json.h"
#include "portside/store/resource.h"
#include "services/personalize/training/recipes.h"

namespace portside::personalize {

// campaignConfig.itemExplorationConfig and its documented defaults. Weights from zero to one.
struct ItemExploration {
  double weight = 0.3;
  double age_cut_off = 30;  // days
};

// campaignConfig.rankingInfluence, each from zero to one.
struct RankingInfluence {
  double popularity = 0;
  double freshness = 0;
};

struct RecommendationPlan {
  const Recipe* recipe = nullptr;
  std::string model_stream;
  std::string group_arn;
  Json schemas;                                // SchemaTextsOf the group
  std::string event_type;                      // that was trained on; empty: all
  Json solution_config;                        // which says what events count
  std::int64_t trained_up_to = 0;              // the last put record that was trained on
  std::int64_t latest_interaction = 0;         // epoch seconds, of those that were trained on
  std::optional<ItemExploration> exploration;  // of recipes that explore
  RankingInfluence influence;
  bool shows_metadata = false;  // enableMetadataWithRecommendations
};

// Of what a training has made: a solution version or a recommender, with its group's schemas and
// the campaignConfig, recommenderConfig or batchInferenceJobConfig that goes with it.
RecommendationPlan MakePlan(const Resource& trained, Json schemas, const Json& config);

// Refuses a campaignConfig, recommenderConfig or batchInferenceJobConfig whose
// itemExplorationConfig is wrong, by a sentence that names member, value and allowed form.
Result<void> CheckExploration(const Json& config);

}  // namespace portside::personalize
