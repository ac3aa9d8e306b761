// SPDX-License-Identifier: Apache-2.0
//
// Solutions: which recipe is to be trained on a dataset group's data, and how.

#include "services/personalize/batch/batch_jobs.h"
#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"
#include "services/personalize/states.h"
#include "services/personalize/style.h"
#include "services/personalize/training/automatic_training.h"
#include "services/personalize/training/model_stream.h"
#include "services/personalize/training/recipes.h"
#include "services/personalize/training/training_rules.h"
#include "services/personalize/updates.h"

namespace portside::personalize {

constexpr JobKind kSolutionKind{.name = "personalize::solution",
                                .states = kDeletableStates,
                                .commands = kDeletableCommands,
                                .fail = PutFailureReason};
static_assert(IsWellFormed(kSolutionKind));

namespace {

Result<const Recipe*> RecipeOf(const Json& input) {
  const std::string arn = StringOr(input, "recipeArn");
  const bool automatic = input.value("performAutoML", false);
  if (arn.empty() != automatic) {
    return Fail(InvalidInput(automatic ? "Give either recipeArn or performAutoML, and not both."
                                       : "Give recipeArn, or set performAutoML to true."));
  }
  // What AutoML chose among were the HRNN recipes, which the service has no more.
  if (automatic) {
    return Fail(
        InvalidInput("AutoML is no longer offered: the recipes that it chose among are "
                     "gone. Give recipeArn."));
  }
  const Recipe* recipe = FindRecipe(arn);
  if (recipe == nullptr) return Fail(NotFound(arn));
  if (recipe->domain.empty()) return recipe;
  return Fail(InvalidInput("The recipe " + arn + " is a use case of the domain " +
                           std::string(recipe->domain) +
                           ". Create a recommender with it, and not a solution."));
}

}  // namespace

Result<void> PrepareSolution(const Json& input, Resource& solution, RequestContext& context) {
  TRY(RecipeOf(input));
  TRY(RequireInteractions(StringOr(input, "datasetGroupArn"), context));
  for (const char* member : {"performHPO", "performAutoML"}) {
    if (!solution.document.contains(member)) solution.document[member] = false;
  }
  // The model: true by default.
  if (!solution.document.contains("performAutoTraining")) {
    solution.document["performAutoTraining"] = true;
  }
  TRY(CheckSchedule(solution.document.value("solutionConfig", Json::object())));
  BeginAutomaticTraining(solution, context);
  return {};
}

Result<void> ReleaseSolution(const Resource& solution, RequestContext& context) {
  const ResourcePtr campaign = context.resources.First(
      {.scope = context.Scope(kCampaignKind.name), .attribute = solution.arn});
  if (campaign != nullptr) {
    return Fail(InUse(InUseText(solution.arn, "delete " + campaign->arn + " first.")));
  }
  const ResourceScope versions = context.Scope(kSolutionVersionKind.name);
  const auto is_under_way = [](const Resource& version) {
    return IsCreating(version.state) || version.state == "CREATE STOPPING";
  };
  const ResourcePtr busy =
      context.resources.First({.scope = versions, .parent = solution.arn, .matches = is_under_way});
  if (busy != nullptr) {
    return Fail(InUse(InUseText(solution.arn, "wait until " + busy->arn + " has finished.")));
  }
  if (const ResourcePtr job = FindBatchJob(solution.parent, solution.arn, context)) {
    return Fail(InUse(InUseText(solution.arn, "wait until " + job->arn + " has finished.")));
  }
  ResourceQuery query{.scope = versions, .parent = solution.arn};
  for (;;) {
    const ResourcePage page = context.resources.List(query);
    for (const ResourcePtr& version : page.resources) {
      context.records.Clear(ModelStream(version->arn));
      context.resources.Remove(version->arn);
    }
    if (!page.next) break;
    query.after = page.next;
  }
  ForgetUpdate(solution, context);
  ForgetAutomaticTraining(solution, context);
  return {};
}

Json LatestSolutionVersion(const Resource& solution, const RequestContext& context) {
  const ResourcePtr version =
      context.resources.First({.scope = context.Scope(kSolutionVersionKind.name),
                               .parent = solution.arn,
                               .descending = true});
  if (version == nullptr) return nullptr;
  Json summary = {{"solutionVersionArn", version->arn},
                  {"status", version->state},
                  {"trainingMode", version->document.at("trainingMode")},
                  {"trainingType", version->document.at("trainingType")},
                  {"creationDateTime", kStyle.time(version->created_at)},
                  {"lastUpdatedDateTime", kStyle.time(version->updated_at)}};
  if (const std::string reason = StringOr(version->document, "failureReason"); !reason.empty()) {
    summary["failureReason"] = reason;
  }
  return summary;
}

Result<Json> UpdateSolution(const Json& input, RequestContext& context) {
  const ResourcePtr solution = TRY(FindResource(kSolutions, input, context));
  TRY(RequireActive(*solution));
  Json members = input;
  members.erase("solutionArn");
  if (members.empty()) return Fail(InvalidInput("The update changes nothing."));
  Json shown = members;
  bool is_schedule = input.contains("performAutoTraining");
  if (const auto config = input.find("solutionUpdateConfig"); config != input.end()) {
    TRY(CheckSchedule(*config));
    is_schedule = is_schedule || config->contains("autoTrainingConfig");
    members.erase("solutionUpdateConfig");
    members["solutionConfig"] = solution->document.value("solutionConfig", Json::object());
    members["solutionConfig"].update(*config);
  }
  TRY(BeginUpdate(*solution, std::move(members), std::move(shown), context,
                  is_schedule ? kSolutionUpdateKind : kUpdateKind));
  return Json{{"solutionArn", solution->arn}};
}

}  // namespace portside::personalize
