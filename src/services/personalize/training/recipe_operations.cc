// SPDX-License-Identifier: Apache-2.0
//
// ListRecipes and what describes a recipe, its algorithm and its feature transformation. Members
// whose values no public source shows (description, dockerURI, hyperparameters) are left out.

#include <algorithm>

#include "portside/base/timestamp.h"
#include "portside/services/core/pagination.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/quotas.h"
#include "services/personalize/style.h"
#include "services/personalize/training/recipes.h"

namespace portside::personalize {
namespace {

// As recorded in the middle of 2024, the same of all: 2024-06-19T16:47:19.191Z.
constexpr double kUpdated = 1718815639.191;

double CreatedOf(const Recipe& recipe) {
  const auto day = ParseIso8601(std::string(recipe.day) + "T00:00:00Z");
  return day ? ToEpochSeconds(*day) : 0;
}

Json Common(const Recipe& recipe) {
  return {{"status", "ACTIVE"},
          {"creationDateTime", CreatedOf(recipe)},
          {"lastUpdatedDateTime", kUpdated}};
}

Json Summary(const Recipe& recipe) {
  Json summary = Common(recipe);
  summary["name"] = recipe.name;
  summary["recipeArn"] = recipe.Arn();
  if (!recipe.domain.empty()) summary["domain"] = recipe.domain;
  return summary;
}

// The name at the end of an ARN.
std::string NameOf(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

}  // namespace

Result<Json> ListRecipes(const Json& input, RequestContext& context) {
  const std::string domain = StringOr(input, "domain");
  std::vector<const Recipe*> recipes;
  for (const Recipe& recipe : Recipes()) {
    if (domain.empty() || recipe.domain == domain) recipes.push_back(&recipe);
  }
  const std::string token = StringOr(input, "nextToken");
  const auto page =
      TakePageOf(recipes.size(), input.value("maxResults", static_cast<std::size_t>(kMaxResults)),
                 {.token = token, .fingerprint = "ListRecipes " + domain});
  if (!page) return Fail(Refusal(kStyle.list.bad_token, context, {}));
  Json output = {{"recipes", Json::array()}};
  for (std::size_t at = page->first; at < page->end; ++at) {
    output["recipes"].push_back(Summary(*recipes[at]));
  }
  if (!page->next_token.empty()) output["nextToken"] = page->next_token;
  return output;
}

Result<Json> DescribeRecipe(const Json& input, RequestContext&) {
  const std::string arn = StringOr(input, "recipeArn");
  const Recipe* recipe = FindRecipe(arn);
  if (recipe == nullptr) return Fail(NotFound(arn));
  Json shown = Common(*recipe);
  shown["name"] = recipe->name;
  shown["recipeArn"] = arn;
  shown["algorithmArn"] = recipe->AlgorithmArn();
  if (const std::string features = recipe->FeatureTransformationArn(); !features.empty()) {
    shown["featureTransformationArn"] = features;
  }
  shown["recipeType"] = recipe->type;
  return Json{{"recipe", std::move(shown)}};
}

Result<Json> DescribeAlgorithm(const Json& input, RequestContext&) {
  const std::string arn = StringOr(input, "algorithmArn");
  const auto found = std::ranges::find(Recipes(), arn, &Recipe::AlgorithmArn);
  if (found == Recipes().end()) return Fail(NotFound(arn));
  Json shown = Common(*found);
  shown.erase("status");
  shown["name"] = NameOf(arn);
  shown["algorithmArn"] = arn;
  return Json{{"algorithm", std::move(shown)}};
}

Result<Json> DescribeFeatureTransformation(const Json& input, RequestContext&) {
  const std::string arn = StringOr(input, "featureTransformationArn");
  const auto found = std::ranges::find(Recipes(), arn, &Recipe::FeatureTransformationArn);
  if (found == Recipes().end()) return Fail(NotFound(arn));
  Json shown = Common(*found);
  shown["name"] = NameOf(arn);
  shown["featureTransformationArn"] = arn;
  return Json{{"featureTransformation", std::move(shown)}};
}

}  // namespace portside::personalize
