// SPDX-License-Identifier: Apache-2.0
//
// Who includes whom: docs/INVARIANTS.md, "Layers". The table is the add_layer lines of
// CMakeLists.txt.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tidy/code_text.h"
#include "tidy/link_graph.h"
#include "tidy/markdown.h"
#include "tidy/source_tree.h"

namespace portside::tidy {
namespace {

constexpr std::string_view kPublic = "include/portside/";

// "src/services/glue/tags.cc" -> "services/glue/tags.cc"; empty outside of the layers.
std::string_view WithoutRoot(std::string_view path) {
  for (const std::string_view root :
       {kPublic, std::string_view("src/"), std::string_view("tests/")}) {
    if (path.starts_with(root)) return path.substr(root.size());
  }
  return {};
}

// What a file may include with quotes.
struct Rights {
  const Layer* own = nullptr;  // its private headers too
  const std::set<std::string>* reaches = nullptr;
  bool everything = false;  // fuzz targets link what they need
};

class Layering : public testing::Test {
 protected:
  [[nodiscard]] std::optional<Rights> RightsOf(const SourceFile& file) const {
    if (file.IsBeneath("tests/fuzz/")) return Rights{.everything = true};
    const Layer* server = graph_.Find("server");
    const Layer* own = graph_.Of(WithoutRoot(file.path));
    if (file.IsBeneath("tests/support/")) return Rights{nullptr, &server->reaches};
    if (own == nullptr) return std::nullopt;
    // From the services on, tests run the whole program (tests/support).
    const bool whole = file.IsBeneath("tests/services/") || file.IsBeneath("tests/server/");
    return Rights{own, whole ? &server->reaches : &own->reaches};
  }

  [[nodiscard]] std::string Violation(const SourceFile& file, const Rights& rights,
                                      std::string_view name) const {
    const bool is_test = file.IsBeneath("tests/");
    if (is_test && (name.starts_with("support/") || name.starts_with("golden/"))) return "";
    const bool is_public = name.starts_with("portside/");
    const Layer* of = graph_.Of(is_public ? name.substr(9) : name);
    if (of == nullptr) return "no layer has it";
    if (rights.everything || of == rights.own) return "";
    if (!is_public) return "private to " + of->name;
    if (rights.reaches->contains(of->name)) return "";
    return "its layer does not link " + of->name;
  }

  const std::vector<SourceFile> tree_ = ReadTree();
  const LinkGraph graph_{FindFile(tree_, "CMakeLists.txt").text};
  const std::string rules_ = FindFile(tree_, "docs/INVARIANTS.md").text;
};

TEST_F(Layering, IncludesFollowTheLinkGraph) {
  std::vector<std::string> violations;
  for (const SourceFile& file : tree_) {
    if (!file.IsCpp() || WithoutRoot(file.path).empty() || file.IsBeneath("tests/golden/") ||
        file.IsBeneath("tests/tidy/")) {
      continue;
    }
    const std::optional<Rights> rights = RightsOf(file);
    if (!rights) {
      violations.push_back(file.path + " is in no layer");
      continue;
    }
    for (const Include& include : Includes(file.text)) {
      if (include.angle) continue;
      const std::string violation = Violation(file, *rights, include.name);
      if (violation.empty()) continue;
      violations.push_back(Place(file, include.line) + " includes " + include.name + ": " +
                           violation);
    }
  }
  ExpectNone(violations);
}

TEST_F(Layering, ServicesDoNotKnowEachOther) {
  for (const Layer& layer : graph_.layers()) {
    if (!layer.name.starts_with("services/")) continue;
    for (const std::string& other : layer.reaches) {
      const bool foreign = other.starts_with("services/") && other != layer.name;
      EXPECT_TRUE(!foreign || other == "services/core") << layer.name << " links " << other;
    }
  }
}

TEST_F(Layering, OnlyTheServerKnowsTheSockets) {
  for (const Layer& layer : graph_.layers()) {
    if (layer.name == "server" || layer.name == "http_server") continue;
    EXPECT_FALSE(layer.reaches.contains("http_server")) << layer.name;
    EXPECT_FALSE(layer.reaches.contains("server")) << layer.name;
  }
}

bool Names(const std::string& row, std::string_view header) {
  return row.ends_with('/') ? header.starts_with(row) : header == row;
}

TEST_F(Layering, ThirdPartyHeadersStayBehindTheirFences) {
  const std::vector<TableRow> fences = ReadTable(rules_, "fences");
  std::vector<std::string> violations;
  const auto allows = [](const TableRow& fence, const SourceFile& file) {
    const std::vector<std::string> places = CodeSpans(fence[1]);
    return fence[1] == "anywhere" ||
           std::any_of(places.begin(), places.end(),
                       [&](const auto& place) { return file.IsBeneath(place); });
  };
  for (const SourceFile& file : tree_) {
    if (!file.IsCpp()) continue;
    for (const Include& include : Includes(file.text)) {
      // The standard library's own have neither.
      if (!include.angle || include.name.find_first_of("./") == std::string::npos) continue;
      const auto fence = std::find_if(fences.begin(), fences.end(), [&](const TableRow& row) {
        const std::vector<std::string> names = CodeSpans(row[0]);
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& name) { return Names(name, include.name); });
      });
      if (fence != fences.end() && allows(*fence, file)) continue;
      violations.push_back(Place(file, include.line) + " includes <" + include.name + ">");
    }
  }
  ExpectNone(violations);
}

