// SPDX-License-Identifier: Apache-2.0
//
// A solution version: its states, and its work, which is to train a model on the rows that the
// group's datasets hold when it begins.

#include <charconv>
#include <chrono>

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/kinds.h"
#include "services/personalize/limits.h"
#include "services/personalize/training/model_stream.h"
#include "services/personalize/training/training.h"
#include "services/personalize/training/training_data.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

// hidden_dimension, where it is a number: the model has it as a text.
std::uint32_t FactorsOf(const Json& config) {
  const std::string text =
      StringOr(config.value("algorithmHyperParameters", Json::object()), "hidden_dimension");
  std::uint32_t factors = 0;
  std::from_chars(text.data(), text.data() + text.size(), factors);
  return std::min(factors, limits::kFactors);
}

// Campaigns that follow the latest version of their solution go on to this one.
void LeadCampaigns(const Resource& version, Stores& stores) {
  ResourceQuery query{.scope = {kCampaignKind.name, version.account, version.region},
                      .attribute = version.parent};
  for (;;) {
    const ResourcePage page = stores.resources.List(query);
    for (const ResourcePtr& campaign : page.resources) {
      const Json config = campaign->document.value("campaignConfig", Json::object());
      if (!config.value("syncWithLatestSolutionVersion", false)) continue;
      Resource changed = *campaign;
      changed.document["solutionVersionArn"] = version.arn;
      changed.updated_at = version.updated_at;
      stores.resources.Update(std::move(changed));
    }
    if (!page.next) return;
    query.after = page.next;
  }
}

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  const Recipe* recipe = FindRecipe(StringOr(document, "recipeArn"));
  if (recipe == nullptr) return Fail(JobFailure{"The recipe is not known.", "SERVER_ERROR"});
  const Json config = document.value("solutionConfig", Json::object());
  const std::string event_type = StringOr(document, "eventType", recipe->event_type);
  // What is put while the rows are read may be among them, and then counts as put since.
  const std::string group = StringOr(document, "datasetGroupArn");
  const std::int64_t up_to =
      context.records.StateOf(PutStream(DatasetArnOf(group, "INTERACTIONS"))).last;
  InteractionData data = TRY(ReadTrainingData(
      context.records, {group, document.at(kSchemasMember), event_type, config}, context.stop));
  const auto interactions = static_cast<double>(data.interactions.size());
  std::int64_t latest = 0;
  for (const Interaction& one : data.interactions) latest = std::max(latest, one.time);
  const std::vector<Metric> metrics =
      TRY(TrainRecipe(std::move(data),
                      {.recipe = *recipe,
                       .event_type = event_type,
                       .has_minimum = document.value(kMinimumMember, true),
                       .factors = FactorsOf(config),
                       .seed = context.seed,
                       .stop = context.stop},
                      [&](std::string page) { context.rows.Append(std::move(page)); }));

  WorkOutput output;
  Json& shown = output.document[std::string(kMetricsMember)] = Json::object();
  for (const Metric& metric : metrics) shown[std::string(metric.name)] = metric.value;
  // What the service bills: it follows from the data, and not from this machine.
  output.document["trainingHours"] = std::round((0.5 + interactions / 1e6) * 1000) / 1000;
  output.document[std::string(kTrainedUpToMember)] = up_to;
  output.document[std::string(kLatestInteractionMember)] = latest;
  output.rows = {ModelStream(context.job.arn), RecordLog::Publication::kInstead};
  output.commit = LeadCampaigns;
  return output;
}

// An archive may have been written by hand.
std::optional<std::string> FindFlaw(const Json& document) {
  for (const char* member : {"trainingMode", "trainingType"}) {
    if (!document.value(member, Json()).is_string())
      return "has no text '" + std::string(member) + "'";
  }
  if (!document.value(kSchemasMember, Json()).is_object()) return "has no object 'schemas'";
  return std::nullopt;
}

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 300ms, .next = "CREATE IN_PROGRESS"},
    {.name = "CREATE IN_PROGRESS",
     .duration = 1500ms,
     .next = "ACTIVE",
     .work = Run,
     .on_failure = "CREATE FAILED",
     .memory = limits::kTrainingBytes},
    {.name = "CREATE STOPPING", .duration = 200ms, .next = "CREATE STOPPED"},
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
    {.name = "CREATE STOPPED"},
};
// As the model says: one that has not begun is stopped at once. That is the command kUpdate here,
// for a verb has one way.
constexpr JobCommand kCommands[] = {
    {JobVerb::kStop, {"CREATE IN_PROGRESS"}, "CREATE STOPPING"},
    {JobVerb::kUpdate, {"CREATE PENDING"}, "CREATE STOPPED"},
};

}  // namespace

constexpr JobKind kSolutionVersionKind{.name = "personalize::solution_version",
                                       .states = kStates,
                                       .commands = kCommands,
                                       .fail = PutFailureReason,
                                       .find_flaw = FindFlaw};
static_assert(IsWellFormed(kSolutionVersionKind));

}  // namespace portside::personalize
