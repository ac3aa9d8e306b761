// SPDX-License-Identifier: Apache-2.0

#include "objects/staged_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace portside {

Expected<StagedFile, int> StagedFile::Create(int folder, std::string name) {
  UniqueFd file(openat(folder, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.valid()) return StagedFile(folder, std::move(name), std::move(file));
  if (IsNoSpace(errno)) return Fail(int{errno});
  ThrowErrno(errno, "Creating the staging file " + name + " failed");
}

Expected<StagedFile, int> StagedFile::Create(UniqueFd folder, std::string name) {
  Expected<StagedFile, int> staged = Create(folder.get(), std::move(name));
  if (staged) staged->own_folder_ = std::move(folder);
  return staged;
}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : folder_(other.folder_),
      name_(std::exchange(other.name_, std::string())),
      file_(std::move(other.file_)),
      own_folder_(std::move(other.own_folder_)) {}

StagedFile::~StagedFile() {
  if (!name_.empty()) unlinkat(folder_, name_.c_str(), 0);
}

struct stat StagedFile::Status() const {
  struct stat status {};
  if (fstat(file_.get(), &status) != 0) ThrowErrno(errno, "Reading a staging file's status failed");
  return status;
}

int StagedFile::MoveTo(int folder, const std::string& name) {
  if (renameat(folder_, name_.c_str(), folder, name.c_str()) != 0) return errno;
  name_.clear();
  return 0;
}

}  // namespace portside
