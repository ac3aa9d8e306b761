// SPDX-License-Identifier: Apache-2.0
//
// FindMisfit: whether what a handler returned is what its output shape describes. Run on every
// answer in debug builds. Names, types, required members, enum values and unions are checked;
// lengths and patterns are not, because the models' own ARN patterns refuse real ARNs (a role ARN
// in Personalize, regions with digits in SageMaker's edge ARNs).

#pragma once

#include <optional>
#include <string>

#include "portside/base/json.h"
#include "portside/model/shape.h"

namespace portside {

// A sentence about the first misfit, or nothing.
std::optional<std::string> FindMisfit(const Shape& shape, const Json& value);

}  // namespace portside
