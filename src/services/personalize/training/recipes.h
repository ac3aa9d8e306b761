// SPDX-License-Identifier: Apache-2.0
//
// The recipes of Amazon Personalize as constant data: names, types, domains and days as they were
// recorded (ListRecipes in public notebooks, the developer guide's recipe pages), and what Portside
// trains for each. Recipes belong to no account and no region.

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portside::personalize {

// What is trained.
enum class RecipeModel {
  kPersonal,
  kSimilarItems,
  kPopularity,
  kTrending,
  kUserSegments,
  kActions
};

struct Recipe {
  std::string_view name;  // "aws-similar-items"
  std::string_view type;  // "RELATED_ITEMS"
  RecipeModel model;
  std::string_view day;                       // of its creation
  std::string_view domain{};                  // empty: of a custom dataset group
  std::string_view event_type{};              // of a use case: the events that count
  std::string_view feature_transformation{};  // empty: none is public
  std::string_view algorithm{};               // empty: of the recipe's own name
  // What a request must name (developer guide: "GetRecommendations requirements").
  bool needs_user = false;
  bool needs_item = false;
  std::string_view hides{};    // what the user has had such an event with; empty: nothing
  bool shows_scores = false;   // "How recommendation scoring works"
  bool explores = false;       // knows itemExplorationConfig
  bool is_influenced = false;  // knows rankingInfluence
  bool gives_reasons = false;

  [[nodiscard]] std::string Arn() const;
  [[nodiscard]] std::string AlgorithmArn() const;
  [[nodiscard]] std::string FeatureTransformationArn() const;  // empty: none
};

// By name.
std::span<const Recipe> Recipes();
// Null: there is none.
const Recipe* FindRecipe(std::string_view arn);

}  // namespace portside::personalize
