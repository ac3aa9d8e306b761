// SPDX-License-Identifier: Apache-2.0
//
// Trash: where folders with perhaps very many files go. What is thrown here is gone from its place
// at once, by one rename; its files are deleted by a thread of the trash's own, which nobody waits
// for. What a process leaves, the next one deletes.
//
// Thread safe.

#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "objects/file.h"

namespace portside {

class Trash {
 public:
  // `root` is the open folder .portside, in which trash/ is made. It must outlive this.
  explicit Trash(int root);
  // Leaves what is not deleted yet.
  ~Trash();
  Trash(const Trash&) = delete;
  Trash& operator=(const Trash&) = delete;

  // False: it cannot be moved (another disk, a mount), or is not there, and nothing has changed.
  [[nodiscard]] bool Take(int folder, const std::string& path);

 private:
  void Run();
  void Empty();

  UniqueFd folder_;
  std::atomic<std::uint64_t> next_name_{0};
  std::atomic<bool> is_ending_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool has_more_ = false;  // since the thread looked
  std::thread thread_;
};

}  // namespace portside
