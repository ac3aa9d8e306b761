// SPDX-License-Identifier: Apache-2.0
//
// Updates of a resource that stays in use meanwhile (UpdateCampaign and the like): a resource of
// their own, whose end changes the members. Describe shows the last one beside the resource, as
// latestCampaignUpdate and the like.

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {

// Begins an update that sets `members` of the document of `of`, and shows `shown` of itself until
// the next. ResourceInUseException while another is under way. A kind of its own has more work;
// its documents are of the same form, and ApplyUpdate belongs to its end.
Result<void> BeginUpdate(const Resource& of, Json members, Json shown, RequestContext& context,
                         const JobKind& kind = kUpdateKind);

// The state of an update's work.
constexpr JobState UpdatingState(JobWork work) {
  return {.name = "CREATE IN_PROGRESS",
          .duration = std::chrono::milliseconds(500),
          .next = "ACTIVE",
          .work = work,
          .on_failure = "CREATE FAILED"};
}

// WorkOutput::commit and JobKind::find_flaw of updates.
void ApplyUpdate(const Resource& update, Stores& stores);
std::optional<std::string> FindUpdateFlaw(const Json& document);

// The last one, with its state and times; null: there was none.
Json LatestUpdate(const Resource& of, const RequestContext& context);

// With its resource.
void ForgetUpdate(const Resource& of, RequestContext& context);

}  // namespace portside::personalize
