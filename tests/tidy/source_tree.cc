// SPDX-License-Identifier: Apache-2.0

#include "tidy/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace portside::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kForeignFolders[] = {".git",          "build",       "node_modules",
                                                "portside-data", "__pycache__", ".pytest_cache"};

// The names that git gives, zero-terminated; empty where there is no git or no repository.
std::string AskGit(const fs::path& root) {
  const std::string command =
      "git -C '" + root.string() + "' ls-files --cached --others --exclude-standard -z 2>&-";
  const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), pclose);
  std::string names;
  std::array<char, 4096> piece{};
  while (output != nullptr) {
    const std::size_t size = fread(piece.data(), 1, piece.size(), output.get());
    if (size == 0) break;
    names.append(piece.data(), size);
  }
  return names;
}

std::vector<std::string> Walk(const fs::path& root) {
  std::vector<std::string> paths;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::end(at); ++at) {
    const std::string name = at->path().filename();
    const bool foreign = std::find(std::begin(kForeignFolders), std::end(kForeignFolders), name) !=
                         std::end(kForeignFolders);
    if (at->is_directory() && foreign) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file()) {
      paths.push_back(fs::relative(at->path(), root));
    }
  }
  return paths;
}

std::vector<std::string> Names(const fs::path& root) {
  const std::string listed = AskGit(root);
  if (listed.empty()) return Walk(root);
  std::vector<std::string> paths;
  for (std::size_t begin = 0; begin < listed.size();) {
    const std::size_t end = listed.find('\0', begin);
    paths.push_back(listed.substr(begin, end - begin));
    begin = end + 1;
  }
  return paths;
}

bool HasShebang(std::string_view text) { return text.starts_with("#!"); }

}  // namespace

bool SourceFile::IsPython() const {
  return path.ends_with(".py") || (HasShebang(text) && Lines(text)[0].ends_with("python3"));
}

bool SourceFile::IsSource() const {
  for (const std::string_view ending : {".cc", ".h", ".py", ".sh", ".mjs", ".js", ".cmake",
                                        "CMakeLists.txt", ".yaml", "Dockerfile"}) {
    if (path.ends_with(ending)) return true;
  }
  return HasShebang(text);
}

bool SourceFile::IsData() const {
  return IsBeneath("tests/fuzz/corpus/") || (IsBeneath("tests/golden/") && !IsCpp()) ||
         text.find('\0') != std::string::npos;
}

std::vector<SourceFile> ReadTree() {
  const fs::path root = PORTSIDE_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (std::string& path : Names(root)) {
    // Also what git still knows but somebody has removed.
    if (!fs::is_regular_file(root / path)) continue;
    std::ifstream in(root / path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    files.push_back({std::move(path), std::move(text)});
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  EXPECT_GT(files.size(), 100u) << "this is not the source tree: " << root;
  return files;
}

const SourceFile& FindFile(const std::vector<SourceFile>& tree, std::string_view path) {
  static const SourceFile kNone;
  const auto found = std::find_if(tree.begin(), tree.end(),
                                  [path](const SourceFile& file) { return file.path == path; });
  if (found != tree.end()) return *found;
  ADD_FAILURE() << path << " is missing";
  return kNone;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string Place(const SourceFile& file, std::size_t line) {
  return file.path + ":" + std::to_string(line);
}

void ExpectNone(const std::vector<std::string>& violations) {
  std::string text;
  for (const std::string& violation : violations) text += "\n  " + violation;
  if (violations.empty()) return;
  ADD_FAILURE() << violations.size() << " violations (docs/INVARIANTS.md):" << text;
}

}  // namespace portside::tidy
