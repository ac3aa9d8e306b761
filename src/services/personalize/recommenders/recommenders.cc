// SPDX-License-Identifier: Apache-2.0
//
// Recommenders: the use cases of domain dataset groups, each with a model of its own that is
// trained when it is created.

#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/recommending/recommendation_plan.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"
#include "services/personalize/training/model_stream.h"
#include "services/personalize/training/recipes.h"
#include "services/personalize/training/training_rules.h"
#include "services/personalize/updates.h"

namespace portside::personalize {
namespace {

Result<void> CheckRecipe(const std::string& arn, const Resource& group) {
  const Recipe* recipe = FindRecipe(arn);
  if (recipe == nullptr) return Fail(NotFound(arn));
  const std::string domain = StringOr(group.document, "domain");
  if (domain.empty()) {
    return Fail(InvalidInput("The dataset group " + group.arn +
                             " has no domain. Recommenders belong to dataset groups with the "
                             "domain ECOMMERCE or VIDEO_ON_DEMAND; in this one, create a solution "
                             "and a campaign."));
  }
  if (recipe->domain == domain) return {};
  return Fail(InvalidInput("The recipe " + arn +
                           (recipe->domain.empty()
                                ? " is not one of a domain"
                                : " is one of the domain " + std::string(recipe->domain)) +
                           ", but the dataset group " + group.arn + " has the domain " + domain +
                           ". Give the recipe of a use case of that domain."));
}

// What a training of it takes from elsewhere, as it is now.
void PutTrainingMembers(Json& document, const Tags& tags, const std::string& group_arn,
                        RequestContext& context) {
  document[std::string(kSchemasMember)] = SchemaTextsOf(group_arn, context);
  document[std::string(kMinimumMember)] = HasMinimum({&tags}, group_arn, context.resources);
}

Result<Json> Turn(JobVerb verb, std::string_view needed, const Json& input,
                  RequestContext& context) {
  const ResourcePtr recommender = TRY(FindResource(kRecommenders, input, context));
  if (context.jobs.Command(kRecommenderKind, verb, *recommender) == CommandOutcome::kNotLegal) {
    return Fail(InUse(NotReadyText(recommender->arn, recommender->state, needed)));
  }
  return Json{{"recommenderArn", recommender->arn}};
}

}  // namespace

Result<void> PrepareRecommender(const Json& input, Resource& recommender, RequestContext& context) {
  const ResourcePtr group = TRY(FindResource(kDatasetGroups, input, context));
  TRY(CheckRecipe(StringOr(input, "recipeArn"), *group));
  TRY(RequireInteractions(group->arn, context));
  Json& config = recommender.document["recommenderConfig"];
  if (config.is_null()) config = Json::object();
  TRY(CheckExploration(config));
  // The developer guide: 1 by default.
  config.emplace("minRecommendationRequestsPerSecond", 1);
  PutTrainingMembers(recommender.document, recommender.tags, group->arn, context);
  return {};
}

// The model goes at once: nothing asks it in DELETE PENDING.
Result<void> ReleaseRecommender(const Resource& recommender, RequestContext& context) {
  ForgetUpdate(recommender, context);
  context.records.Clear(ModelStream(recommender.arn));
  return {};
}

// The model: null while it is being created or deleted.
Json ModelMetrics(const Resource& recommender, const RequestContext&) {
  if (IsCreating(recommender.state) || IsDeleting(recommender.state)) return nullptr;
  return recommender.document.value(std::string(kMetricsMember), Json());
}

Result<Json> StartRecommender(const Json& input, RequestContext& context) {
  return Turn(JobVerb::kStart, "INACTIVE", input, context);
}

Result<Json> StopRecommender(const Json& input, RequestContext& context) {
  return Turn(JobVerb::kStop, kActive, input, context);
}

// Members of the configuration that the request does not name stay. Other columns mean another
// model, and so does one that has none.
Result<Json> UpdateRecommender(const Json& input, RequestContext& context) {
  const ResourcePtr recommender = TRY(FindResource(kRecommenders, input, context));
  const bool has_failed = recommender->state == "CREATE FAILED";
  if (!has_failed) TRY(RequireActive(*recommender));
  const Json& given = input.at("recommenderConfig");
  if (given.empty()) return Fail(InvalidInput("The update changes nothing."));
  TRY(CheckExploration(given));
  const Json& former = recommender->document.at("recommenderConfig");
  Json config = former;
  config.update(given);
  const auto columns = [](const Json& of) { return of.value("trainingDataConfig", Json()); };
  const bool trains = has_failed || columns(config) != columns(former);
  Json members = {{"recommenderConfig", config}};
  if (trains) {
    for (const char* member : {"recipeArn", "datasetGroupArn"}) {
      members[member] = recommender->document.at(member);
    }
    PutTrainingMembers(members, recommender->tags, recommender->parent, context);
  }
  TRY(BeginUpdate(*recommender, std::move(members), {{"recommenderConfig", std::move(config)}},
                  context, trains ? kRecommenderUpdateKind : kUpdateKind));
  return Json{{"recommenderArn", recommender->arn}};
}

}  // namespace portside::personalize
