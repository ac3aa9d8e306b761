// SPDX-License-Identifier: Apache-2.0

#include "server/data_directory.h"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace portside {
namespace {

std::filesystem::path MakeEphemeral() {
  std::string pattern = std::filesystem::temp_directory_path() / "portside-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary directory " + pattern + ": " +
                             std::strerror(errno));
  }
  return pattern;
}

}  // namespace

DataDirectory::DataDirectory(const Config& config) : ephemeral_(config.ephemeral) {
  if (ephemeral_) {
    path_ = MakeEphemeral();
  } else {
    path_ = config.data_dir;
    std::error_code error;
    is_made_ = std::filesystem::create_directories(path_, error);
    if (error) {
      throw std::runtime_error("cannot make the data directory " + path_.string() + ": " +
                               error.message());
    }
    path_ = std::filesystem::canonical(path_);
    is_fresh_ = std::filesystem::is_empty(path_, error) && !error;
  }
}

DataDirectory::~DataDirectory() {
  std::error_code ignored;
  if (ephemeral_ || (is_fresh_ && is_claimed_ && is_made_)) {
    std::filesystem::remove_all(path_, ignored);
  } else if (is_fresh_ && is_claimed_) {
    // A volume that is mounted, say: it stays, and is as empty as it was.
    std::vector<std::filesystem::path> entries;
    for (std::filesystem::directory_iterator at(path_, ignored), end; !ignored && at != end;
         at.increment(ignored)) {
      entries.push_back(at->path());
    }
    for (const auto& entry : entries) std::filesystem::remove_all(entry, ignored);
  }
}

}  // namespace portside
