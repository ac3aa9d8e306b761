// SPDX-License-Identifier: Apache-2.0

#include "server/data_directory.h"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

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
    std::filesystem::create_directories(path_, error);
    if (error) {
      throw std::runtime_error("cannot make the data directory " + path_.string() + ": " +
                               error.message());
    }
    path_ = std::filesystem::canonical(path_);
  }
}

DataDirectory::~DataDirectory() {
  if (!ephemeral_) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace portside
