// SPDX-License-Identifier: Apache-2.0
//
// Words that stand for habits: the table "words" of docs/INVARIANTS.md.

#include <gtest/gtest.h>

#include <algorithm>

#include "tidy/code_text.h"
#include "tidy/markdown.h"
#include "tidy/source_tree.h"

namespace portside::tidy {
namespace {

struct FencedWords {
  std::vector<std::string> words;
  std::vector<std::string> scope;    // folders that are searched
  std::vector<std::string> allowed;  // folders and files in which they may stand
};

std::vector<FencedWords> ReadFences(const std::vector<SourceFile>& tree) {
  std::vector<FencedWords> fences;
  for (const TableRow& row : ReadTable(FindFile(tree, "docs/INVARIANTS.md").text, "words")) {
    fences.push_back({CodeSpans(row[0]), CodeSpans(row[1]), CodeSpans(row[2])});
    EXPECT_FALSE(fences.back().words.empty() || fences.back().scope.empty()) << row[0];
    EXPECT_EQ(fences.back().allowed.empty(), row[2] == "nowhere") << row[0];
  }
  return fences;
}

bool IsBeneathAny(const SourceFile& file, const std::vector<std::string>& places) {
  return std::any_of(places.begin(), places.end(),
                     [&file](const std::string& place) { return file.IsBeneath(place); });
}

TEST(Habits, FencedWordsStayInTheirPlaces) {
  const std::vector<SourceFile> tree = ReadTree();
  const std::vector<FencedWords> fences = ReadFences(tree);
  std::vector<std::string> violations;
  for (const SourceFile& file : tree) {
    if (!file.IsCpp()) continue;
    const std::string code = CodeOnly(file.text);
    for (const FencedWords& fence : fences) {
      if (!IsBeneathAny(file, fence.scope) || IsBeneathAny(file, fence.allowed)) continue;
      for (const std::string& word : fence.words) {
        for (const std::size_t line : FindWord(code, word)) {
          violations.push_back(Place(file, line) + " has '" + word + "'");
        }
      }
    }
  }
  ExpectNone(violations);
}

// A place that has moved or lost its words must not stay open.
TEST(Habits, EveryAllowedPlaceIsNeeded) {
  const std::vector<SourceFile> tree = ReadTree();
  std::vector<std::string> violations;
  for (const FencedWords& fence : ReadFences(tree)) {
    for (const std::string& place : fence.allowed) {
      const bool needed = std::any_of(tree.begin(), tree.end(), [&](const SourceFile& file) {
        if (!file.IsCpp() || !file.IsBeneath(place)) return false;
        const std::string code = CodeOnly(file.text);
        return std::any_of(fence.words.begin(), fence.words.end(),
                           [&](const std::string& word) { return !FindWord(code, word).empty(); });
      });
      if (!needed) violations.push_back(place + " has none of '" + fence.words[0] + "', …");
    }
  }
  ExpectNone(violations);
}

}  // namespace
}  // namespace portside::tidy
