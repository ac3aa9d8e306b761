// SPDX-License-Identifier: Apache-2.0
//
// StagedFile: a file under construction in a hidden place. It becomes visible as a whole, by a
// rename, or not at all.

#pragma once

#include <string>

#include "objects/file.h"
#include "portside/base/result.h"

namespace portside {

class StagedFile {
 public:
  // An empty file called `name` in the folder, which must outlive this. An errno value where the
  // disk has no room for it.
  static Expected<StagedFile, int> Create(int folder, std::string name);
  // The same, keeping the folder open itself.
  static Expected<StagedFile, int> Create(UniqueFd folder, std::string name);
  ~StagedFile();
  StagedFile(StagedFile&& other) noexcept;
  StagedFile& operator=(StagedFile&&) = delete;

  [[nodiscard]] int descriptor() const { return file_.get(); }
  [[nodiscard]] struct stat Status() const;
  // Renames it; 0 or errno. Only after 0 does this let go of it.
  [[nodiscard]] int MoveTo(int folder, const std::string& name);

 private:
  StagedFile(int folder, std::string name, UniqueFd file)
      : folder_(folder), name_(std::move(name)), file_(std::move(file)) {}

  int folder_;
  std::string name_;  // empty once it was moved
  UniqueFd file_;
  UniqueFd own_folder_;
};

}  // namespace portside
