// SPDX-License-Identifier: Apache-2.0
//
// DirectoryObjectStore: objects as plain files under a data directory, <data>/s3/<bucket>/<key>.
// A person may look at them, drop files in (they are objects at once), make a folder under s3/
// (it is a bucket at once) and take them away again. What a file cannot say is kept beside, in
// <data>/.portside. docs/STORAGE.md describes the layout.
//
// What was acknowledged survives kill -9; what was not leaves nothing visible. One process at a
// time uses a data directory.

#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "portside/base/clock.h"
#include "portside/objects/object_store.h"

namespace portside {

class DirectoryObjectStore final : public ObjectStore {
 public:
  // Who owns the buckets that a person makes as folders, and where they are.
  struct Options {
    std::string default_account = "000000000000";
    std::string default_region = "us-east-1";
  };

  // Makes the folders that are missing and removes what a killed process left half written.
  // Throws std::runtime_error where the directory cannot be used or another process uses it.
  DirectoryObjectStore(const std::filesystem::path& data_dir, const Clock& clock, Options options);
  ~DirectoryObjectStore() override;

  ObjectResult<Bucket> CreateBucket(const Bucket& bucket) override;
  ObjectResult<Bucket> FindBucket(std::string_view bucket) const override;
  std::vector<Bucket> ListBuckets() const override;
  ObjectResult<void> DeleteBucket(std::string_view bucket) override;
  ObjectResult<void> ChangeBucket(std::string_view bucket,
                                  const std::function<void(Bucket&)>& change) override;

  ObjectResult<std::unique_ptr<ObjectWriter>> Put(std::string_view bucket, std::string_view key,
                                                  ObjectAttributes attributes) override;
  ObjectResult<std::unique_ptr<ObjectReader>> Open(std::string_view bucket,
                                                   std::string_view key) const override;
  ObjectResult<ObjectInfo> Head(std::string_view bucket, std::string_view key) const override;
  ObjectResult<bool> Remove(std::string_view bucket, std::string_view key) override;
  ObjectResult<ListPage> List(std::string_view bucket, const ListQuery& query) const override;
  ObjectResult<void> ChangeAttributes(
      std::string_view bucket, std::string_view key,
      const std::function<void(ObjectAttributes&)>& change) override;

  ObjectResult<Upload> CreateUpload(std::string_view bucket, Upload upload) override;
  ObjectResult<Upload> FindUpload(std::string_view bucket, std::string_view key,
                                  std::string_view id) const override;
  ObjectResult<std::vector<Upload>> ListUploads(std::string_view bucket) const override;
  ObjectResult<std::unique_ptr<ObjectWriter>> PutPart(std::string_view bucket, std::string_view key,
                                                      std::string_view id, int number) override;
  ObjectResult<std::vector<ObjectPart>> ListParts(std::string_view bucket, std::string_view key,
                                                  std::string_view id) const override;
  ObjectResult<std::unique_ptr<UploadJoin>> CompleteUpload(std::string_view bucket,
                                                           std::string_view key,
                                                           std::string_view id,
                                                           UploadCompletion completion) override;
  ObjectResult<void> AbortUpload(std::string_view bucket, std::string_view key,
                                 std::string_view id) override;

  std::uint64_t RemoveBuckets(const BucketScope& scope) override;
  SnapshotResult SaveObjects(const std::string& name, const BucketScope& scope) override;
  SnapshotResult RestoreObjects(const std::string& name, const BucketScope& scope) override;
  void DropObjects(const std::string& name) override;
  SnapshotResult ExportObjects(const std::string& name) override;
  SnapshotResult ImportObjects(const std::string& name) override;

 private:
  struct Parts;
  [[nodiscard]] ObjectError MissingKey(std::string_view bucket, std::string_view key) const;
  // These are for holders of the store's lock: what they remember is not older than a removal.
  [[nodiscard]] Bucket Describe(const std::string& bucket) const;
  [[nodiscard]] std::vector<Bucket> BucketsLocked() const;
  [[nodiscard]] std::vector<Bucket> BucketsOf(const BucketScope& scope) const;

  std::unique_ptr<Parts> parts_;
};

}  // namespace portside
