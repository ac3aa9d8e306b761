// SPDX-License-Identifier: Apache-2.0
//
// What must be there before something can be trained, for solutions and recommenders alike.

#pragma once

#include <initializer_list>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "portside/services/core/tagging.h"

namespace portside::personalize {

// Refuses a dataset group into which no interactions have come.
Result<void> RequireInteractions(const std::string& group_arn, RequestContext& context);

// Whether the service's minimum of data holds: a tag may say that it does not
// (kTrainingMinimumTag). Of `tags`, and at last of the dataset group's, the first that has it.
bool HasMinimum(std::initializer_list<const Tags*> tags, const std::string& group_arn,
                ResourceRepository& resources);

}  // namespace portside::personalize
