// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/runtime/targets.h"

#include <charconv>

#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

constexpr int kNotFound = 404;

Result<ResourcePtr> FindActive(std::string_view kind, const std::string& arn,
                               RequestContext& context) {
  const ResourcePtr found = context.FindOwn(kind, arn);
  if (found == nullptr) return Fail(NotFound(arn, kNotFound));
  if (found->state == kActive) return found;
  return Fail(InvalidInput(NotReadyText(arn, found->state, "ACTIVE")));
}

}  // namespace

Result<Target> FindTarget(const Json& input, RequestContext& context) {
  const std::string campaign_arn = StringOr(input, "campaignArn");
  const std::string recommender_arn = StringOr(input, "recommenderArn");
  if (campaign_arn.empty() == recommender_arn.empty()) {
    return Fail(InvalidInput(campaign_arn.empty()
                                 ? "Give campaignArn or recommenderArn."
                                 : "Give campaignArn or recommenderArn, and not both."));
  }
  ResourcePtr trained;
  Json config;
  std::string arn = campaign_arn;
  if (!campaign_arn.empty()) {
    const ResourcePtr campaign = TRY(FindActive(kCampaignKind.name, campaign_arn, context));
    const std::string version = StringOr(campaign->document, "solutionVersionArn");
    trained = context.FindOwn(kSolutionVersionKind.name, version);
    if (trained == nullptr) return Fail(NotFound(version, kNotFound));
    config = campaign->document.value("campaignConfig", Json::object());
  } else {
    arn = recommender_arn;
    trained = TRY(FindActive(kRecommenderKind.name, recommender_arn, context));
    config = trained->document.value("recommenderConfig", Json::object());
  }
  const std::string group = StringOr(trained->document, "datasetGroupArn");
  Target target{std::move(arn), MakePlan(*trained, SchemaTextsOf(group, context), config)};
  if (target.plan.recipe != nullptr) return target;
  return Fail(NotFound(StringOr(trained->document, "recipeArn"), kNotFound));
}

Result<void> CheckNeeds(const Json& input, const Target& target) {
  const Recipe& recipe = *target.plan.recipe;
  for (const auto& [member, is_needed] :
       {std::pair("userId", recipe.needs_user), std::pair("itemId", recipe.needs_item)}) {
    if (!is_needed || !StringOr(input, member).empty()) continue;
    return Fail(InvalidInput(std::string(member) + " is required for " + target.arn +
                             ", which was made with the recipe " + std::string(recipe.name) + "."));
  }
  return {};
}

Result<std::optional<FilterUse>> FindFilterUse(const Json& of, FilterTarget about,
                                               const Target& target, RequestContext& context) {
  const std::string arn = StringOr(of, "filterArn");
  const Json values = of.value("filterValues", Json::object());
  if (arn.empty()) {
    if (values.empty()) return std::optional<FilterUse>();
    return Fail(InvalidInput("filterValues are for a filter, and there is no filterArn."));
  }
  const ResourcePtr filter = TRY(FindActive(kFilterKind.name, arn, context));
  if (filter->parent != target.plan.group_arn) {
    return Fail(InvalidInput("The filter " + arn + " is not of the dataset group " +
                             target.plan.group_arn + " of " + target.arn + "."));
  }
  FilterUse use{StringOr(filter->document, "filterExpression"), {}};
  const auto expression = FilterExpression::Parse(use.expression);
  if (!expression) return Fail(InvalidInput(expression.error().Describe()));
  if (expression->target() != about) {
    return Fail(InvalidInput("The filter " + arn + " is not about " +
                             (about == FilterTarget::kActions ? "actions." : "items.")));
  }
  for (const auto& [name, value] : values.items()) use.values[name] = value.get<std::string>();
  return std::optional(std::move(use));
}

double ShownScore(float score) {
  char text[32];
  const auto written = std::to_chars(std::begin(text), std::end(text), score);
  double shown = 0;
  std::from_chars(std::begin(text), written.ptr, shown);
  return shown;
}

RecommendationMemory& MemoryOfThread(std::uint64_t generation) {
  thread_local RecommendationMemory memory;
  memory.Begin(generation);
  return memory;
}

}  // namespace portside::personalize
