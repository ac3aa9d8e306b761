// SPDX-License-Identifier: Apache-2.0
//
// Edge deployment plans and their stages, between the files that deal with them. Core thread.

#pragma once

#include <string>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

// Documented as the default: "By default this is turned on."
inline constexpr std::string_view kRollback = "ROLLBACK_ON_FAILURE";

Result<ResourcePtr> FindPlan(const Json& input, RequestContext& context);
// The stage that the request names, of that plan.
Result<ResourcePtr> FindStage(const Json& input, const Resource& plan, RequestContext& context);
// Makes stages of a plan as given: each name once, no more than a plan may have.
Result<void> AddStages(const Json& stages, const Resource& plan, RequestContext& context);
// Removes the stage and what it has deployed.
void RemoveStage(const Resource& stage, RequestContext& context);

}  // namespace portside::sagemaker
