// SPDX-License-Identifier: Apache-2.0
//
// TreeBuilder: a tree of YamlNodes out of the events of a parser, of bounded size and depth. What
// goes beyond is a Refusal, thrown through the parser, which knows no other way to stop.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "portside/yaml/yaml_node.h"

namespace portside {

struct Refusal {
  int line;
  std::string reason;
};

class TreeBuilder {
 public:
  // What an alias stands for has an anchor that is not 0.
  using Anchor = std::size_t;

  void Add(YamlNode node, Anchor anchor);
  void Open(YamlNode::Kind kind, int line, Anchor anchor);
  void Close();
  void AddAlias(int line, Anchor anchor);

  // The whole document; null where it is empty.
  YamlNode Take() { return std::move(root_); }

 private:
  struct Opened {
    YamlNode node;
    Anchor anchor = 0;
    std::optional<std::string> key;  // of a map, whose value comes next
    int key_line = 0;
    std::unordered_map<std::string, int> keys;  // with their lines
  };

  void Count(const YamlNode& node, int line);
  void CountWhole(const YamlNode& node, int line, std::size_t depth);
  // The next key or value of what is open.
  void Place(YamlNode node);
  static void TakeKey(Opened& map, const YamlNode& node);

  YamlNode root_;
  std::vector<Opened> open_;
  std::unordered_map<Anchor, YamlNode> anchors_;
  std::size_t nodes_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace portside
