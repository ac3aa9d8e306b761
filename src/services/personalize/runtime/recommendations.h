// SPDX-License-Identifier: Apache-2.0
//
// The operations of Personalize's runtime. Each looks at the state and leaves the rest to the
// thread that computes answers.

#pragma once

#include "portside/services/core/service.h"

namespace portside::personalize {

Result<Computation> GetRecommendations(const Json& input, RequestContext& context);
Result<Computation> GetActionRecommendations(const Json& input, RequestContext& context);
Result<Computation> GetPersonalizedRanking(const Json& input, RequestContext& context);

}  // namespace portside::personalize
