// SPDX-License-Identifier: Apache-2.0

#include "portside/server/init_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "portside/seed/seed_check.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

// The init files of a directory, in byte order of their names.
std::vector<std::string> FilesOf(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const std::string extension = at->path().extension().string();
    const bool is_init = extension == ".yaml" || extension == ".yml" || extension == ".json";
    std::error_code ignored;
    if (is_init && !at->is_directory(ignored)) names.push_back(at->path().filename().string());
  }
  if (error) throw std::runtime_error(directory + ": cannot be read: " + error.message());
  std::sort(names.begin(), names.end());
  for (std::string& name : names) name = (fs::path(directory) / name).string();
  return names;
}

FileResult<SeedFile> ReadChecked(const std::string& path, const SeedOwner& owner) {
  std::vector<SeedFile> files = {TRY(ReadSeedFile(path, owner))};
  TRY(CheckSeedCalls(files));
  return std::move(files[0]);
}

std::string Counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::vector<SeedFile> ReadInitFiles(const Config& config) {
  std::vector<std::string> paths = config.init;
  if (!config.init_dir.empty()) {
    for (std::string& path : FilesOf(config.init_dir)) paths.push_back(std::move(path));
  }
  std::vector<SeedFile> files;
  for (const std::string& path : paths) {
    FileResult<SeedFile> file = ReadSeedFile(path, {config.account, config.region});
    if (!file) throw std::runtime_error(file.error().Describe());
    files.push_back(std::move(*file));
  }
  if (files.empty()) return files;
  if (const auto checked = CheckSeedCalls(files); !checked) {
    throw std::runtime_error(checked.error().Describe());
  }
  return files;
}

int CheckInit(const InitCheckCommand& command) {
  const Config defaults;
  int status = 0;
  for (const std::string& path : command.files) {
    const auto file = ReadChecked(path, {defaults.account, defaults.region});
    if (!file) {
      std::cerr << file.error().Describe() << '\n';
      status = 1;
      continue;
    }
    std::cout << path << ": ok, " << Counted(file->buckets.size(), "bucket") << ", "
              << Counted(file->objects.size(), "object") << ", "
              << Counted(file->calls.size(), "call") << '\n';
  }
  return status;
}

}  // namespace portside
