// SPDX-License-Identifier: Apache-2.0

#include "objects/tree_walk.h"

#include <fcntl.h>

#include <algorithm>

#include "objects/key_mapping.h"
#include "portside/base/limits.h"
#include "portside/objects/haste.h"

namespace portside {
namespace {

constexpr std::uint64_t kFolderBytes = 4096;

bool CanBePartOfKey(std::string_view entry) {
  if (entry.ends_with('/')) entry.remove_suffix(1);
  return IsPlainSegment(entry);
}

FolderListing Read(const UniqueFd& folder) {
  std::vector<std::string> entries = ReadFolder(folder.get()).value_or(std::vector<std::string>());
  std::erase_if(entries, [](const std::string& entry) { return !CanBePartOfKey(entry); });
  std::sort(entries.begin(), entries.end());
  return std::make_shared<const std::vector<std::string>>(std::move(entries));
}

}  // namespace

FolderLister::FolderLister(const Beneath& beneath)
    : beneath_(beneath), cache_(limits::kCachedNames) {}

FolderListing FolderLister::List(const std::string& path) const {
  static const FolderListing kNothing = std::make_shared<const std::vector<std::string>>();
  const UniqueFd folder = beneath_.Open(path, O_RDONLY | O_DIRECTORY);
  struct stat status {};
  if (!folder.valid() || fstat(folder.get(), &status) != 0) return kNothing;

  const auto inode = static_cast<std::uint64_t>(status.st_ino);
  const std::int64_t changed_ns = ChangedNanoseconds(status);
  if (const std::optional<Cached> cached = cache_.Find(path)) {
    const auto since = ReadAsideSince();
    const bool is_good = cached->is_settled || (since && cached->reading >= *since);
    if (is_good && cached->inode == inode && cached->changed_ns == changed_ns) {
      return cached->listing;
    }
  }
  // File systems give a folder about the size of its names; one that says nothing has some.
  SpendInHaste(std::max<std::uint64_t>(static_cast<std::uint64_t>(status.st_size), kFolderBytes));
  // Asked before reading: a change during the reading then shows in the time stamp.
  const bool settled = IsSettled(changed_ns);
  const std::uint64_t reading = NextReading();
  FolderListing listing = Read(folder);
  cache_.Put(path, {inode, changed_ns, listing, reading, settled}, 1 + listing->size());
  return listing;
}

TreeWalk::TreeWalk(const FolderLister& lister, std::string bucket)
    : lister_(lister), bucket_(std::move(bucket)) {}

void TreeWalk::Push(std::string prefix) {
  std::string path = bucket_;
  if (!prefix.empty()) {
    path += '/';
    path.append(prefix, 0, prefix.size() - 1);
  }
  FolderListing listing = lister_.List(path);
  frames_.push_back({std::move(prefix), std::move(listing), 0});
}

void TreeWalk::Seek(const std::string& at_least) {
  Frame& frame = frames_.back();
  if (at_least <= frame.prefix) return;
  const std::string_view rest = std::string_view(at_least).substr(frame.prefix.size());
  const auto begin = frame.listing->begin() + static_cast<std::ptrdiff_t>(frame.at);
  auto at = std::lower_bound(begin, frame.listing->end(), rest);
  // The folder that `rest` leads into stands before it in this order.
  if (at != frame.listing->begin()) {
    const std::string& before = *std::prev(at);
    if (before.ends_with('/') && rest.starts_with(before)) --at;
  }
  frame.at = static_cast<std::size_t>(at - frame.listing->begin());
}

std::optional<std::string> TreeWalk::Next(const std::string& at_least) {
  while (!frames_.empty() && !at_least.starts_with(frames_.back().prefix)) frames_.pop_back();
  if (frames_.empty()) Push("");
  Seek(at_least);

  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    if (frame.at == frame.listing->size()) {
      frames_.pop_back();
      if (!frames_.empty()) ++frames_.back().at;
      continue;
    }
    std::string key = frame.prefix + (*frame.listing)[frame.at];
    if (key.size() > limits::kObjectKeyBytes) {
      ++frame.at;
    } else if (key.ends_with('/')) {
      Push(std::move(key));
      Seek(at_least);
    } else {
      return key;
    }
  }
  return std::nullopt;
}

}  // namespace portside
