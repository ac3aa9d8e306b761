// SPDX-License-Identifier: Apache-2.0
//
// YamlNode: a value of a file with the line where it stands. YAML and JSON become the same
// tree. Plain scalars have the types of YAML 1.2's core schema, quoted ones are texts.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"

namespace portside {

// What is wrong, and where: "init.yaml:12: …". Line 0: the file as a whole.
struct FileError {
  std::string file;
  int line = 0;
  std::string reason;

  [[nodiscard]] std::string Describe() const;
};

template <typename T>
using FileResult = Expected<T, FileError>;

struct YamlNode {
  enum class Kind { kScalar, kList, kMap };
  struct Entry;

  Kind kind = Kind::kScalar;
  int line = 0;
  Json scalar;               // null, a boolean, a number or a text
  std::string text;          // of a scalar: as written, so that 000000000042 keeps its zeros
  std::vector<Entry> items;  // of a list (without keys) or a map, in the file's order

  [[nodiscard]] bool IsNull() const { return kind == Kind::kScalar && scalar.is_null(); }
  // The member of a map; null where there is none.
  [[nodiscard]] const YamlNode* Find(std::string_view key) const;
  [[nodiscard]] Json ToJson() const;
  // Of a person's words: "a list", "a map", "12".
  [[nodiscard]] std::string Describe() const;
};

struct YamlNode::Entry {
  std::string key;
  int line = 0;  // of the key
  YamlNode value;
};

// The bytes of a file, of which ReadYaml refuses what is too large.
FileResult<std::string> ReadYamlBytes(const std::string& path);
// The one document of a file; an empty one is null. `file` is for errors; that it ends with .json
// says that \u escapes may be surrogates.
FileResult<YamlNode> ReadYaml(const std::string& file, std::string_view bytes);

}  // namespace portside
