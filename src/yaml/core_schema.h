// SPDX-License-Identifier: Apache-2.0
//
// The types of plain scalars: YAML 1.2's core schema, of which JSON's is a part.

#pragma once

#include <optional>
#include <string_view>

#include "portside/base/json.h"

namespace portside {

// null, a boolean, a number or a text. Nothing for what the schema takes for a number and JSON
// cannot say: infinities, and what is no number.
std::optional<Json> ResolvePlainScalar(std::string_view text);

}  // namespace portside
