// SPDX-License-Identifier: Apache-2.0
//
// Beneath: opens paths that cannot leave a folder. No symbolic link is followed anywhere on the
// way, so a link that somebody puts into a bucket shows nothing of the machine. The kernel does
// the walk (openat2); where it cannot, because it is old or a sandbox forbids the call, the same
// walk is made step by step.

#pragma once

#include <string>

#include "objects/file.h"

namespace portside {

class Beneath {
 public:
  enum class Walk { kKernel, kByHand };

  // `root` stays the caller's and must outlive this.
  explicit Beneath(int root);
  Beneath(int root, Walk walk) : root_(root), walk_(walk) {}

  // `path` is relative and has no empty, `.` or `..` segment. An invalid descriptor with errno set
  // where it cannot be opened; ELOOP where a symbolic link is in the way.
  [[nodiscard]] UniqueFd Open(const std::string& path, int flags) const;
  [[nodiscard]] Walk walk() const { return walk_; }
  [[nodiscard]] int root() const { return root_; }

 private:
  [[nodiscard]] UniqueFd OpenByHand(const std::string& path, int flags) const;

  int root_;
  Walk walk_;
};

}  // namespace portside
