// SPDX-License-Identifier: Apache-2.0
//
// ReadYaml: yaml-cpp's events become a tree of bounded size and depth.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <fstream>
#include <sstream>

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/yaml/yaml_node.h"
#include "yaml/core_schema.h"
#include "yaml/json_escapes.h"
#include "yaml/tree_builder.h"

namespace portside {
namespace {

constexpr std::string_view kTags = "tag:yaml.org,2002:";

int LineOf(const YAML::Mark& mark) { return mark.line + 1; }

void RefuseTag(int line, const std::string& tag) {
  throw Refusal{line, "the tag " + tag + " is not known here; only !!str is"};
}

// yaml-cpp's events, with the types of scalars.
class Events final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.line = LineOf(mark);
    builder_.Add(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node;
    node.line = LineOf(mark);
    node.text = value;
    if (tag == "?") {
      std::optional<Json> scalar = ResolvePlainScalar(value);
      if (!scalar) throw Refusal{node.line, value + " is no number of JSON; quotes make it a text"};
      node.scalar = std::move(*scalar);
    } else if (tag == "!" || tag == std::string(kTags) + "str") {
      node.scalar = value;
    } else {
      RefuseTag(node.line, tag);
    }
    builder_.Add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kList, LineOf(mark), tag, anchor);
  }
  void OnSequenceEnd() override { builder_.Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMap, LineOf(mark), tag, anchor);
  }
  void OnMapEnd() override { builder_.Close(); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    builder_.AddAlias(LineOf(mark), anchor);
  }

  YamlNode Take() { return builder_.Take(); }

 private:
  void Open(YamlNode::Kind kind, int line, const std::string& tag, YAML::anchor_t anchor) {
    const std::string own = std::string(kTags) + (kind == YamlNode::Kind::kList ? "seq" : "map");
    if (tag != "?" && tag != "!" && tag != own) RefuseTag(line, tag);
    builder_.Open(kind, line, anchor);
  }

  TreeBuilder builder_;
};

FileError NotUtf8(const std::string& file, std::string_view bytes) {
  int line = 1;
  std::size_t begin = 0;
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos;
       begin = end + 1, end = bytes.find('\n', begin)) {
    if (!IsValidUtf8(bytes.substr(begin, end - begin))) break;
    ++line;
  }
  return {file, line, "the file is not UTF-8"};
}

FileResult<YamlNode> Parse(const std::string& file, const std::string& text) {
  std::istringstream stream(text);
  Events events;
  try {
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(events)) {
      YamlNode root = events.Take();
      Events second;
      if (parser.HandleNextDocument(second)) {
        return Fail(FileError{file, second.Take().line, "a file has one document"});
      }
      return root;
    }
  } catch (const Refusal& refusal) {
    return Fail(FileError{file, refusal.line, refusal.reason});
  } catch (const YAML::Exception& error) {
    const int line = error.mark.is_null() ? 0 : LineOf(error.mark);
    return Fail(FileError{file, line, "neither YAML nor JSON: " + error.msg});
  }
  return YamlNode();
}

}  // namespace

FileResult<std::string> ReadYamlBytes(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(limits::kYamlFileBytes + 1, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream.is_open() || stream.bad()) {
    return Fail(FileError{path, 0, "the file cannot be read"});
  }
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

FileResult<YamlNode> ReadYaml(const std::string& file, std::string_view bytes) {
  if (bytes.size() > limits::kYamlFileBytes) {
    return Fail(FileError{file, 0,
                          "the file has " + std::to_string(bytes.size()) + " bytes; at most " +
                              std::to_string(limits::kYamlFileBytes) +
                              " are read (put large objects into files beside it)"});
  }
  if (!IsValidUtf8(bytes)) return Fail(NotUtf8(file, bytes));
  return Parse(file, file.ends_with(".json") ? JoinSurrogates(bytes) : std::string(bytes));
}

}  // namespace portside
