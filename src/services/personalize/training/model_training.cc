// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/model_training.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/models/training_minimum.h"
#include "services/personalize/training/model_stream.h"
#include "services/personalize/training/training.h"
#include "services/personalize/training/training_data.h"

namespace portside::personalize {
namespace {

// hidden_dimension, where it is a number: the model has it as a text.
std::uint32_t FactorsOf(const Json& config) {
  const std::string text =
      StringOr(config.value("algorithmHyperParameters", Json::object()), "hidden_dimension");
  std::uint32_t factors = 0;
  std::from_chars(text.data(), text.data() + text.size(), factors);
  return std::min(factors, limits::kFactors);
}

}  // namespace

Expected<TrainingResult, JobFailure> TrainModel(WorkContext& context, const ModelOrder& order) {
  const Recipe* recipe = FindRecipe(StringOr(order.document, "recipeArn"));
  if (recipe == nullptr) return Fail(JobFailure{"The recipe is not known.", "SERVER_ERROR"});
  const std::string event_type =
      order.event_type.empty() ? std::string(recipe->event_type) : order.event_type;
  const std::string group = StringOr(order.document, "datasetGroupArn");
  const bool has_minimum = order.document.value(kMinimumMember, true);
  const bool of_actions = recipe->model == RecipeModel::kActions;
  // What is put while the rows are read may be among them, and then counts as put since.
  const StreamState put = context.records.StateOf(
      PutStream(DatasetArnOf(group, of_actions ? "ACTION_INTERACTIONS" : "INTERACTIONS")));
  const TrainingSource source{group, order.document.at(std::string(kSchemasMember)), event_type,
                              order.config};
  InteractionData data = TRY(ReadTrainingData(context.records, source, context.stop));
  const auto shortfall = FindShortfall(CountForTraining(data), event_type, has_minimum);
  if (shortfall) return Fail(JobFailure{*shortfall});
  if (of_actions) data = TRY(ReadActionData(context.records, source, context.stop));
  TrainingResult trained;
  trained.interactions = data.interactions.size();
  std::int64_t latest = 0;
  for (const Interaction& one : data.interactions) latest = std::max(latest, one.time);
  const std::vector<Metric> metrics =
      TRY(TrainRecipe(std::move(data),
                      {.recipe = *recipe,
                       .has_minimum = has_minimum,
                       .factors = FactorsOf(order.config),
                       .seed = context.seed,
                       .stop = context.stop},
                      [&](std::string page) { context.rows.Append(std::move(page)); }));
  Json& shown = trained.output.document[std::string(kMetricsMember)] = Json::object();
  for (const Metric& metric : metrics) shown[std::string(metric.name)] = metric.value;
  trained.output.document[std::string(kTrainedUpToMember)] = put.last;
  trained.output.document[std::string(kLatestInteractionMember)] = latest;
  trained.output.rows = {ModelStream(order.model_arn), RecordLog::Publication::kInstead};
  return trained;
}

std::optional<std::string> FindTrainingFlaw(const Json& document) {
  if (!document.value(kSchemasMember, Json()).is_object()) return "has no object 'schemas'";
  return std::nullopt;
}

}  // namespace portside::personalize
