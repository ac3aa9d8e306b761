// SPDX-License-Identifier: Apache-2.0
//
// A recommender: its states, and its work, which is to train the model of its use case on the rows
// that the group's datasets hold when it begins. Stopped, it keeps its model.

#include <chrono>
#include <utility>

#include "services/personalize/kinds.h"
#include "services/personalize/training/model_training.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  TrainingResult trained = TRY(TrainModel(
      context, {context.job.arn, document, document.value("recommenderConfig", Json::object()),
                /*event_type=*/""}));
  return std::move(trained.output);
}

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 300ms, .next = "CREATE IN_PROGRESS"},
    TrainingState(Run),
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
    {.name = "STOP PENDING", .duration = 200ms, .next = "STOP IN_PROGRESS"},
    {.name = "STOP IN_PROGRESS", .duration = 300ms, .next = "INACTIVE"},
    {.name = "INACTIVE"},
    {.name = "START PENDING", .duration = 200ms, .next = "START IN_PROGRESS"},
    {.name = "START IN_PROGRESS", .duration = 300ms, .next = "ACTIVE"},
    {.name = "DELETE PENDING", .duration = 200ms, .next = "DELETE IN_PROGRESS"},
    {.name = "DELETE IN_PROGRESS", .duration = 300ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kStop, {"ACTIVE"}, "STOP PENDING", /*repeats=*/false},
    {JobVerb::kStart, {"INACTIVE"}, "START PENDING", /*repeats=*/false},
    {JobVerb::kDelete, {"ACTIVE", "INACTIVE", "CREATE FAILED"}, "DELETE PENDING"},
};

}  // namespace

constexpr JobKind kRecommenderKind{.name = "personalize::recommender",
                                   .states = kStates,
                                   .commands = kCommands,
                                   .fail = PutFailureReason,
                                   .find_flaw = FindTrainingFlaw};
static_assert(IsWellFormed(kRecommenderKind));

}  // namespace portside::personalize
