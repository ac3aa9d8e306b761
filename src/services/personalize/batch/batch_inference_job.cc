// SPDX-License-Identifier: Apache-2.0
//
// Batch inference jobs: for each line of the input what a campaign would recommend, by the rows of
// now and with the configuration of the job.

#include "services/personalize/batch/batch_files.h"
#include "services/personalize/batch/batch_jobs.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/limits.h"
#include "services/personalize/quotas.h"
#include "services/personalize/recommending/recommend.h"
#include "services/personalize/rules.h"
#include "services/personalize/runtime/targets.h"
#include "services/personalize/states.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kRanking = "PERSONALIZED_RANKING";
constexpr std::string_view kRelated = "RELATED_ITEMS";

Expected<std::vector<std::string>, std::string> ItemListOf(const Json& line) {
  std::vector<std::string> items;
  const Json list = line.value("itemList", Json());
  for (const Json& item : list.is_array() ? list : Json::array()) {
    if (!item.is_string()) return Fail(std::string("The line's 'itemList' has more than texts."));
    items.push_back(item.get<std::string>());
  }
  if (items.empty()) return Fail(std::string("The line has no list 'itemList' of items."));
  if (items.size() <= kMaxRanked) return items;
  return Fail("The line's 'itemList' has more than " + std::to_string(kMaxRanked) + " items.");
}

// A name that is no column says nothing, as in the records of a training.
Expected<RequestContextValues, std::string> ContextOfLine(const Json& line) {
  RequestContextValues values;
  const Json context = line.value("context", Json::object());
  if (!context.is_object()) return Fail(std::string("The line's 'context' is no object."));
  for (const auto& [key, value] : context.items()) {
    if (!value.is_string()) {
      return Fail("The line's 'context' has the key '" + key + "', whose value is no text.");
    }
    values[key] = value;
  }
  return values;
}

// Documented: related items for an item, a ranking for a user and a list, all else for a user.
Expected<RecommendationRequest, std::string> RequestOf(const Json& job, const Json& line,
                                                       const Recipe& recipe) {
  RecommendationRequest request;
  request.count = job.at("numResults").get<std::size_t>();
  if (recipe.type == kRelated) {
    request.item = TRY(TextOfLine(line, "itemId"));
    request.user = StringOr(line, "userId");
  } else {
    request.user = TRY(TextOfLine(line, "userId"));
  }
  if (recipe.type == kRanking) request.ranked = TRY(ItemListOf(line));
  request.filter = TRY(FilterOfLine(job, line));
  request.context = TRY(ContextOfLine(line));
  return request;
}

Json OutputOf(const std::vector<Recommendation>& recommended) {
  Json output = {{"recommendedItems", Json::array()}};
  for (const Recommendation& item : recommended) {
    output["recommendedItems"].push_back(item.id);
    if (item.score) output["scores"].push_back(ShownScore(*item.score));
  }
  return output;
}

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  Resource version;
  version.arn = context.job.parent;
  version.document = document.at(std::string(kVersionMember));
  const RecommendationPlan plan =
      MakePlan(version, document.at(std::string(kSchemasMember)),
               document.value("batchInferenceJobConfig", Json::object()));
  if (plan.recipe == nullptr) return Fail(JobFailure{"The recipe is not known.", "SERVER_ERROR"});
  RecommendationMemory memory;
  const auto answer = [&](const Json& line) -> Expected<Json, std::string> {
    const RecommendationRequest request = TRY(RequestOf(document, line, *plan.recipe));
    return OutputOf(TRY(Recommend(plan, request, memory, context.records)));
  };
  WorkOutput output;
  output.document[std::string(kRowsMember)] = TRY(AnswerFiles(context, answer));
  return output;
}

constexpr auto kStates = WorkStates(Run, limits::kBatchBytes);

Result<void> CheckRecipe(const Recipe& recipe) {
  const std::string name(recipe.name);
  switch (recipe.model) {
    case RecipeModel::kUserSegments:
      return Fail(
          InvalidInput("The recipe " + name + " makes user segments: use a batch segment job."));
    // The developer guide: neither has batch recommendations.
    case RecipeModel::kTrending:
    case RecipeModel::kActions:
      return Fail(InvalidInput("There are no batch recommendations with the recipe " + name + "."));
    default: return {};
  }
}

// What writes themes is a language model.
Result<void> CheckMode(const Json& input) {
  for (const char* member : {"themeGenerationConfig"}) {
    if (!input.contains(member)) continue;
    return Fail(InvalidInput(std::string(member) +
                             " is not emulated by Portside, which generates no themes."));
  }
  if (StringOr(input, "batchInferenceJobMode") != "THEME_GENERATION") return {};
  return Fail(
      InvalidInput("batchInferenceJobMode THEME_GENERATION is not emulated by Portside; it must be "
                   "BATCH_INFERENCE."));
}

}  // namespace

constexpr JobKind kBatchInferenceJobKind{.name = "personalize::batch_inference_job",
                                         .states = kStates,
                                         .fail = PutFailureReason,
                                         .find_flaw = FindBatchFlaw};
static_assert(IsWellFormed(kBatchInferenceJobKind));

Result<void> PrepareBatchInferenceJob(const Json& input, Resource& job, RequestContext& context) {
  TRY(CheckMode(input));
  const Recipe* recipe = TRY(RecipeOfBatch(input, context));
  TRY(CheckRecipe(*recipe));
  TRY(CheckExploration(input.value("batchInferenceJobConfig", Json::object())));
  job.document["batchInferenceJobMode"] = "BATCH_INFERENCE";
  return PrepareBatchJob(input, job, context, FilterTarget::kItems, kMaxBatchItems);
}

}  // namespace portside::personalize
