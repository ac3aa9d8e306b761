// SPDX-License-Identifier: Apache-2.0
//
// ReplacedFile: a file that is there as a whole or not at all. It is written beside the one that it
// will replace, and takes its name at the end.

#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "portside/cli/control_client.h"

namespace portside::cli {

class ReplacedFile {
 public:
  static CliResult<ReplacedFile> Open(const std::filesystem::path& path);
  ReplacedFile(ReplacedFile&&) = default;
  ReplacedFile& operator=(ReplacedFile&&) = delete;
  // Without Finish, what was written is removed.
  ~ReplacedFile();

  // False where the disk does not take it; Finish says so.
  bool Write(std::string_view piece);
  CliResult<void> Finish();

 private:
  explicit ReplacedFile(const std::filesystem::path& path);

  std::filesystem::path path_;
  std::filesystem::path beside_;
  std::ofstream stream_;
};

}  // namespace portside::cli
