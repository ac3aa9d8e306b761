// SPDX-License-Identifier: Apache-2.0
//
// Members of an answer as texts for people. An answer may come from another version, or from
// something that is no Portside: what is missing or of another type is never an error here.

#pragma once

#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside::cli {

// Texts as they are, other values as JSON, "-" where there is none.
std::string ValueText(const Json& value);
std::string Field(const Json& object, std::string_view name);

double NumberField(const Json& object, std::string_view name, double fallback = 0);
bool FlagField(const Json& object, std::string_view name);

// A member that is an object or an array, or an empty one.
const Json& Inner(const Json& object, std::string_view name);

// "2024-01-01T00:00:05.250000Z" to the millisecond, "-" where there is
// none.
std::string TimeField(const Json& object, std::string_view name);

// {"kind": "a", "nth": 2} as "kind=a nth=2"; `none` where it is empty.
std::string MembersText(const Json& object, std::string_view none);

}  // namespace portside::cli
