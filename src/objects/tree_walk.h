// SPDX-License-Identifier: Apache-2.0
//
// FolderLister and TreeWalk: the plain keys of a bucket in byte order of whole keys, read from its
// folders and only from those that a question needs.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "objects/beneath.h"
#include "objects/generation_cache.h"

namespace portside {

// The entries of one folder that can be parts of plain keys, folders with a slash behind, sorted:
// in this order, the keys beneath the entries are sorted too ("a-b" < "a/" < "a0").
using FolderListing = std::shared_ptr<const std::vector<std::string>>;

// Lists folders, and remembers a listing for as long as the folder's time stamp stays. Thread safe.
class FolderLister {
 public:
  explicit FolderLister(const Beneath& beneath);
  // `path` beneath the root of all buckets, without a slash at its end. Empty where there is none.
  [[nodiscard]] FolderListing List(const std::string& path) const;

 private:
  struct Cached {
    std::uint64_t inode;
    std::int64_t changed_ns;
    FolderListing listing;
    std::uint64_t reading;
    bool is_settled;  // else it is good only for whom it was read (haste.h)
  };
  const Beneath& beneath_;
  mutable GenerationCache<Cached> cache_;
};

// One walk over one bucket. Works on what it finds when it looks; files that come and go
// meanwhile are seen or not.
class TreeWalk {
 public:
  TreeWalk(const FolderLister& lister, std::string bucket);

  // The first key not less than `at_least`. Cheapest when asked in growing order.
  std::optional<std::string> Next(const std::string& at_least);

 private:
  struct Frame {
    std::string prefix;  // "" or "a/b/": the keys of this folder begin with it
    FolderListing listing;
    std::size_t at = 0;
  };
  void Push(std::string prefix);
  // Moves the top frame to its first entry that can hold a key >= at_least.
  void Seek(const std::string& at_least);

  const FolderLister& lister_;
  std::string bucket_;
  std::vector<Frame> frames_;
};

}  // namespace portside
