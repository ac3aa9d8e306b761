// SPDX-License-Identifier: Apache-2.0
//
// Patterns of names in the catalog's lists: the reference calls them regular expressions, but
// `sales*` finds sales_2023 as it does in Hive.

#pragma once

#include <optional>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/model/pattern.h"

namespace portside::glue {

// Nothing for an empty pattern, which every name matches. `member` is what an error names.
Result<std::optional<Pattern>> NamePattern(std::string_view member, std::string_view pattern);

}  // namespace portside::glue
