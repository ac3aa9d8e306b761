// SPDX-License-Identifier: Apache-2.0
//
// The form of every file: docs/INVARIANTS.md, "Text".

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tidy/code_text.h"
#include "tidy/source_tree.h"

namespace portside::tidy {
namespace {

constexpr std::size_t kFileLines = 500;
constexpr std::size_t kFunctionLines = 70;
constexpr std::size_t kLineCharacters = 100;

// Not bytes: an ellipsis is three of them.
std::size_t Characters(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

TEST(Tidy, FilesAreShort) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    const std::size_t lines = Lines(file.text).size();
    if (!file.IsSource() || lines <= kFileLines) continue;
    violations.push_back(file.path + " has " + std::to_string(lines) + " lines");
  }
  ExpectNone(violations);
}

TEST(Tidy, FunctionsAreShort) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (!file.IsCpp() && !file.IsPython()) continue;
    const auto functions = file.IsCpp() ? CppFunctions(file.text) : PythonFunctions(file.text);
    if (!functions) {
      violations.push_back(file.path + ": the braces do not match");
      continue;
    }
    for (const Function& function : *functions) {
      if (function.lines <= kFunctionLines) continue;
      violations.push_back(Place(file, function.line) + ": " + std::to_string(function.lines) +
                           " lines: " + function.head);
    }
  }
  ExpectNone(violations);
}

TEST(Tidy, LinesAreShort) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (!file.IsSource() || file.IsData()) continue;
    std::size_t number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      const std::size_t characters = Characters(line);
      if (characters <= kLineCharacters) continue;
      violations.push_back(Place(file, number) + " has " + std::to_string(characters));
    }
  }
  ExpectNone(violations);
}

TEST(Tidy, WhitespaceIsPlain) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (file.IsData() || file.text.empty()) continue;
    if (!file.text.ends_with('\n')) violations.push_back(file.path + " ends without a newline");
    if (file.text.ends_with("\n\n")) violations.push_back(file.path + " ends with an empty line");
    std::size_t number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      if (line.find_first_of("\t\r") != std::string_view::npos) {
        violations.push_back(Place(file, number) + " has a tab or a carriage return");
      } else if (line.ends_with(' ')) {
        violations.push_back(Place(file, number) + " ends with a space");
      }
    }
  }
  ExpectNone(violations);
}

TEST(Tidy, SourcesBeginWithTheirLicence) {
  constexpr std::string_view kLicence = "// SPDX-License-Identifier: Apache-2.0";
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (file.IsCpp() && Lines(file.text)[0] != kLicence) violations.push_back(file.path);
  }
  ExpectNone(violations);
}

TEST(Tidy, HeadersSayWhatTheyAre) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    if (!file.IsHeader()) continue;
    const std::vector<std::string_view> lines = Lines(file.text);
    if (lines.size() < 3 || lines[1] != "//" || !lines[2].starts_with("// ")) {
      violations.push_back(file.path + " has no comment of its own at the top");
    }
    if (std::find(lines.begin(), lines.end(), "#pragma once") == lines.end()) {
      violations.push_back(file.path + " has no #pragma once");
    }
  }
  ExpectNone(violations);
}

TEST(Tidy, WhatIsLeftToDoHasAnIssue) {
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    // This file holds what it looks for.
    if (file.IsData() || file.IsBeneath("tests/tidy/")) continue;
    for (const std::string_view mark : {"TODO", "FIXME", "XXX", "HACK"}) {
      for (const std::size_t line : FindWord(file.text, mark)) {
        const std::string_view text = Lines(file.text)[line - 1];
        if (text.find("TODO(#") != std::string_view::npos) continue;
        violations.push_back(Place(file, line) + ": " + std::string(text));
      }
    }
  }
  ExpectNone(violations);
}

TEST(Tidy, NoMachineIsNamed) {
  // Put together here, or this file would hold what it looks for.
  std::vector<std::string> needles = {"\"" + std::string("resolved") + "\":"};
  for (const std::string folder : {"home", "root", "tmp", "Users"}) {
    needles.push_back("/" + folder + "/");
  }
  // Where this very tree is checked out, unless that is a folder such as /src that says nothing.
  const std::string here = PORTSIDE_SOURCE_DIR;
  if (std::count(here.begin(), here.end(), '/') > 1) needles.push_back(here);
  std::vector<std::string> violations;
  for (const SourceFile& file : ReadTree()) {
    for (const std::string& needle : needles) {
      for (const std::size_t line : FindWord(file.text, needle)) {
        violations.push_back(Place(file, line) + " has " + needle);
      }
    }
  }
  ExpectNone(violations);
}

}  // namespace
}  // namespace portside::tidy