TEST_F(Layering, PublicHeadersAreUsed) {
  std::set<std::string> included;
  for (const SourceFile& file : tree_) {
    for (const Include& include : Includes(file.text)) included.insert("include/" + include.name);
  }
  std::vector<std::string> violations;
  for (const SourceFile& file : tree_) {
    if (!file.IsHeader() || !file.IsBeneath("include/")) continue;
    if (!included.contains(file.path)) violations.push_back(file.path + " is included by nobody");
  }
  ExpectNone(violations);
}

TEST_F(Layering, PublicHeadersHaveASourceOrATest) {
  std::set<std::string> paths;
  for (const SourceFile& file : tree_) paths.insert(file.path);
  std::set<std::string> of_types_alone;
  for (const TableRow& row : ReadTable(rules_, "headers")) {
    of_types_alone.insert(CodeSpans(row[0]).at(0));
  }

  std::vector<std::string> violations;
  for (const std::string& path : paths) {
    if (!path.starts_with(kPublic) || !path.ends_with(".h")) continue;
    const std::string noun = path.substr(kPublic.size(), path.size() - kPublic.size() - 2);
    const bool has_source = paths.contains("src/" + noun + ".cc");
    if (of_types_alone.erase(noun) == 1) {
      if (has_source) violations.push_back(path + " is listed as types alone, but has a source");
    } else if (!has_source && !paths.contains("tests/" + noun + "_test.cc")) {
      violations.push_back(path + " has neither a source nor a test");
    }
  }
  for (const std::string& gone : of_types_alone)
    violations.push_back(gone + " is listed, not there");
  ExpectNone(violations);
}

TEST_F(Layering, SourcesIncludeTheirOwnHeaderFirst) {
  std::set<std::string> paths;
  for (const SourceFile& file : tree_) paths.insert(file.path);
  std::vector<std::string> violations;
  for (const SourceFile& file : tree_) {
    if (!file.IsBeneath("src/") || !file.path.ends_with(".cc")) continue;
    const std::string noun(WithoutRoot(file.path.substr(0, file.path.size() - 3)));
    std::string own;
    if (paths.contains("src/" + noun + ".h")) own = noun + ".h";
    if (paths.contains("include/portside/" + noun + ".h")) own = "portside/" + noun + ".h";
    const std::vector<Include> includes = Includes(file.text);
    if (own.empty() || (!includes.empty() && includes[0].name == own)) continue;
    violations.push_back(file.path + " does not include " + own + " first");
  }
  ExpectNone(violations);
}

TEST_F(Layering, EveryTestBelongsToALayer) {
  std::vector<std::string> violations;
  for (const SourceFile& file : tree_) {
    if (!file.IsBeneath("tests/") || !file.path.ends_with("_test.cc")) continue;
    if (file.IsBeneath("tests/tidy/") || graph_.Of(WithoutRoot(file.path)) != nullptr) continue;
    violations.push_back(file.path + " is built by nobody");
  }
  ExpectNone(violations);
}

}  // namespace
}  // namespace portside::tidy
