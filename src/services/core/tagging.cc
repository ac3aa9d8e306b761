// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/tagging.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside {

Tags TagsFromList(const Json& list, std::string_view key_member, std::string_view value_member) {
  Tags tags;
  for (const Json& tag : list) {
    tags.insert_or_assign(StringOr(tag, key_member), StringOr(tag, value_member));
  }
  return tags;
}

Json TagsToList(const Tags& tags, std::string_view key_member, std::string_view value_member) {
  Json list = Json::array();
  for (const auto& [key, value] : tags) {
    Json tag = Json::object();
    tag[std::string(key_member)] = key;
    tag[std::string(value_member)] = value;
    list.push_back(std::move(tag));
  }
  return list;
}

Tags TagsFromMap(const Json& map) {
  Tags tags;
  for (const auto& [key, value] : map.items()) tags.emplace(key, value.get<std::string>());
  return tags;
}

Json TagsToMap(const Tags& tags) {
  Json map = Json::object();
  for (const auto& [key, value] : tags) map[key] = value;
  return map;
}

bool HasReservedKey(const Tags& tags) {
  return std::any_of(tags.begin(), tags.end(), [](const auto& tag) {
    return EqualsIgnoreCase(std::string_view(tag.first).substr(0, 4), "aws:");
  });
}

}  // namespace portside
