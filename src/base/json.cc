// SPDX-License-Identifier: Apache-2.0

#include "portside/base/json.h"

#include <cstring>

#include "portside/base/limits.h"

template class nlohmann::basic_json<>;

namespace portside {
namespace {

// Whether no array or object of `text` is nested deeper than the limit. Looks at brackets outside
// of strings only: whether they match is the parser's business. A scan ahead is cheaper than a
// parser callback, which nlohmann calls (and copies keys for) on every value.
bool DepthIsBounded(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if ((c == '{' || c == '[') && ++depth > limits::kJsonDepth) return false;
    if (c == '}' || c == ']') --depth;
  }
  return true;
}

}  // namespace

std::optional<Json> ParseJson(std::string_view text) {
  // The parser takes a NUL byte for the end of its input and would not see what follows.
  if (text.empty() || std::memchr(text.data(), '\0', text.size()) != nullptr) return std::nullopt;
  if (!DepthIsBounded(text)) return std::nullopt;
  Json value = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

std::string DumpJson(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string StringOr(const Json& object, std::string_view name, std::string_view fallback) {
  if (object.is_object()) {
    const auto member = object.find(name);
    if (member != object.end() && member->is_string()) return member->get<std::string>();
  }
  return std::string(fallback);
}

void SetIfPresent(Json& object, const std::string& name, const Json& value) {
  if (!value.is_null()) object[name] = value;
}

}  // namespace portside
