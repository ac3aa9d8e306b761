// SPDX-License-Identifier: Apache-2.0
//
// MapReader: reads the keys of a map of a file, and says of the first wrong one its line, its
// value and what is allowed. Finish refuses keys that nobody has asked for.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "portside/yaml/yaml_node.h"

namespace portside {

class MapReader {
 public:
  // `what` the map is, for errors: "a bucket". What is no map is refused by the first call.
  MapReader(std::string file, const YamlNode& node, std::string what)
      : file_(std::move(file)), node_(node), what_(std::move(what)) {}

  // Keys that are absent or null are nothing. A text is taken as written: 007 keeps its zeros.
  FileResult<std::optional<std::string>> Text(std::string_view key);
  FileResult<std::string> RequiredText(std::string_view key);
  FileResult<bool> Flag(std::string_view key, bool fallback);
  // A map of texts; empty where it is absent.
  FileResult<std::map<std::string, std::string>> Texts(std::string_view key);
  // Null where it is absent.
  FileResult<const YamlNode*> List(std::string_view key);
  FileResult<const YamlNode*> Map(std::string_view key);
  FileResult<void> Finish();

  // The line of that key's value, else of the map.
  [[nodiscard]] int LineOf(std::string_view key) const;
  [[nodiscard]] FileError Wrong(std::string_view key, const std::string& reason) const;
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  FileResult<const YamlNode*> Find(std::string_view key);

  std::string file_;
  const YamlNode& node_;
  std::string what_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace portside
