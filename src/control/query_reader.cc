// SPDX-License-Identifier: Apache-2.0

#include "control/query_reader.h"

#include <algorithm>
#include <charconv>

#include "control/name_list.h"

namespace portside {

std::string QueryReader::Text(std::string_view name) {
  known_.emplace(name);
  return std::string(query_.Get(name));
}

ControlResult<std::string> QueryReader::Choice(std::string_view name,
                                               const std::vector<std::string>& allowed) {
  std::string text = Text(name);
  if (text.empty() || std::find(allowed.begin(), allowed.end(), text) != allowed.end()) {
    return text;
  }
  return Fail(Wrong(name, "allowed are " + ListOf(allowed) + "."));
}

ControlResult<std::optional<std::int64_t>> QueryReader::Integer(std::string_view name,
                                                                std::int64_t min,
                                                                std::int64_t max) {
  const std::string text = Text(name);
  if (text.empty()) return std::nullopt;
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size() && number >= min &&
      number <= max) {
    return number;
  }
  return Fail(Wrong(name, "it must be a whole number from " + std::to_string(min) + " to " +
                              std::to_string(max) + "."));
}

ControlError QueryReader::Wrong(std::string_view name, const std::string& allowed) const {
  return {400,
          std::string(name) + " is " + DumpJson(std::string(query_.Get(name))) + "; " + allowed,
          std::string(name)};
}

ControlResult<void> QueryReader::Finish() const {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query_.pairs()) {
    if (!known_.contains(name)) {
      const std::vector<std::string> names(known_.begin(), known_.end());
      return Fail(Wrong(name, "there is no such parameter; allowed are " + ListOf(names) + "."));
    }
    if (!seen.insert(name).second) return Fail(Wrong(name, "it is there twice."));
  }
  return {};
}

}  // namespace portside
