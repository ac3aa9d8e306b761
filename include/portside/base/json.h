// SPDX-License-Identifier: Apache-2.0
//
// Json: the one JSON value type of the program. ParseJson is for bytes that a client sent: it
// bounds nesting, so that neither the parser nor a later dump recurses without end.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

// Instantiated once, in json.cc: what every source would compile anew is a third of its time.
extern template class nlohmann::basic_json<>;

namespace portside {

using Json = nlohmann::json;

// The value of `text`, or nothing where it is not one complete JSON document in UTF-8 of at most
// limits::kJsonDepth levels. Duplicate keys: the last one wins.
std::optional<Json> ParseJson(std::string_view text);

// Compact text. Bytes that are not UTF-8 become U+FFFD.
std::string DumpJson(const Json& value);

// The string member `name` of an object, or `fallback` where it is absent or of another type.
std::string StringOr(const Json& object, std::string_view name, std::string_view fallback = "");

// Sets object[name] only where the value is not null: how optional members are copied.
void SetIfPresent(Json& object, const std::string& name, const Json& value);

}  // namespace portside
