// SPDX-License-Identifier: Apache-2.0
//
// JSON Patch (RFC 6902): what turns one value into another.

#pragma once

#include "portside/base/json.h"

namespace portside::glue {

// Operations `add`, `remove` and `replace`, with the indexes of lists written out as the real
// service does. Of two lists, what they have in common at both ends stays. Values are nested as
// ParseJson lets through.
Json MakePatch(const Json& from, const Json& to);

}  // namespace portside::glue
