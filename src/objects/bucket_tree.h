// SPDX-License-Identifier: Apache-2.0
//
// BucketTree: the visible half of the store, <data>/s3/<bucket>/<key>. Folders under s3/ are
// buckets, whoever made them; regular files in them are objects. All keys here are plain.
//
// Thread safe: every call is its own walk over the file system. Whoever needs a file and its
// sidecar to fit holds ObjectFolder's lock.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "objects/beneath.h"
#include "objects/staged_file.h"
#include "objects/tree_walk.h"

namespace portside {

class BucketTree {
 public:
  // `root` is the open folder s3/.
  explicit BucketTree(UniqueFd root);
  BucketTree(const BucketTree&) = delete;
  BucketTree& operator=(const BucketTree&) = delete;

  [[nodiscard]] std::vector<std::string> Buckets() const;  // sorted, valid names only
  [[nodiscard]] std::optional<struct stat> FindBucket(const std::string& bucket) const;
  // When the folder was made, as far as the file system knows.
  [[nodiscard]] Timestamp BucketCreatedAt(const std::string& bucket) const;
  void MakeBucket(const std::string& bucket);
  // Removes the folder and the empty folders in it. False: something is left that is no object.
  [[nodiscard]] bool RemoveBucket(const std::string& bucket);
  // Removes whatever is there; of one bucket.
  void Clear();
  void ClearBucket(const std::string& bucket);

  // A regular file open for reading; an invalid descriptor where there is none.
  [[nodiscard]] UniqueFd Open(const std::string& bucket, const std::string& key) const;
  // The same without opening: for keys that a walk has just found.
  [[nodiscard]] std::optional<struct stat> Stat(const std::string& bucket,
                                                const std::string& key) const;
  // Moves a staged file to its place, making folders as needed. 0 or the errno of what is in the
  // way; ENOENT: the bucket is gone.
  [[nodiscard]] int Place(StagedFile& staged, const std::string& bucket,
                          const std::string& key) const;
  // True where there was such a file.
  bool Remove(const std::string& bucket, const std::string& key) const;
  // Makes the folder of a key that ends with a slash, if it can be made.
  void MakeFolder(const std::string& bucket, const std::string& key) const;
  // Removes the empty folders that the key stood in, up to one that `keep` holds back.
  void Prune(const std::string& bucket, const std::string& key,
             const std::function<bool(const std::string& folder_key)>& keep) const;

  [[nodiscard]] int root() const { return root_.get(); }
  [[nodiscard]] const FolderLister& lister() const { return lister_; }
  // On a file system that takes "A" for "a", names are compared with the folder's listing too.
  void SetCaseInsensitive(bool insensitive) { case_insensitive_ = insensitive; }

 private:
  enum class Spelling { kExact, kMissing, kClash };
  [[nodiscard]] Spelling SpellingOf(const std::string& bucket, const std::string& key) const;
  [[nodiscard]] bool IsMisspelt(const std::string& bucket, const std::string& key) const;
  [[nodiscard]] UniqueFd OpenParent(const std::string& bucket, const std::string& key) const;
  [[nodiscard]] int MakeParents(const std::string& bucket, const std::string& key) const;

  UniqueFd root_;
  Beneath beneath_;
  FolderLister lister_;
  bool case_insensitive_ = false;
};

}  // namespace portside
