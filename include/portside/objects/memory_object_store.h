// SPDX-License-Identifier: Apache-2.0
//
// MemoryObjectStore: objects in memory, for unit tests and for a run that keeps nothing. Behaves
// as DirectoryObjectStore does; one suite tests both.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "portside/base/clock.h"
#include "portside/objects/object_store.h"

namespace portside {

class MemoryObjectStore final : public ObjectStore {
 public:
  explicit MemoryObjectStore(const Clock& clock) : clock_(clock) {}

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

 private:
  class Reader;
  class Writer;
  class Join;
  using Bytes = std::shared_ptr<const std::string>;
  struct Object {
    ObjectInfo info;
    Bytes bytes;
  };
  struct UploadUnderWay {
    Upload upload;
    std::map<int, std::pair<ObjectPart, Bytes>> parts;
  };
  struct Contents {
    Bucket bucket;
    std::map<std::string, Object> objects;
    std::map<std::string, UploadUnderWay> uploads;  // by id
  };
  using Buckets = std::map<std::string, Contents, std::less<>>;

  // Moves the buckets of the scope out of the store.
  Buckets TakeLocked(const BucketScope& scope);
  ObjectResult<Contents*> FindLocked(std::string_view bucket) const;
  ObjectResult<Object*> FindLocked(std::string_view bucket, std::string_view key) const;
  ObjectResult<UploadUnderWay*> FindLocked(std::string_view bucket, std::string_view key,
                                           std::string_view id) const;
  ObjectResult<ObjectInfo> JoinParts(std::string_view bucket, std::string_view key,
                                     std::string_view id, UploadCompletion completion);
  ObjectResult<ObjectInfo> Commit(const Writer& writer, std::string bytes, std::string etag);

  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable Buckets buckets_;
  std::map<std::string, Buckets> snapshots_;  // they share their bytes
};

}  // namespace portside
