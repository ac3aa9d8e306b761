// SPDX-License-Identifier: Apache-2.0
//
// Tags as SageMaker takes them: [{"Key", "Value"}], at most 50 per resource, no `aws:` keys.

#pragma once

#include <cstddef>

#include "portside/aws/service_error.h"
#include "portside/services/core/tagging.h"

namespace portside::sagemaker {

// Documented for every SageMaker resource.
inline constexpr std::size_t kTagsPerResource = 50;

// The `Tags` member of an input, or ReservedTagKey. None where it is absent.
Result<Tags> TagsOf(const Json& input);

}  // namespace portside::sagemaker
