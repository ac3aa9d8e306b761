// SPDX-License-Identifier: Apache-2.0
//
// Documents tell the truth about the tree.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "portside/base/json.h"
#include "tidy/code_text.h"
#include "tidy/link_graph.h"
#include "tidy/markdown.h"
#include "tidy/source_tree.h"

namespace portside::tidy {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PORTSIDE_SOURCE_DIR;

bool IsDocument(const SourceFile& file) { return file.path.ends_with(".md"); }

TEST(Documents, LinksLeadSomewhere) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (!IsDocument(file)) continue;
    for (const std::string& link : FileLinks(file.text)) {
      const fs::path target = kRoot / fs::path(file.path).parent_path() / link;
      if (!fs::exists(target)) violations.push_back(file.path + " links to " + link);
    }
  }
  ExpectNone(violations);
}

// `src/base/clock.cc`, `tests/fuzz`, `tools/check`: what looks like a path of the tree is one.
// Patterns (`*`, `<layer>`) and what a build makes are left out.
TEST(Documents, PathsExist) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (!IsDocument(file)) continue;
    for (const std::string_view line : Lines(file.text)) {
      for (const std::string& span : CodeSpans(line)) {
        const std::string path = span.substr(0, span.find(' '));
        const std::string folder = path.substr(0, path.find('/') + 1);
        constexpr std::string_view kFolders[] = {"src/",    "tests/",  "tools/",
                                                 "docs/",   "cmake/",  "include/",
                                                 "models/", "docker/", "bench/"};
        if (std::find(std::begin(kFolders), std::end(kFolders), folder) == std::end(kFolders))
          continue;
        if (path.find_first_of("*<>{}…") != std::string::npos) continue;
        if (!fs::exists(kRoot / path)) violations.push_back(file.path + " names " + path);
      }
    }
  }
  ExpectNone(violations);
}

TEST(Documents, TheDescribedGraphIsTheRealOne) {
  const std::vector<SourceFile> tree = ReadTree();
  const LinkGraph graph(FindFile(tree, "CMakeLists.txt").text);
  std::map<std::string, std::vector<std::string>> described;
  for (const TableRow& row : ReadTable(FindFile(tree, "docs/ARCHITECTURE.md").text, "layers")) {
    described[CodeSpans(row[0]).at(0)] = CodeSpans(row[1]);
  }
  EXPECT_EQ(described.size(), graph.layers().size());
  for (const Layer& layer : graph.layers()) {
    EXPECT_EQ(described[layer.name], layer.depends) << layer.name;
  }
}

// Every bullet of INVARIANTS.md says what keeps it, and the tests that it names exist.
TEST(Documents, EveryRuleIsEnforced) {
  const std::vector<SourceFile> tree = ReadTree();
  std::set<std::string> tests;
  for (const SourceFile& file : tree) {
    if (!file.IsBeneath("tests/tidy/")) continue;
    for (const std::string_view line : Lines(file.text)) {
      if (!line.starts_with("TEST(") && !line.starts_with("TEST_F(")) continue;
      const std::size_t open = line.find('('), comma = line.find(", ");
      tests.insert(std::string(line.substr(open + 1, comma - open - 1)) + "." +
                   std::string(line.substr(comma + 2, line.find(')') - comma - 2)));
    }
  }

  std::string_view rest = FindFile(tree, "docs/INVARIANTS.md").text;
  std::size_t rules = 0;
  for (std::size_t at = rest.find("\n- **"); at != std::string_view::npos;
       at = rest.find("\n- **")) {
    rest.remove_prefix(at + 1);
    const std::size_t end = std::min(rest.find("\n\n"), rest.find("\n- **"));
    const std::string_view rule = rest.substr(0, end);
    const std::size_t by = rule.find("Enforced by:");
    ++rules;
    EXPECT_NE(by, std::string_view::npos) << rule;
    if (by == std::string_view::npos) continue;
    for (const std::string& name : CodeSpans(rule.substr(by))) {
      const std::string suite = name.substr(0, name.find('.'));
      if (suite != "Tidy" && suite != "Layering" && suite != "Habits" && suite != "Documents")
        continue;
      EXPECT_TRUE(tests.contains(name)) << name << " is named by a rule, but there is no such test";
    }
  }
  EXPECT_GT(rules, 20u);
}

