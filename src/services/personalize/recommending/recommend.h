// SPDX-License-Identifier: Apache-2.0
//
// Recommendations: a request as plain values, and what is recommended. It runs where a model is
// asked, on the thread that computes answers or on a worker, with that thread's memory.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/personalize/recommending/filter_use.h"
#include "services/personalize/recommending/recommendation_memory.h"
#include "services/personalize/recommending/recommendation_plan.h"
#include "services/personalize/recommending/situation.h"

namespace portside::personalize {

struct PromotionUse {
  std::string name;
  std::size_t percent = 100;
  std::optional<FilterUse> filter;  // nothing: any item
};

struct RecommendationRequest {
  std::string user;  // empty: none
  std::string item;  // empty: none
  RequestContextValues context;
  // What is to be ranked, in place of all items.
  std::optional<std::vector<std::string>> ranked;
  std::size_t count = 25;
  std::optional<FilterUse> filter;
  std::optional<PromotionUse> promotion;
  std::vector<std::string> metadata_columns;  // of the Items dataset
  std::uint64_t draw = 0;                     // where promoted items stand
};

struct Recommendation {
  std::string id;
  std::optional<float> score;  // where the recipe shows scores
  std::string promotion;       // the name of the one that it is of
  std::string reason;
  std::vector<std::pair<std::string, std::string>> metadata;
};

// Best first. All that is read is of one moment. The error is a sentence for the client.
Expected<std::vector<Recommendation>, std::string> Recommend(const RecommendationPlan& plan,
                                                             const RecommendationRequest& request,
                                                             RecommendationMemory& memory,
                                                             const RecordReader& records);

}  // namespace portside::personalize
