// SPDX-License-Identifier: Apache-2.0
//
// DataDirectory: the directory of one running server: made if it is missing, removed at the end
// where it is ephemeral. A start that fails leaves nothing in a directory that was not there, or
// empty, before it. The object store in it refuses a second server.

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

  // Nobody else uses it: what comes into it now is of this start.
  void Claim() { is_claimed_ = true; }
  // The start has not failed: what is in it stays.
  void Keep() { is_fresh_ = false; }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool ephemeral_;
  bool is_made_ = false;   // by this start
  bool is_fresh_ = false;  // there was nothing in it, and the start is not over yet
  bool is_claimed_ = false;
};

}  // namespace portside
