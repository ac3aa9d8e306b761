// SPDX-License-Identifier: Apache-2.0
//
// A solution version: its states, and its work, which is to train a model on the rows that the
// group's datasets hold when it begins.

#include <chrono>
#include <cmath>

#include "services/personalize/kinds.h"
#include "services/personalize/training/model_training.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

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
  TrainingResult trained = TRY(TrainModel(
      context, {context.job.arn, document, document.value("solutionConfig", Json::object()),
                StringOr(document, "eventType")}));
  // What the service bills: it follows from the data, and not from this machine.
  const double hours = 0.5 + static_cast<double>(trained.interactions) / 1e6;
  trained.output.document["trainingHours"] = std::round(hours * 1000) / 1000;
  trained.output.commit = LeadCampaigns;
  return std::move(trained.output);
}

std::optional<std::string> FindFlaw(const Json& document) {
  for (const char* member : {"trainingMode", "trainingType"}) {
    if (!document.value(member, Json()).is_string())
      return "has no text '" + std::string(member) + "'";
  }
  return FindTrainingFlaw(document);
}

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 300ms, .next = "CREATE IN_PROGRESS"},
    TrainingState(Run),
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
