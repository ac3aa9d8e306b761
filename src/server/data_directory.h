// SPDX-License-Identifier: Apache-2.0
//
// DataDirectory: the directory of one running server: made if it is missing, removed at the end
// where it is ephemeral. The object store in it refuses a second server.

#pragma once

#include <filesystem>

#include "portside/server/config.h"

namespace portside {

class DataDirectory {
 public:
  // std::runtime_error with one sentence where the directory cannot be had.
  explicit DataDirectory(const Config& config);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool ephemeral_;
};

}  // namespace portside
