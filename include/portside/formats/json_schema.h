// SPDX-License-Identifier: Apache-2.0
//
// Whether a JSON value can be a JSON schema (drafts 4, 6 and 7): the forms of the keywords that
// every reader must understand. References are not followed, regular expressions not compiled, and
// keywords that are not known say nothing, as the drafts want it.

#pragma once

#include <optional>
#include <string>

#include "portside/base/json.h"

namespace portside {

// What is wrong, with the place as a JSON pointer ("#/properties/age: …"); nothing: it is one.
// `schema` is no deeper than ParseJson lets through.
std::optional<std::string> FindJsonSchemaFlaw(const Json& schema);

}  // namespace portside