// The keys of the format, not the names of shapes and members.
void CollectKeys(const Json& value, std::set<std::string>& keys) {
  if (value.is_array()) {
    for (const Json& each : value) CollectKeys(each, keys);
  }
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) {
    keys.insert(key);
    if (key != "shapes") {
      CollectKeys(inner, keys);
      continue;
    }
    for (const Json& shape : inner) CollectKeys(shape, keys);
  }
}

TEST(Documents, EveryKeyOfTheModelsIsExplained) {
  const std::vector<SourceFile> tree = ReadTree();
  std::set<std::string> keys;
  for (const SourceFile& file : tree) {
    if (!file.IsBeneath("models/") || !file.path.ends_with(".json")) continue;
    const std::optional<Json> model = ParseJson(file.text);
    ASSERT_TRUE(model.has_value()) << file.path;
    CollectKeys(*model, keys);
  }
  // In a table, or in the example above it.
  const std::string& text = FindFile(tree, "models/README.md").text;
  EXPECT_GT(keys.size(), 10u);
  for (const std::string& key : keys) {
    const bool explained = text.find("`" + key + "`") != std::string::npos ||
                           text.find("\"" + key + "\": ") != std::string::npos;
    EXPECT_TRUE(explained) << "models/README.md does not explain `" << key << "`";
  }
}

// The words in the quoted lists of tools/install-deps, and what is installed by other lines.
std::set<std::string> Packages(std::string_view script) {
  std::set<std::string> packages = {"nodejs", "npm"};
  bool inside = false;
  for (const std::string_view line : Lines(script)) {
    const bool begins = line.find("=\"") != std::string_view::npos && !line.starts_with(' ');
    if (!inside && !begins) continue;
    const std::size_t open = begins ? line.find('"') + 1 : 0;
    std::istringstream words{std::string(line.substr(open))};
    for (std::string word; words >> word;) {
      std::erase(word, '"');
      if (!word.starts_with('$')) packages.insert(word);
    }
    inside = std::count(line.begin(), line.end(), '"') == (begins ? 1 : 0);
  }
  return packages;
}

TEST(Documents, EveryPackageHasItsReason) {
  const std::vector<SourceFile> tree = ReadTree();
  std::set<std::string> explained;
  for (const TableRow& row :
       ReadTable(FindFile(tree, "docs/decisions/0002-dependencies.md").text, "packages")) {
    for (std::string& name : CodeSpans(row[0])) explained.insert(std::move(name));
  }
  EXPECT_EQ(explained, Packages(FindFile(tree, "tools/install-deps").text));
}

TEST(Documents, EveryFuzzTargetHasSeeds) {
  std::vector<std::string> violations;
  std::size_t targets = 0;
  const std::vector<SourceFile> tree = ReadTree();
  for (const SourceFile& file : tree) {
    if (!file.IsBeneath("tests/fuzz/") || !file.path.ends_with("_fuzz.cc")) continue;
    ++targets;
    const std::string name = fs::path(file.path).stem();
    const std::string folder = "tests/fuzz/corpus/" + name.substr(0, name.size() - 5) + "/";
    const bool has_seeds = std::any_of(tree.begin(), tree.end(), [&folder](const SourceFile& seed) {
      return seed.IsBeneath(folder);
    });
    if (!has_seeds) violations.push_back(folder + " is empty");
  }
  EXPECT_GT(targets, 0u);
  ExpectNone(violations);
}

TEST(Documents, TheTablesOfOperationsAreCurrent) {
  const std::string command = (kRoot / "tools/operations-table").string() + " --check";
  EXPECT_EQ(std::system(command.c_str()), 0) << "run tools/operations-table --write";
}

}  // namespace
}  // namespace portside::tidy
