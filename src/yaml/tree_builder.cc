// SPDX-License-Identifier: Apache-2.0

#include "yaml/tree_builder.h"

#include <utility>

#include "portside/base/limits.h"

namespace portside {
namespace {

void CheckDepth(int line, std::size_t depth) {
  if (depth < static_cast<std::size_t>(limits::kJsonDepth)) return;
  throw Refusal{
      line, "lists and maps are nested more than " + std::to_string(limits::kJsonDepth) + " deep"};
}

}  // namespace

void TreeBuilder::Count(const YamlNode& node, int line) {
  text_bytes_ += node.text.size();
  if (++nodes_ > limits::kYamlNodes) {
    throw Refusal{line, "the file has more than " + std::to_string(limits::kYamlNodes) +
                            " values (an alias counts as all that it stands for)"};
  }
  if (text_bytes_ > limits::kYamlTextBytes) {
    throw Refusal{line, "the texts of the file have more than " +
                            std::to_string(limits::kYamlTextBytes) +
                            " bytes (an alias counts as all that it stands for)"};
  }
}

void TreeBuilder::CountWhole(const YamlNode& node, int line, std::size_t depth) {
  Count(node, line);
  CheckDepth(line, depth);
  for (const YamlNode::Entry& entry : node.items) CountWhole(entry.value, line, depth + 1);
}

void TreeBuilder::Open(YamlNode::Kind kind, int line, Anchor anchor) {
  CheckDepth(line, open_.size());
  if (!open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap && !open_.back().key) {
    throw Refusal{line, "a key must be a text"};
  }
  Opened opened;
  opened.node.kind = kind;
  opened.node.line = line;
  opened.anchor = anchor;
  open_.push_back(std::move(opened));
}

void TreeBuilder::Close() {
  Opened closed = std::move(open_.back());
  open_.pop_back();
  Add(std::move(closed.node), closed.anchor);
}

void TreeBuilder::Add(YamlNode node, Anchor anchor) {
  Count(node, node.line);
  if (anchor != 0) {
    // Kept twice, so it counts twice.
    CountWhole(node, node.line, open_.size());
    anchors_[anchor] = node;
  }
  Place(std::move(node));
}

void TreeBuilder::AddAlias(int line, Anchor anchor) {
  const auto found = anchors_.find(anchor);
  // An alias inside of what it stands for has nothing to stand for yet.
  if (found == anchors_.end()) throw Refusal{line, "an alias cannot be part of its own anchor"};
  YamlNode copy = found->second;
  copy.line = line;
  CountWhole(copy, line, open_.size());
  Place(std::move(copy));
}

void TreeBuilder::Place(YamlNode node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Opened& parent = open_.back();
  if (parent.node.kind == YamlNode::Kind::kList) {
    parent.node.items.push_back({"", node.line, std::move(node)});
  } else if (parent.key) {
    parent.node.items.push_back({std::move(*parent.key), parent.key_line, std::move(node)});
    parent.key.reset();
  } else {
    TakeKey(parent, node);
  }
}

void TreeBuilder::TakeKey(Opened& map, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::kScalar || node.IsNull()) {
    throw Refusal{node.line, "a key must be a text"};
  }
  const auto [first, is_new] = map.keys.emplace(node.text, node.line);
  if (!is_new) {
    throw Refusal{node.line, "the key '" + node.text + "' is there already, in line " +
                                 std::to_string(first->second)};
  }
  map.key = node.text;
  map.key_line = node.line;
}

}  // namespace portside
