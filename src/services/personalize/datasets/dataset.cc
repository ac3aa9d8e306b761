// SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <iterator>

#include "services/personalize/documents.h"
#include "services/personalize/kinds.h"
#include "services/personalize/states.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

// The end of an update: what is written from now on has the new fields.
WorkResult EndUpdate(WorkContext& context) {
  const Json& document = context.job.document;
  Json update = document.value(kUpdateMember, Json::object());
  if (!update.contains("schemaArn") || !update.contains(kLayoutMember)) {
    return Fail(JobFailure{"The dataset does not say which schema it is to have.", "SERVER_ERROR"});
  }
  WorkOutput output;
  output.document["schemaArn"] = update.at("schemaArn");
  output.document[std::string(kLayoutMember)] = update.at(std::string(kLayoutMember));
  update.erase(std::string(kLayoutMember));
  output.document[std::string(kUpdateMember)] = std::move(update);
  return output;
}

constexpr JobState kUpdateStates[] = {
    {.name = "UPDATE PENDING", .duration = 200ms, .next = "UPDATE IN_PROGRESS"},
    // A dataset whose update failed is as it was.
    {.name = "UPDATE IN_PROGRESS",
     .duration = 500ms,
     .next = "ACTIVE",
     .work = EndUpdate,
     .on_failure = "ACTIVE"},
};
constexpr auto kStates = Joined(kDeletableStates, kUpdateStates);

// Whose failure it is: that of an update that is under way, or else of the dataset.
void PutFailure(Json& document, const JobFailure& failure) {
  const auto update = document.find(kUpdateMember);
  if (update == document.end() || !update->contains(kLayoutMember)) {
    return PutFailureReason(document, failure);
  }
  update->erase(std::string(kLayoutMember));
  PutFailureReason(*update, failure);
}

}  // namespace

constexpr JobKind kDatasetKind{.name = "personalize::dataset",
                               .states = kStates,
                               .commands = kDeletableCommands,
                               .fail = PutFailure};
static_assert(IsWellFormed(kDatasetKind));

}  // namespace portside::personalize
