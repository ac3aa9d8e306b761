// SPDX-License-Identifier: Apache-2.0

#include "portside/yaml/yaml_node.h"

namespace portside {

std::string FileError::Describe() const {
  return file + (line > 0 ? ":" + std::to_string(line) : "") + ": " + reason;
}

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const Entry& entry : items) {
    if (kind == Kind::kMap && entry.key == key) return &entry.value;
  }
  return nullptr;
}

Json YamlNode::ToJson() const {
  if (kind == Kind::kScalar) return scalar;
  Json json = kind == Kind::kList ? Json::array() : Json::object();
  for (const Entry& entry : items) {
    if (kind == Kind::kList) {
      json.push_back(entry.value.ToJson());
    } else {
      json[entry.key] = entry.value.ToJson();
    }
  }
  return json;
}

std::string YamlNode::Describe() const {
  constexpr std::size_t kShown = 60;
  if (kind == Kind::kList) return "a list";
  if (kind == Kind::kMap) return "a map";
  std::string shown = DumpJson(scalar);
  if (shown.size() > kShown) shown = "a text of " + std::to_string(text.size()) + " bytes";
  return shown;
}

}  // namespace portside
