// SPDX-License-Identifier: Apache-2.0
//
// The files of the source tree, as the tidy tests look at them: what git knows or would add; where
// git cannot say, everything outside build/, node_modules/ and the data directory.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portside::tidy {

struct SourceFile {
  std::string path;  // from the root of the tree: "src/base/clock.cc"
  std::string text;

  [[nodiscard]] bool IsHeader() const { return path.ends_with(".h"); }
  [[nodiscard]] bool IsCpp() const { return IsHeader() || path.ends_with(".cc"); }
  [[nodiscard]] bool IsPython() const;
  // C++, Python, shell, JavaScript, CMake, YAML, Dockerfile: what people write line by line.
  [[nodiscard]] bool IsSource() const;
  // Bytes that a program wrote or reads as they are: images, golden files, seeds of fuzzers.
  [[nodiscard]] bool IsData() const;
  [[nodiscard]] bool IsBeneath(std::string_view folder) const { return path.starts_with(folder); }
};

// Sorted by path.
std::vector<SourceFile> ReadTree();
// The file of that path; fails the test where there is none.
const SourceFile& FindFile(const std::vector<SourceFile>& tree, std::string_view path);

std::vector<std::string_view> Lines(std::string_view text);
// "src/base/clock.cc:12".
std::string Place(const SourceFile& file, std::size_t line);

// Fails the test with one line for each violation.
void ExpectNone(const std::vector<std::string>& violations);

}  // namespace portside::tidy
