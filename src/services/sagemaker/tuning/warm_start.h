// SPDX-License-Identifier: Apache-2.0
//
// WarmStartConfig: a tuning job that begins with what others have found.
//
// Document: Known (objectives that the parents had), BestValues (theirs, to look around), and of
// IdenticalDataAndAlgorithm OverallBest (tuning_progress.h).

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

// Whether the parents are there, over, and alike enough. `input` has the ranges of Autotune.
Result<void> CheckWarmStart(const Json& input, RequestContext& context);
// Takes over what the parents know; costs a look at each.
void PrepareWarmStart(Resource& job, RequestContext& context);

}  // namespace portside::sagemaker
