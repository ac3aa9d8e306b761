// SPDX-License-Identifier: Apache-2.0
//
// ReadSeedNode: yaml-cpp's events become a tree of bounded size and depth.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <unordered_map>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/seed/seed_node.h"
#include "seed/core_schema.h"

namespace portside {
namespace {

constexpr std::string_view kStandardTags = "tag:yaml.org,2002:";

// Leaves the parser, which knows no other way.
struct Refusal {
  int line;
  std::string reason;
};

int LineOf(const YAML::Mark& mark) { return mark.line + 1; }

class TreeBuilder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    SeedNode node;
    node.line = LineOf(mark);
    Add(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    SeedNode node;
    node.line = LineOf(mark);
    node.text = value;
    if (tag == "?") {
      std::optional<Json> scalar = ResolvePlainScalar(value);
      if (!scalar) throw Refusal{node.line, value + " is no number of JSON; quotes make it a text"};
      node.scalar = std::move(*scalar);
    } else if (tag == "!" || tag == std::string(kStandardTags) + "str") {
      node.scalar = value;
    } else {
      throw Refusal{node.line, "the tag " + tag + " is not known here; only !!str is"};
    }
    Add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(SeedNode::Kind::kList, LineOf(mark), tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(SeedNode::Kind::kMap, LineOf(mark), tag, anchor);
  }
  void OnMapEnd() override { Close(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    // An alias inside of what it stands for has nothing to stand for yet.
    if (found == anchors_.end()) {
      throw Refusal{LineOf(mark), "an alias cannot be part of its own anchor"};
    }
    SeedNode copy = found->second;
    copy.line = LineOf(mark);
    CountWhole(copy, copy.line, open_.size());
    Place(std::move(copy));
  }

  SeedNode Take() { return std::move(root_); }

 private:
  struct Opened {
    SeedNode node;
    YAML::anchor_t anchor;
    std::optional<std::string> key;  // of a map, whose value comes next
    int key_line = 0;
    std::unordered_map<std::string, int> keys;  // with their lines
  };

  void Count(const SeedNode& node, int line) {
    text_bytes_ += node.text.size();
    if (++nodes_ > limits::kSeedNodes) {
      throw Refusal{line, "the file has more than " + std::to_string(limits::kSeedNodes) +
                              " values (an alias counts as all that it stands for)"};
    }
    if (text_bytes_ > limits::kSeedTextBytes) {
      throw Refusal{line, "the texts of the file have more than " +
                              std::to_string(limits::kSeedTextBytes) +
                              " bytes (an alias counts as all that it stands for)"};
    }
  }

  void CountWhole(const SeedNode& node, int line, std::size_t depth) {
    Count(node, line);
    CheckDepth(line, depth);
    for (const SeedNode::Entry& entry : node.items) CountWhole(entry.value, line, depth + 1);
  }

  static void CheckDepth(int line, std::size_t depth) {
    if (depth >= static_cast<std::size_t>(limits::kJsonDepth)) {
      throw Refusal{line, "lists and maps are nested more than " +
                              std::to_string(limits::kJsonDepth) + " deep"};
    }
  }

  void Open(SeedNode::Kind kind, int line, const std::string& tag, YAML::anchor_t anchor) {
    if (tag != "?" && tag != "!" && tag != std::string(kStandardTags) + "seq" &&
        tag != std::string(kStandardTags) + "map") {
      throw Refusal{line, "the tag " + tag + " is not known here; only !!str is"};
    }
    CheckDepth(line, open_.size());
    if (!open_.empty() && open_.back().node.kind == SeedNode::Kind::kMap && !open_.back().key) {
      throw Refusal{line, "a key must be a text"};
    }
    Opened opened;
    opened.node.kind = kind;
    opened.node.line = line;
    opened.anchor = anchor;
    open_.push_back(std::move(opened));
  }

  void Close() {
    Opened closed = std::move(open_.back());
    open_.pop_back();
    Add(std::move(closed.node), closed.anchor);
  }

  void Add(SeedNode node, YAML::anchor_t anchor) {
    Count(node, node.line);
    if (anchor != YAML::NullAnchor) {
      // Kept twice, so it counts twice.
      CountWhole(node, node.line, open_.size());
      anchors_[anchor] = node;
    }
    Place(std::move(node));
  }

  // The next key or value of what is open.
  void Place(SeedNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Opened& parent = open_.back();
    if (parent.node.kind == SeedNode::Kind::kList) {
      parent.node.items.push_back({"", node.line, std::move(node)});
    } else if (parent.key) {
      parent.node.items.push_back({std::move(*parent.key), parent.key_line, std::move(node)});
      parent.key.reset();
    } else {
      TakeKey(parent, node);
    }
  }

  static void TakeKey(Opened& map, const SeedNode& node) {
    if (node.kind != SeedNode::Kind::kScalar || node.IsNull()) {
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

  SeedNode root_;
  std::vector<Opened> open_;
  std::unordered_map<YAML::anchor_t, SeedNode> anchors_;
  std::size_t nodes_ = 0;
  std::size_t text_bytes_ = 0;
};

std::optional<unsigned> FourDigits(std::string_view text) {
  unsigned number = 0;
  if (text.size() < 4) return std::nullopt;
  for (const char c : text.substr(0, 4)) {
    if (!std::isxdigit(static_cast<unsigned char>(c))) return std::nullopt;
    number = number * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return number;
}

// JSON spells what lies beyond U+FFFF as two escapes, D83D and DE00 for U+1F600; YAML has one for
// it, of eight digits. In JSON a backslash is nowhere but in texts.
std::string JoinSurrogates(std::string_view json) {
  std::string joined;
  for (std::size_t at = 0; at < json.size(); ++at) {
    joined += json[at];
    if (json[at] != '\\' || at + 1 >= json.size()) continue;
    const std::string_view rest = json.substr(at + 1);
    const auto high = rest.front() == 'u' ? FourDigits(rest.substr(1)) : std::nullopt;
    const bool has_low = rest.size() >= 11 && rest.substr(5, 2) == "\\u";
    const auto low = has_low ? FourDigits(rest.substr(7)) : std::nullopt;
    if (high && low && *high >> 10 == 0x36 && *low >> 10 == 0x37) {
      const unsigned code = 0x10000 + ((*high & 0x3ff) << 10) + (*low & 0x3ff);
      const char digits[] = "0123456789ABCDEF";
      joined += "U00";
      for (int shift = 20; shift >= 0; shift -= 4) joined += digits[code >> shift & 15];
      at += 11;
    } else {
      joined += rest.front();
      ++at;
    }
  }
  return joined;
}

SeedError NotUtf8(const std::string& file, std::string_view bytes) {
  int line = 1;
  std::size_t begin = 0;
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos;
       begin = end + 1, end = bytes.find('\n', begin)) {
    if (!IsValidUtf8(bytes.substr(begin, end - begin))) break;
    ++line;
  }
  return {file, line, "the file is not UTF-8"};
}

SeedResult<SeedNode> Parse(const std::string& file, const std::string& text) {
  std::istringstream stream(text);
  TreeBuilder builder;
  try {
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) {
      SeedNode root = builder.Take();
      TreeBuilder second;
      if (parser.HandleNextDocument(second)) {
        return Fail(SeedError{file, second.Take().line, "a file has one document"});
      }
      return root;
    }
  } catch (const Refusal& refusal) {
    return Fail(SeedError{file, refusal.line, refusal.reason});
  } catch (const YAML::Exception& error) {
    const int line = error.mark.is_null() ? 0 : LineOf(error.mark);
    return Fail(SeedError{file, line, "neither YAML nor JSON: " + error.msg});
  }
  return SeedNode();
}

}  // namespace

SeedResult<SeedNode> ReadSeedNode(const std::string& file, std::string_view bytes) {
  if (bytes.size() > limits::kSeedFileBytes) {
    return Fail(SeedError{file, 0,
                          "the file has " + std::to_string(bytes.size()) + " bytes; at most " +
                              std::to_string(limits::kSeedFileBytes) +
                              " are read (put large objects into files beside it)"});
  }
  if (!IsValidUtf8(bytes)) return Fail(NotUtf8(file, bytes));
  return Parse(file, file.ends_with(".json") ? JoinSurrogates(bytes) : std::string(bytes));
}

}  // namespace portside
