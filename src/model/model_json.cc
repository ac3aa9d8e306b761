// SPDX-License-Identifier: Apache-2.0

#include "model/model_json.h"

#include <algorithm>

namespace portside {

Expected<void, std::string> CheckKeys(const Json& object,
                                      std::initializer_list<std::string_view> known) {
  if (!object.is_object()) return Fail(std::string("is not an object"));
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return Fail("has the unknown key '" + key + "'");
    }
  }
  return {};
}

bool Flag(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::string Within(const std::string& place, const std::string& what) {
  return place + ": " + what;
}

}  // namespace portside
