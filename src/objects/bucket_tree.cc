// SPDX-License-Identifier: Apache-2.0

#include "objects/bucket_tree.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "objects/key_mapping.h"
#include "portside/base/limits.h"
#include "portside/objects/object_store.h"

namespace portside {
namespace {

constexpr int kFolderFlags = O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;

// "a/b/c" -> "a/b"; "" where it has no slash.
std::string ParentOf(const std::string& key) {
  const std::size_t slash = key.rfind('/');
  return slash == std::string::npos ? std::string() : key.substr(0, slash);
}

std::string LeafOf(const std::string& key) {
  const std::size_t slash = key.rfind('/');
  return slash == std::string::npos ? key : key.substr(slash + 1);
}

// Removes a folder whose only contents are folders of the same sort. Stops at the first thing that
// is not: nothing of a person's is ever removed here.
bool RemoveEmptyFolders(int parent, const std::string& name, std::size_t depth) {
  {
    const UniqueFd folder = OpenFolder(parent, name);
    if (!folder.valid() || depth > limits::kObjectKeyBytes) return false;
    const std::optional<std::vector<std::string>> entries = ReadFolder(folder.get());
    for (const std::string& entry : entries.value_or(std::vector<std::string>())) {
      if (entry.ends_with('/')) {
        if (!RemoveEmptyFolders(folder.get(), entry.substr(0, entry.size() - 1), depth + 1)) {
          return false;
        }
      } else if (IsStagingName(entry)) {
        unlinkat(folder.get(), entry.c_str(), 0);
      }
    }
  }
  return unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0;
}

}  // namespace

BucketTree::BucketTree(UniqueFd root)
    : root_(std::move(root)), beneath_(root_.get()), lister_(beneath_) {}

std::vector<std::string> BucketTree::Buckets() const {
  std::vector<std::string> buckets;
  for (std::string& entry : ReadFolder(root_.get()).value_or(std::vector<std::string>())) {
    if (!entry.ends_with('/')) continue;
    entry.pop_back();
    if (IsValidBucketName(entry)) buckets.push_back(std::move(entry));
  }
  std::sort(buckets.begin(), buckets.end());
  return buckets;
}

std::optional<struct stat> BucketTree::FindBucket(const std::string& bucket) const {
  struct stat status {};
  if (!IsValidBucketName(bucket)) return std::nullopt;
  if (fstatat(root_.get(), bucket.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  if (!S_ISDIR(status.st_mode)) return std::nullopt;
  return status;
}

Timestamp BucketTree::BucketCreatedAt(const std::string& bucket) const {
  struct statx status {};
  if (statx(root_.get(), bucket.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BTIME | STATX_MTIME, &status) !=
      0) {
    return Timestamp();
  }
  const bool has_birth = (status.stx_mask & STATX_BTIME) != 0;
  const auto& time = has_birth ? status.stx_btime : status.stx_mtime;
  return Timestamp(std::chrono::seconds(time.tv_sec));
}

void BucketTree::MakeBucket(const std::string& bucket) {
  if (mkdirat(root_.get(), bucket.c_str(), 0777) != 0) {
    ThrowErrno(errno, "Creating the folder of the bucket " + bucket + " failed");
  }
}

bool BucketTree::RemoveBucket(const std::string& bucket) {
  return RemoveEmptyFolders(root_.get(), bucket, 0);
}

void BucketTree::Clear() { RemoveContents(root_.get()); }

void BucketTree::ClearBucket(const std::string& bucket) {
  if (const UniqueFd folder = OpenFolder(root_.get(), bucket); folder.valid()) {
    RemoveContents(folder.get());
  }
  unlinkat(root_.get(), bucket.c_str(), AT_REMOVEDIR);
}

BucketTree::Spelling BucketTree::SpellingOf(const std::string& bucket,
                                            const std::string& key) const {
  std::string folder = bucket;
  for (std::size_t begin = 0;;) {
    const std::size_t slash = key.find('/', begin);
    const std::string segment = key.substr(begin, slash - begin);
    const FolderListing listing = lister_.List(folder);
    const auto has = [&listing](const std::string& entry) {
      return std::binary_search(listing->begin(), listing->end(), entry);
    };
    const std::string path = folder + "/" + segment;
    if (!has(segment) && !has(segment + "/")) {
      struct stat status {};
      const bool other = fstatat(root_.get(), path.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
      return other ? Spelling::kClash : Spelling::kMissing;
    }
    if (slash == std::string::npos) return Spelling::kExact;
    folder = path;
    begin = slash + 1;
  }
}

bool BucketTree::IsMisspelt(const std::string& bucket, const std::string& key) const {
  return case_insensitive_ && SpellingOf(bucket, key) == Spelling::kClash;
}

UniqueFd BucketTree::Open(const std::string& bucket, const std::string& key) const {
  // O_NONBLOCK: a pipe that somebody left here must not hold up the program.
  UniqueFd file = beneath_.Open(bucket + "/" + key, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  struct stat status {};
  if (!file.valid()) return file;
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || IsMisspelt(bucket, key)) {
    return UniqueFd();
  }
  return file;
}

std::optional<struct stat> BucketTree::Stat(const std::string& bucket,
                                            const std::string& key) const {
  struct stat status {};
  const std::string path = bucket + "/" + key;
  if (fstatat(root_.get(), path.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  if (!S_ISREG(status.st_mode) || IsMisspelt(bucket, key)) return std::nullopt;
  return status;
}

UniqueFd BucketTree::OpenParent(const std::string& bucket, const std::string& key) const {
  const std::string parent = ParentOf(key);
  return beneath_.Open(parent.empty() ? bucket : bucket + "/" + parent, O_PATH | O_DIRECTORY);
}

int BucketTree::MakeParents(const std::string& bucket, const std::string& key) const {
  UniqueFd folder(openat(root_.get(), bucket.c_str(), kFolderFlags));
  if (!folder.valid()) return errno;
  std::size_t begin = 0;
  for (std::size_t slash = key.find('/'); slash != std::string::npos;
       begin = slash + 1, slash = key.find('/', begin)) {
    const std::string segment = key.substr(begin, slash - begin);
    if (mkdirat(folder.get(), segment.c_str(), 0777) != 0 && errno != EEXIST) return errno;
    UniqueFd next(openat(folder.get(), segment.c_str(), kFolderFlags));
    if (!next.valid()) return errno;
    folder = std::move(next);
  }
  return 0;
}

int BucketTree::Place(StagedFile& staged, const std::string& bucket, const std::string& key) const {
  if (IsMisspelt(bucket, key)) return EEXIST;
  const std::string leaf = LeafOf(key);
  // Others may remove an emptied parent between our making it and our moving into it.
  for (int attempt = 0; attempt < limits::kPlaceAttempts; ++attempt) {
    const UniqueFd parent = OpenParent(bucket, key);
    int error = parent.valid() ? staged.MoveTo(parent.get(), leaf) : errno;
    if (error != ENOENT) return error;
    if (!FindBucket(bucket)) return ENOENT;
    error = MakeParents(bucket, key);
    if (error != 0 && error != ENOENT) return error;
  }
  return ENOENT;
}

bool BucketTree::Remove(const std::string& bucket, const std::string& key) const {
  const UniqueFd parent = OpenParent(bucket, key);
  const std::string leaf = LeafOf(key);
  struct stat status {};
  if (!parent.valid() || fstatat(parent.get(), leaf.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISREG(status.st_mode) || IsMisspelt(bucket, key)) {
    return false;
  }
  if (unlinkat(parent.get(), leaf.c_str(), 0) == 0) return true;
  if (errno == ENOENT) return false;
  ThrowErrno(errno, "Removing an object of the bucket " + bucket + " failed");
}

void BucketTree::MakeFolder(const std::string& bucket, const std::string& key) const {
  // Without the folder the object is as good: it is only less to look at.
  if (!IsMisspelt(bucket, ParentOf(key))) (void)MakeParents(bucket, key);
}

void BucketTree::Prune(const std::string& bucket, const std::string& key,
                       const std::function<bool(const std::string&)>& keep) const {
  for (std::string folder = ParentOf(key); !folder.empty(); folder = ParentOf(folder)) {
    if (keep(folder + "/")) return;
    const UniqueFd parent = OpenParent(bucket, folder);
    if (!parent.valid()) continue;
    if (unlinkat(parent.get(), LeafOf(folder).c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT) {
      return;
    }
  }
}

}  // namespace portside
