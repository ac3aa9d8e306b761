// SPDX-License-Identifier: Apache-2.0

#include "control/query_reader.h"

#include <algorithm>
#include <charconv>

namespace portside {

Json QueryToJson(const Query& query, std::initializer_list<std::string_view> numbers) {
  Json object = Json::object();
  for (const auto& [name, value] : query.pairs()) {
    object[name] = value;
    if (std::find(numbers.begin(), numbers.end(), name) == numbers.end()) continue;
    std::int64_t number = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == value.data() + value.size()) {
      object[name] = number;
    }
  }
  return object;
}

}  // namespace portside
