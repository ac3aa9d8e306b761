// SPDX-License-Identifier: Apache-2.0
//
// Updates of a resource that stays in use meanwhile (UpdateCampaign, UpdateSolution): a resource of
// their own, whose end changes the members. Describe shows the last one beside the resource, as
// latestCampaignUpdate and the like.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {

// Begins an update that sets `members` of the document of `of`, and shows `shown` of itself until
// the next. ResourceInUseException while another is under way.
Result<void> BeginUpdate(const Resource& of, Json members, Json shown, RequestContext& context);

// The last one, with its state and times; null: there was none.
Json LatestUpdate(const Resource& of, const RequestContext& context);

// With its resource.
void ForgetUpdate(const Resource& of, RequestContext& context);

}  // namespace portside::personalize
