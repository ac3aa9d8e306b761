// SPDX-License-Identifier: Apache-2.0
//
// Tags as the services' wire forms have them: a list of {key, value} structures or a plain map.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside {

using Tags = std::map<std::string, std::string>;

// [{"Key":"a","Value":"b"}] with the given member names. A key that comes twice: the last wins.
Tags TagsFromList(const Json& list, std::string_view key_member, std::string_view value_member);
Json TagsToList(const Tags& tags, std::string_view key_member, std::string_view value_member);
// {"a":"b"}.
Tags TagsFromMap(const Json& map);
Json TagsToMap(const Tags& tags);

// `aws:` in any case: reserved, refused by every service with its own error.
[[nodiscard]] bool HasReservedKey(const Tags& tags);

}  // namespace portside
