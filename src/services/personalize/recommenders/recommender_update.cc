// SPDX-License-Identifier: Apache-2.0
//
// An update of a recommender that trains its model anew (developer guide: one that changes the
// columns used in training). The recommender answers with its former model until then.

#include <chrono>
#include <utility>

#include "services/personalize/documents.h"
#include "services/personalize/training/model_training.h"
#include "services/personalize/updates.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

// With what is known of the new model; what had failed before works now.
void Apply(const Resource& update, Stores& stores) {
  ApplyUpdate(update, stores);
  const ResourcePtr found = stores.resources.Find(update.parent);
  if (found == nullptr) return;
  Resource changed = *found;
  for (const std::string_view member :
       {kMetricsMember, kTrainedUpToMember, kLatestInteractionMember}) {
    changed.document[std::string(member)] = update.document.at(std::string(member));
  }
  changed.document.erase("failureReason");
  stores.resources.Update(std::move(changed));
}

WorkResult Run(WorkContext& context) {
  const Json& members = context.job.document.at("members");
  TrainingResult trained =
      TRY(TrainModel(context, {context.job.parent, members, members.at("recommenderConfig"),
                               /*event_type=*/""}));
  trained.output.commit = Apply;
  trained.output.moves = {{context.job.parent, "CREATE FAILED", "ACTIVE"}};
  return std::move(trained.output);
}

std::optional<std::string> FindFlaw(const Json& document) {
  if (auto flaw = FindUpdateFlaw(document)) return flaw;
  const Json& members = document.at("members");
  if (auto flaw = FindTrainingFlaw(members)) return flaw;
  if (members.value("recommenderConfig", Json()).is_object()) return std::nullopt;
  return "has no object 'recommenderConfig' in 'members'";
}

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 200ms, .next = "CREATE IN_PROGRESS"},
    TrainingState(Run),
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
};

}  // namespace

constexpr JobKind kRecommenderUpdateKind{.name = "personalize::recommender_update",
                                         .states = kStates,
                                         .fail = PutFailureReason,
                                         .find_flaw = FindFlaw};
static_assert(IsWellFormed(kRecommenderUpdateKind));

}  // namespace portside::personalize
