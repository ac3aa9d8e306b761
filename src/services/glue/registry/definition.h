// SPDX-License-Identifier: Apache-2.0
//
// Definitions of schemas: AVRO, JSON, PROTOBUF. Pure functions; any thread.

#pragma once

#include <string>
#include <string_view>

#include "portside/formats/format_error.h"

namespace portside::glue {

// The definition in a form that is equal where blanks, comments and the order of members alone
// differ. The error's message is a parser's: what AWS passes on. `format` is "AVRO", "JSON" or
// "PROTOBUF".
FormatResult<std::string> CanonicalDefinition(std::string_view format, std::string_view text);

// Whether a new definition may stand beside one that is there by a mode of compatibility. `mode` is
// BACKWARD (the new one reads what the other wrote), FORWARD or FULL, also with _ALL; any other
// allows all. JSON definitions are always compatible.
[[nodiscard]] bool IsCompatible(std::string_view format, std::string_view mode,
                                std::string_view new_text, std::string_view old_text);

// The second as a JSON Patch (RFC 6902) of the first. Lists are compared from both ends. Of
// PROTOBUF the patch puts the whole text in the place of the other.
std::string DiffDefinitions(std::string_view format, std::string_view first,
                            std::string_view second);

}  // namespace portside::glue
