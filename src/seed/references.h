// SPDX-License-Identifier: Apache-2.0
//
// References: ${account}, ${region} and ${call.member.path} in the texts of a seed file. $${ is a
// literal ${.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/yaml/yaml_node.h"

namespace portside {

struct TextPiece {
  std::string text;  // of a reference: what stands between the braces
  bool is_reference = false;
};

// A text in pieces, or what is wrong with it.
Expected<std::vector<TextPiece>, std::string> SplitReferences(std::string_view text);
// "group.tags.0" is {"group", "tags", "0"}.
std::vector<std::string> PathOf(const std::string& reference);
// Letters, digits, _ and -, beginning with a letter or _.
[[nodiscard]] bool IsReferenceName(std::string_view name);

// What a reference stands for, or why it stands for nothing.
using Lookup = std::function<Expected<Json, std::string>(const std::string& reference)>;
// Of what an account and a region say alone.
Lookup OwnerLookup(const std::string& account, const std::string& region);

// A text that is one reference becomes what that stands for, of whatever type; a text around
// references becomes a text.
Expected<Json, std::string> ExpandText(std::string_view text, const Lookup& lookup);
// The same for every text of a tree; the error has the text's line.
FileResult<Json> ExpandTree(const std::string& file, const YamlNode& node, const Lookup& lookup);

}  // namespace portside
