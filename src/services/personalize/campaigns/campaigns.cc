// SPDX-License-Identifier: Apache-2.0
//
// Campaigns: a solution version that answers requests. What the campaign belongs to is the
// version's dataset group, and its attribute is the solution.

#include "services/personalize/choices.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"
#include "services/personalize/recommending/recommendation_plan.h"
#include "services/personalize/rules.h"
#include "services/personalize/states.h"
#include "services/personalize/style.h"
#include "services/personalize/training/recipes.h"
#include "services/personalize/updates.h"

namespace portside::personalize {

constexpr JobKind kCampaignKind{.name = "personalize::campaign",
                                .states = kDeletableStates,
                                .commands = kDeletableCommands,
                                .fail = PutFailureReason};
static_assert(IsWellFormed(kCampaignKind));

namespace {

constexpr std::string_view kLatest = "/$LATEST";

// An ARN of a version, or of a solution with /$LATEST, which is its newest ACTIVE version.
Result<ResourcePtr> FindVersion(const std::string& arn, RequestContext& context) {
  if (!arn.ends_with(kLatest)) {
    const ResourcePtr version = context.FindOwn(kSolutionVersionKind.name, arn);
    if (version == nullptr) return Fail(NotFound(arn));
    TRY(RequireActive(*version));
    return version;
  }
  const std::string solution = arn.substr(0, arn.size() - kLatest.size());
  if (context.FindOwn(kSolutionKind.name, solution) == nullptr) return Fail(NotFound(solution));
  const ResourcePtr version =
      context.resources.First({.scope = context.Scope(kSolutionVersionKind.name),
                               .parent = solution,
                               .in_state = kActive,
                               .descending = true});
  if (version != nullptr) return version;
  return Fail(InUse(InUseText(solution, "none of its versions is ACTIVE.")));
}

// The model: to follow the latest version, it must be named so.
Result<void> CheckSync(const Json& input) {
  const Json config = input.value("campaignConfig", Json::object());
  const std::string arn = StringOr(input, "solutionVersionArn");
  if (!config.value("syncWithLatestSolutionVersion", false) || arn.ends_with(kLatest)) return {};
  return Fail(
      InvalidInput("With syncWithLatestSolutionVersion, solutionVersionArn must be the "
                   "solution's ARN and /$LATEST."));
}

// What a configuration says to a recipe that does not know it has no effect.
Result<void> CheckConfig(const Json& input) {
  return CheckExploration(input.value("campaignConfig", Json::object()));
}

Result<void> CheckRecipe(const Resource& version) {
  const Recipe* recipe = FindRecipe(StringOr(version.document, "recipeArn"));
  if (recipe == nullptr || recipe->model != RecipeModel::kUserSegments) return {};
  return Fail(InvalidInput("The recipe " + std::string(recipe->name) +
                           " makes user segments: use a batch segment job, and not a campaign."));
}

}  // namespace

Result<void> PrepareCampaign(const Json& input, Resource& campaign, RequestContext& context) {
  TRY(CheckSync(input));
  TRY(CheckConfig(input));
  const ResourcePtr version = TRY(FindVersion(StringOr(input, "solutionVersionArn"), context));
  TRY(CheckRecipe(*version));
  campaign.parent = StringOr(version->document, "datasetGroupArn");
  campaign.attribute = version->parent;
  std::int64_t count = 0;
  for (const std::string_view state :
       {kActive, std::string_view("CREATE PENDING"), std::string_view("CREATE IN_PROGRESS")}) {
    count += context.resources.Count(context.Scope(kCampaignKind.name), state, campaign.parent);
  }
  // Text of the developer guide.
  if (count >= kMaxCampaigns) {
    return Fail(ServiceError("LimitExceededException", 400,
                             "More than " + std::to_string(kMaxCampaigns) +
                                 " resources in ACTIVE state. Please delete some and try again."));
  }
  campaign.document["solutionVersionArn"] = version->arn;
  if (!campaign.document.contains("minProvisionedTPS")) campaign.document["minProvisionedTPS"] = 1;
  return {};
}

Result<void> ReleaseCampaign(const Resource& campaign, RequestContext& context) {
  ForgetUpdate(campaign, context);
  return {};
}

// It answers with what it had until the update is ACTIVE.
Result<Json> UpdateCampaign(const Json& input, RequestContext& context) {
  const ResourcePtr campaign = TRY(FindResource(kCampaigns, input, context));
  if (campaign->state != kActive && campaign->state != "CREATE FAILED") {
    TRY(RequireActive(*campaign));
  }
  TRY(CheckConfig(input));
  Json members = input;
  members.erase("campaignArn");
  if (input.contains("solutionVersionArn")) {
    TRY(CheckSync(input));
    const ResourcePtr version = TRY(FindVersion(StringOr(input, "solutionVersionArn"), context));
    if (version->parent != campaign->attribute) {
      return Fail(InvalidInput("The solution version " + version->arn +
                               " is not one of the campaign's solution " + campaign->attribute +
                               "."));
    }
    members["solutionVersionArn"] = version->arn;
  }
  Json shown = {{"solutionVersionArn", campaign->document.at("solutionVersionArn")},
                {"minProvisionedTPS", campaign->document.at("minProvisionedTPS")}};
  if (campaign->document.contains("campaignConfig")) {
    shown["campaignConfig"] = campaign->document.at("campaignConfig");
  }
  shown.update(members);
  TRY(BeginUpdate(*campaign, std::move(members), std::move(shown), context));
  return Json{{"campaignArn", campaign->arn}};
}

}  // namespace portside::personalize
