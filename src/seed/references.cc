// SPDX-License-Identifier: Apache-2.0

#include "seed/references.h"

#include <cctype>

#include "portside/base/encoding.h"

namespace portside {
namespace {

bool IsNameByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
}

void AddLiteral(std::vector<TextPiece>& pieces, std::string_view text) {
  if (text.empty()) return;
  if (pieces.empty() || pieces.back().is_reference) pieces.push_back({});
  pieces.back().text += text;
}

// A value inside of a text.
Expected<std::string, std::string> InText(const std::string& reference, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_structured() || value.is_null()) {
    return Fail("${" + reference + "} is " +
                (value.is_array()    ? "a list"
                 : value.is_object() ? "a map"
                                     : "nothing") +
                ", which cannot be part of a text");
  }
  return DumpJson(value);
}

}  // namespace

bool IsReferenceName(std::string_view name) {
  if (name.empty() || name[0] == '-' || std::isdigit(static_cast<unsigned char>(name[0]))) {
    return false;
  }
  for (const char c : name) {
    if (!IsNameByte(c)) return false;
  }
  return true;
}

std::vector<std::string> PathOf(const std::string& reference) {
  std::vector<std::string> path;
  for (const std::string_view step : Split(reference, '.')) path.emplace_back(step);
  return path;
}

Expected<std::vector<TextPiece>, std::string> SplitReferences(std::string_view text) {
  std::vector<TextPiece> pieces;
  while (!text.empty()) {
    const std::size_t at = text.find("${");
    if (at == std::string_view::npos) {
      AddLiteral(pieces, text);
      break;
    }
    if (at > 0 && text[at - 1] == '$') {
      AddLiteral(pieces, text.substr(0, at - 1));
      AddLiteral(pieces, "${");
      text.remove_prefix(at + 2);
      continue;
    }
    AddLiteral(pieces, text.substr(0, at));
    text.remove_prefix(at + 2);
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos) {
      return Fail(std::string("a ${ has no }; write $${ for the characters themselves"));
    }
    const std::string reference(text.substr(0, end));
    const std::vector<std::string> path = PathOf(reference);
    bool is_legal = IsReferenceName(path[0]);
    for (const std::string& step : path) is_legal = is_legal && !step.empty();
    if (!is_legal) {
      return Fail("${" + reference +
                  "} is no reference: there are ${account}, ${region} and ${call.member}; write "
                  "$${ for the characters themselves");
    }
    pieces.push_back({reference, true});
    text.remove_prefix(end + 1);
  }
  return pieces;
}

Lookup OwnerLookup(const std::string& account, const std::string& region) {
  return [account, region](const std::string& reference) -> Expected<Json, std::string> {
    if (reference == "account") return Json(account);
    if (reference == "region") return Json(region);
    return Fail("${" + reference + "} is unknown here: there are ${account} and ${region}");
  };
}

Expected<Json, std::string> ExpandText(std::string_view text, const Lookup& lookup) {
  const std::vector<TextPiece> pieces = TRY(SplitReferences(text));
  if (pieces.size() == 1 && pieces[0].is_reference) return lookup(pieces[0].text);
  std::string expanded;
  for (const TextPiece& piece : pieces) {
    if (!piece.is_reference) {
      expanded += piece.text;
      continue;
    }
    const Json value = TRY(lookup(piece.text));
    expanded += TRY(InText(piece.text, value));
  }
  return Json(std::move(expanded));
}

FileResult<Json> ExpandTree(const std::string& file, const YamlNode& node, const Lookup& lookup) {
  if (node.kind == YamlNode::Kind::kScalar) {
    if (!node.scalar.is_string()) return node.scalar;
    auto expanded = ExpandText(node.scalar.get_ref<const std::string&>(), lookup);
    if (!expanded) return Fail(FileError{file, node.line, expanded.error()});
    return std::move(*expanded);
  }
  Json json = node.kind == YamlNode::Kind::kList ? Json::array() : Json::object();
  for (const YamlNode::Entry& entry : node.items) {
    Json value = TRY(ExpandTree(file, entry.value, lookup));
    if (node.kind == YamlNode::Kind::kList) {
      json.push_back(std::move(value));
    } else {
      json[entry.key] = std::move(value);
    }
  }
  return json;
}

}  // namespace portside
