// SPDX-License-Identifier: Apache-2.0

#include "objects/trash.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "portside/base/log.h"

namespace portside {
namespace {

constexpr const char* kFolder = "trash";

}  // namespace

Trash::Trash(int root) {
  MakeFolders(root, kFolder);
  folder_ = OpenFolder(root, kFolder);
  if (!folder_.valid()) ThrowErrno(errno, "Opening the folder for what is thrown away failed");
  const auto left = ReadFolder(folder_.get(), /*everything=*/true);
  if (!left || left->empty()) return;
  has_more_ = true;
  thread_ = std::thread([this] { Run(); });
}

Trash::~Trash() {
  is_ending_ = true;
  {
    const std::lock_guard lock(mutex_);
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

bool Trash::Take(int folder, const std::string& path) {
  for (;;) {
    const std::string name = std::to_string(next_name_.fetch_add(1));
    const int moved =
        renameat2(folder, path.c_str(), folder_.get(), name.c_str(), RENAME_NOREPLACE);
    if (moved == 0) break;
    // Of a former process, and not deleted yet.
    if (errno == EEXIST) continue;
    // A file system that cannot promise that: an empty folder or nothing is all it replaces.
    if (errno != EINVAL || renameat(folder, path.c_str(), folder_.get(), name.c_str()) != 0) {
      return false;
    }
    break;
  }
  const std::lock_guard lock(mutex_);
  has_more_ = true;
  // Most processes never throw anything away.
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  changed_.notify_one();
  return true;
}

void Trash::Run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    changed_.wait(lock, [this] { return has_more_ || is_ending_; });
    has_more_ = false;
    lock.unlock();
    Empty();
    lock.lock();
  }
}

void Trash::Empty() {
  try {
    RemoveContents(folder_.get(), [this] { return !is_ending_; });
  } catch (const std::exception& broken) {
    log::Error("what was thrown away could not be deleted",
               {{"reason", std::string_view(broken.what())}});
  }
}

}  // namespace portside
