// SPDX-License-Identifier: Apache-2.0
//
// ObjectFolder: objects as files with sidecars: where a body is, which record is its, how one
// replaces another. DirectoryObjectStore adds buckets and uploads.
//
// Thread safe. One lock keeps each body and its record together: readers hold it shared while they
// open the two, writers alone while they put both in place. Bytes are staged, hashed and read
// without it.

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>

#include "objects/bucket_tree.h"
#include "objects/generation_cache.h"
#include "objects/hidden_folder.h"
#include "objects/sidecar.h"
#include "portside/base/clock.h"
#include "portside/objects/object_store.h"

namespace portside {

class ObjectFolder {
 public:
  ObjectFolder(const std::filesystem::path& data_dir, const Clock& clock);

  struct Opened {
    UniqueFd file;
    RecordPtr record;
  };
  // Nothing where there is no such object. Reads a file that a person dropped in for its ETag.
  std::optional<Opened> Open(const std::string& bucket, const std::string& key);

  // Where a new body of `key` is to be staged; errno where there is no room.
  Expected<StagedFile, int> Stage(const std::string& bucket, const std::string& key) const;
  ObjectResult<ObjectInfo> Commit(StagedFile& staged, const std::string& bucket,
                                  const std::string& key, const std::string& etag,
                                  const ObjectAttributes& attributes);
  bool Remove(const std::string& bucket, const std::string& key);
  // False where there is no such object.
  ObjectResult<bool> ChangeAttributes(const std::string& bucket, const std::string& key,
                                      const std::function<void(ObjectAttributes&)>& change);
  ListPage List(const std::string& bucket, const ListQuery& query);
  // No object at all, plain or odd. Call with the lock held.
  [[nodiscard]] bool IsEmptyLocked(const std::string& bucket) const;
  void ForgetBucketLocked(const std::string& bucket);
  // The bucket with everything in it, or everything that is in the store. Gone at once; the files
  // are deleted later, but for those of a bucket that is a mount.
  void DiscardBucketLocked(const std::string& bucket);
  void DiscardEverythingLocked();
  // Files were put in place past this: forgets what was known of them.
  void ReloadLocked();
  [[nodiscard]] std::uint64_t CountLocked(const std::string& bucket) const;

  [[nodiscard]] std::shared_mutex& mutex() { return mutex_; }
  [[nodiscard]] BucketTree& tree() { return tree_; }
  [[nodiscard]] const HiddenFolder& hidden() const { return hidden_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

 private:
  struct Found {
    UniqueFd file;
    struct stat status {};
    RecordPtr record;                // null: nobody has described this file yet
    std::optional<Sidecar> sidecar;  // read where the cache did not know
  };
  std::optional<Found> FindLocked(const std::string& bucket, const std::string& key);
  std::optional<struct stat> StatLocked(const std::string& bucket, const std::string& key) const;
  RecordPtr KnownRecord(const std::string& bucket, const std::string& key,
                        const struct stat& status, std::optional<Sidecar>& sidecar);
  // The same for listings, which pass by more objects than the cache holds and would leave it with
  // the last ones.
  RecordPtr PassedRecord(const std::string& bucket, const std::string& key,
                         const struct stat& status);
  RecordPtr FreshRecord(const std::string& bucket, const std::string& key,
                        const struct stat& status);
  RecordPtr Describe(const std::string& bucket, const std::string& key, const Found& found);
  Expected<RecordPtr, int> CommitLocked(StagedFile& staged, const std::string& bucket,
                                        const std::string& key, const std::string& etag,
                                        const ObjectAttributes& attributes, bool may_be_plain);
  int PlaceLocked(StagedFile& staged, const std::string& bucket, const std::string& key,
                  bool may_be_plain);
  int PlaceOddLocked(StagedFile& staged, const std::string& bucket, const std::string& key);
  int PutRecordLocked(const std::string& bucket, const std::string& key, const RecordPtr& record,
                      const RecordPtr& former);
  bool HasOddLocked(const std::string& bucket, const std::string& key) const;
  std::optional<std::string> NextOdd(const std::string& bucket, const std::string& at_least);
  std::optional<ObjectInfo> InfoFor(const std::string& bucket, const std::string& key, bool etag,
                                    std::uint64_t& hashed);

  const Clock& clock_;
  HiddenFolder hidden_;
  BucketTree tree_;
  dev_t device_;  // of the staging folder
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::set<std::string>> odd_;  // by bucket
  GenerationCache<RecordPtr> records_;
  // Of files too young to be remembered: for whom they were read (haste.h).
  struct Fresh {
    RecordPtr record;
    std::uint64_t reading;
  };
  static constexpr std::size_t kFresh = 1000;  // a page
  GenerationCache<Fresh> fresh_{kFresh};
};

}  // namespace portside
