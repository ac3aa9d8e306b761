// SPDX-License-Identifier: Apache-2.0

#include "seed/map_reader.h"

namespace portside {

SeedResult<const SeedNode*> MapReader::Find(std::string_view key) {
  known_.emplace(key);
  if (node_.kind != SeedNode::Kind::kMap) {
    return Fail(SeedError{file_, node_.line, what_ + " is a map, not " + node_.Describe()});
  }
  const SeedNode* value = node_.Find(key);
  return value == nullptr || value->IsNull() ? nullptr : value;
}

int MapReader::LineOf(std::string_view key) const {
  const SeedNode* value = node_.Find(key);
  return value == nullptr ? node_.line : value->line;
}

SeedError MapReader::Wrong(std::string_view key, const std::string& reason) const {
  return {file_, LineOf(key), reason};
}

SeedResult<std::optional<std::string>> MapReader::Text(std::string_view key) {
  const SeedNode* value = TRY(Find(key));
  if (value == nullptr) return std::nullopt;
  if (value->kind != SeedNode::Kind::kScalar) {
    return Fail(Wrong(key, std::string(key) + " is a text, not " + value->Describe()));
  }
  return value->text;
}

SeedResult<std::string> MapReader::RequiredText(std::string_view key) {
  std::optional<std::string> text = TRY(Text(key));
  if (!text || text->empty()) return Fail(Wrong(key, what_ + " needs a " + std::string(key)));
  return std::move(*text);
}

SeedResult<bool> MapReader::Flag(std::string_view key, bool fallback) {
  const SeedNode* value = TRY(Find(key));
  if (value == nullptr) return fallback;
  if (!value->scalar.is_boolean()) {
    return Fail(Wrong(key, std::string(key) + " is true or false, not " + value->Describe()));
  }
  return value->scalar.get<bool>();
}

SeedResult<std::map<std::string, std::string>> MapReader::Texts(std::string_view key) {
  std::map<std::string, std::string> texts;
  const SeedNode* value = TRY(Map(key));
  if (value == nullptr) return texts;
  for (const SeedNode::Entry& entry : value->items) {
    if (entry.value.kind != SeedNode::Kind::kScalar || entry.value.IsNull()) {
      return Fail(SeedError{
          file_, entry.line,
          std::string(key) + "." + entry.key + " is a text, not " + entry.value.Describe()});
    }
    texts[entry.key] = entry.value.text;
  }
  return texts;
}

SeedResult<const SeedNode*> MapReader::List(std::string_view key) {
  const SeedNode* value = TRY(Find(key));
  if (value != nullptr && value->kind != SeedNode::Kind::kList) {
    return Fail(Wrong(key, std::string(key) + " is a list, not " + value->Describe()));
  }
  return value;
}

SeedResult<const SeedNode*> MapReader::Map(std::string_view key) {
  const SeedNode* value = TRY(Find(key));
  if (value != nullptr && value->kind != SeedNode::Kind::kMap) {
    return Fail(Wrong(key, std::string(key) + " is a map, not " + value->Describe()));
  }
  return value;
}

SeedResult<void> MapReader::Finish() {
  for (const SeedNode::Entry& entry : node_.items) {
    if (known_.contains(entry.key)) continue;
    std::string allowed;
    for (const std::string& key : known_) allowed += (allowed.empty() ? "" : ", ") + key;
    return Fail(SeedError{file_, entry.line,
                          what_ + " has no key '" + entry.key + "'; allowed are " + allowed});
  }
  return {};
}

}  // namespace portside
