// SPDX-License-Identifier: Apache-2.0
//
// HiddenFolder: the half of the store that nobody is meant to look at, <data>/.portside:
//
//   lock                                  held while a Portside uses the folder
//   tmp/                                  staging files; emptied at start
//   trash/                                folders that are being deleted (trash.h)
//   s3/<bucket>/bucket.json               owner, region, creation, tags
//   s3/<bucket>/meta/<2 hex>/<hash>.json  sidecars
//   s3/<bucket>/odd/<2 hex>/<hash>        bodies of keys that cannot be plain files
//   s3/<bucket>/mpu/<upload id>/          multipart uploads under way
//
// <hash> is the SHA-256 of the key in hexadecimal. Not locked; see ObjectFolder.

#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "objects/file.h"
#include "objects/sidecar.h"
#include "objects/staged_file.h"
#include "objects/trash.h"
#include "portside/objects/object_store.h"

namespace portside {

class HiddenFolder {
 public:
  // `root` is the open folder .portside. Throws where another process holds the lock.
  explicit HiddenFolder(UniqueFd root);

  // A new staging file; errno where there is no room.
  [[nodiscard]] Expected<StagedFile, int> Stage() const;
  // The same in another folder, for what is to stay on that folder's file system.
  [[nodiscard]] Expected<StagedFile, int> StageIn(UniqueFd folder) const;
  // Writes a small file of this folder as a whole, replacing what was there. 0, or the errno of a
  // full disk.
  [[nodiscard]] int WriteFile(const std::string& path, std::string_view text) const;

  [[nodiscard]] std::optional<Bucket> ReadBucket(const std::string& bucket) const;
  // The same of a file elsewhere in this folder.
  [[nodiscard]] std::optional<Bucket> ReadBucketAt(const std::string& path) const;
  [[nodiscard]] int WriteBucketAt(const std::string& path, const Bucket& bucket) const;
  [[nodiscard]] int WriteBucket(const Bucket& bucket) const;
  void RemoveBucket(const std::string& bucket) const;
  void Clear() const;
  // Removes a folder, of whatever size, at once: its files are deleted later. `folder`/`path` is of
  // Portside's own making.
  void Discard(int folder, const std::string& path) const;
  [[nodiscard]] Trash& trash() const { return trash_; }

  [[nodiscard]] std::optional<Sidecar> ReadSidecar(const std::string& bucket,
                                                   const std::string& key) const;
  // `fresh`: there is no body yet that an older sidecar could belong to. 0 or errno.
  [[nodiscard]] int WriteSidecar(const std::string& bucket, const Sidecar& sidecar,
                                 bool fresh) const;
  void RemoveSidecar(const std::string& bucket, const std::string& key) const;

  [[nodiscard]] UniqueFd OpenOdd(const std::string& bucket, const std::string& key) const;
  [[nodiscard]] std::optional<struct stat> StatOdd(const std::string& bucket,
                                                   const std::string& key) const;
  [[nodiscard]] int PlaceOdd(StagedFile& staged, const std::string& bucket,
                             const std::string& key) const;
  void RemoveOdd(const std::string& bucket, const std::string& key) const;
  // The keys of all odd bodies of all buckets, as (bucket, key).
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> OddKeys() const;

  [[nodiscard]] int root() const { return root_.get(); }
  [[nodiscard]] int staging() const { return staging_.get(); }

 private:
  [[nodiscard]] std::string NextName() const;

  UniqueFd root_;
  UniqueFd lock_;
  UniqueFd staging_;
  mutable Trash trash_;
  mutable std::atomic<std::uint64_t> next_name_{0};
};

// Renames into `path` of `folder`, making its folders when they are missing. 0 or errno.
[[nodiscard]] int MoveInto(StagedFile& staged, int folder, const std::string& path);

// Removes a folder of Portside's own and everything in it.
void RemoveTree(int folder, const std::string& path);

}  // namespace portside
