// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/updates.h"

#include <chrono>
#include <optional>
#include <string>

#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

std::string ArnOfUpdate(const Resource& of) { return of.arn + "#update"; }

// The last update, of whichever kind.
ResourcePtr FindUpdate(const Resource& of, const RequestContext& context) {
  return context.resources.Find(ArnOfUpdate(of));
}

WorkResult Run(WorkContext&) {
  WorkOutput output;
  output.commit = ApplyUpdate;
  return output;
}

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 200ms, .next = "CREATE IN_PROGRESS"},
    UpdatingState(Run),
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
};

}  // namespace

void ApplyUpdate(const Resource& update, Stores& stores) {
  // The resource may be gone, or another of its name: then there is nothing to change.
  const ResourcePtr found = stores.resources.Find(update.parent);
  if (found == nullptr) return;
  Resource changed = *found;
  changed.document.update(update.document.at("members"));
  changed.updated_at = update.updated_at;
  stores.resources.Update(std::move(changed));
}

std::optional<std::string> FindUpdateFlaw(const Json& document) {
  for (const char* member : {"members", "shown"}) {
    if (!document.value(member, Json()).is_object()) {
      return "has no object '" + std::string(member) + "'";
    }
  }
  return std::nullopt;
}

constexpr JobKind kUpdateKind{.name = "personalize::update",
                              .states = kStates,
                              .fail = PutFailureReason,
                              .find_flaw = FindUpdateFlaw};
static_assert(IsWellFormed(kUpdateKind));

Result<void> BeginUpdate(const Resource& of, Json members, Json shown, RequestContext& context,
                         const JobKind& kind) {
  const ResourcePtr former = FindUpdate(of, context);
  if (former != nullptr && IsCreating(former->state)) {
    return Fail(InUse(InUseText(of.arn, "its last update is " + former->state + ".")));
  }
  ForgetUpdate(of, context);
  Resource update = context.NewResource(kind.name, ArnOfUpdate(of), of.name);
  update.parent = of.arn;
  update.document = {{"members", std::move(members)}, {"shown", std::move(shown)}};
  context.jobs.Submit(kind, std::move(update));
  return {};
}

Json LatestUpdate(const Resource& of, const RequestContext& context) {
  const ResourcePtr update = FindUpdate(of, context);
  if (update == nullptr) return nullptr;
  Json shown = update->document.at("shown");
  shown["status"] = update->state;
  shown["creationDateTime"] = kStyle.time(update->created_at);
  shown["lastUpdatedDateTime"] = kStyle.time(update->updated_at);
  if (const std::string reason = StringOr(update->document, "failureReason"); !reason.empty()) {
    shown["failureReason"] = reason;
  }
  return shown;
}

void ForgetUpdate(const Resource& of, RequestContext& context) {
  const ResourcePtr update = FindUpdate(of, context);
  if (update == nullptr) return;
  context.resources.Remove(update->arn);
  context.jobs.Forget(*update);
}

}  // namespace portside::personalize
