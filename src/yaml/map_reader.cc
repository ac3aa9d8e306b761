// SPDX-License-Identifier: Apache-2.0

#include "portside/yaml/map_reader.h"

namespace portside {

FileResult<const YamlNode*> MapReader::Find(std::string_view key) {
  known_.emplace(key);
  if (node_.kind != YamlNode::Kind::kMap) {
    return Fail(FileError{file_, node_.line, what_ + " is a map, not " + node_.Describe()});
  }
  const YamlNode* value = node_.Find(key);
  return value == nullptr || value->IsNull() ? nullptr : value;
}

int MapReader::LineOf(std::string_view key) const {
  const YamlNode* value = node_.Find(key);
  return value == nullptr ? node_.line : value->line;
}

FileError MapReader::Wrong(std::string_view key, const std::string& reason) const {
  return {file_, LineOf(key), reason};
}

FileResult<std::optional<std::string>> MapReader::Text(std::string_view key) {
  const YamlNode* value = TRY(Find(key));
  if (value == nullptr) return std::nullopt;
  if (value->kind != YamlNode::Kind::kScalar) {
    return Fail(Wrong(key, std::string(key) + " is a text, not " + value->Describe()));
  }
  return value->text;
}

FileResult<std::string> MapReader::RequiredText(std::string_view key) {
  std::optional<std::string> text = TRY(Text(key));
  if (!text || text->empty()) return Fail(Wrong(key, what_ + " needs a " + std::string(key)));
  return std::move(*text);
}

FileResult<bool> MapReader::Flag(std::string_view key, bool fallback) {
  const YamlNode* value = TRY(Find(key));
  if (value == nullptr) return fallback;
  if (!value->scalar.is_boolean()) {
    return Fail(Wrong(key, std::string(key) + " is true or false, not " + value->Describe()));
  }
  return value->scalar.get<bool>();
}

FileResult<std::map<std::string, std::string>> MapReader::Texts(std::string_view key) {
  std::map<std::string, std::string> texts;
  const YamlNode* value = TRY(Map(key));
  if (value == nullptr) return texts;
  for (const YamlNode::Entry& entry : value->items) {
    if (entry.value.kind != YamlNode::Kind::kScalar || entry.value.IsNull()) {
      return Fail(FileError{
          file_, entry.line,
          std::string(key) + "." + entry.key + " is a text, not " + entry.value.Describe()});
    }
    texts[entry.key] = entry.value.text;
  }
  return texts;
}

FileResult<const YamlNode*> MapReader::List(std::string_view key) {
  const YamlNode* value = TRY(Find(key));
  if (value != nullptr && value->kind != YamlNode::Kind::kList) {
    return Fail(Wrong(key, std::string(key) + " is a list, not " + value->Describe()));
  }
  return value;
}

FileResult<const YamlNode*> MapReader::Map(std::string_view key) {
  const YamlNode* value = TRY(Find(key));
  if (value != nullptr && value->kind != YamlNode::Kind::kMap) {
    return Fail(Wrong(key, std::string(key) + " is a map, not " + value->Describe()));
  }
  return value;
}

FileResult<void> MapReader::Finish() {
  for (const YamlNode::Entry& entry : node_.items) {
    if (known_.contains(entry.key)) continue;
    std::string allowed;
    for (const std::string& key : known_) allowed += (allowed.empty() ? "" : ", ") + key;
    return Fail(FileError{file_, entry.line,
                          what_ + " has no key '" + entry.key + "'; allowed are " + allowed});
  }
  return {};
}

}  // namespace portside
