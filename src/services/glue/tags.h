// SPDX-License-Identifier: Apache-2.0
//
// The rules that every set of Glue tags keeps.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/tagging.h"

namespace portside::glue {

// No key begins with `aws:`, and a resource has at most 50. InvalidInputException else.
Result<void> CheckTags(const Tags& tags);

}  // namespace portside::glue
