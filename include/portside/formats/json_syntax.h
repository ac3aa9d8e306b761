// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a text that should be JSON, in the words of Jackson, which AWS reads JSON with
// and passes on to clients.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portside {

// Nothing: it is one JSON value, nested as ParseJson lets through, maybe with blanks around it.
std::optional<std::string> FindJsonSyntaxError(std::string_view text);

}  // namespace portside
