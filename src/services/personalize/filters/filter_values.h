// SPDX-License-Identifier: Apache-2.0
//
// The text of one placeholder in a request's filterValues: values between commas, each in quotes
// (recorded and documented: `"tech","cloud"`) or without (chosen: spaces around it are not part of
// it). Quotes have no escapes.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"

namespace portside::personalize {

// At least one value. The error is a clause: "there is no value at position 8".
Expected<std::vector<std::string>, std::string> ParseFilterValues(std::string_view text);

}  // namespace portside::personalize
