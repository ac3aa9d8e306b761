// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/directory_object_store.h"

#include <mutex>
#include <set>
#include <shared_mutex>

#include "objects/generation_cache.h"
#include "objects/object_folder.h"
#include "objects/object_snapshot.h"
#include "objects/portable_objects.h"
#include "objects/staged_writer.h"
#include "objects/upload_folder.h"
#include "portside/base/limits.h"
#include "portside/objects/haste.h"

namespace portside {
namespace {

class FolderReader final : public ObjectReader {
 public:
  FolderReader(std::string_view key, ObjectFolder::Opened opened)
      : info_(ToInfo(key, *opened.record)),
        file_(std::make_shared<SharedFile>(opened.file.Release())) {}

  [[nodiscard]] const ObjectInfo& info() const override { return info_; }
  std::string Read(std::uint64_t offset, std::size_t size) override {
    return ReadAt(file_->descriptor(), offset, size);
  }
  // A small body that is read goes out with the head in one call; a large one is sent by the
  // kernel.
  Body AsBody(std::uint64_t offset, std::uint64_t length) override {
    if (length <= limits::kCopiedBodyBytes) return Read(offset, static_cast<std::size_t>(length));
    return FileBody{file_, offset, length};
  }

 private:
  ObjectInfo info_;
  std::shared_ptr<SharedFile> file_;
};

class FolderWriter final : public StagedWriter {
 public:
  FolderWriter(ObjectFolder& objects, StagedFile staged, std::string bucket, std::string key,
               ObjectAttributes attributes)
      : StagedWriter(std::move(staged), std::move(bucket), std::move(key), std::move(attributes)),
        objects_(objects) {}

  ObjectResult<ObjectInfo> Commit() override {
    return objects_.Commit(staged_, bucket_, key_, Etag(), attributes_);
  }

 private:
  ObjectFolder& objects_;
};

ObjectError ErrorAt(ObjectErrorCode code, std::string_view bucket, std::string_view key = "",
                    std::string detail = "") {
  return {code, std::string(bucket), std::string(key), std::move(detail)};
}

}  // namespace

struct DirectoryObjectStore::Parts {
  Parts(const std::filesystem::path& data_dir, const Clock& clock, Options given)
      : options(std::move(given)), objects(data_dir, clock), uploads(objects) {}

  std::optional<ObjectFolder::Opened> OpenRead(std::string_view bucket, std::string_view key);

  Options options;
  ObjectFolder objects;
  UploadFolder uploads;
  // Only this store writes bucket.json, so what was read once holds. Null: there is none.
  GenerationCache<std::shared_ptr<const Bucket>> buckets{limits::kCachedRecords};
};

DirectoryObjectStore::DirectoryObjectStore(const std::filesystem::path& data_dir,
                                           const Clock& clock, Options options)
    : parts_(std::make_unique<Parts>(data_dir, clock, std::move(options))) {}

DirectoryObjectStore::~DirectoryObjectStore() = default;

ObjectResult<Bucket> DirectoryObjectStore::CreateBucket(const Bucket& bucket) {
  if (!IsValidBucketName(bucket.name)) {
    return Fail(ErrorAt(ObjectErrorCode::kInvalidBucketName, bucket.name));
  }
  const std::unique_lock lock(parts_->objects.mutex());
  BucketTree& tree = parts_->objects.tree();
  if (tree.FindBucket(bucket.name)) {
    return Fail(
        ErrorAt(ObjectErrorCode::kBucketExists, bucket.name, "", Describe(bucket.name).account));
  }
  // Whatever a bucket of this name has left behind, whose folder somebody removed by hand.
  parts_->objects.hidden().RemoveBucket(bucket.name);
  parts_->objects.ForgetBucketLocked(bucket.name);
  parts_->buckets.Erase(bucket.name);
  if (parts_->objects.hidden().WriteBucket(bucket) != 0) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSpace, bucket.name));
  }
  tree.MakeBucket(bucket.name);
  return bucket;
}

Bucket DirectoryObjectStore::Describe(const std::string& bucket) const {
  if (const auto cached = parts_->buckets.Find(bucket); cached && *cached != nullptr) {
    return **cached;
  }
  std::optional<Bucket> stored = parts_->objects.hidden().ReadBucket(bucket);
  if (!stored) {
    stored = Bucket{bucket,
                    parts_->options.default_account,
                    parts_->options.default_region,
                    parts_->objects.tree().BucketCreatedAt(bucket),
                    {}};
  }
  parts_->buckets.Put(bucket, std::make_shared<const Bucket>(*stored));
  return *stored;
}

ObjectResult<Bucket> DirectoryObjectStore::FindBucket(std::string_view bucket) const {
  const std::string name(bucket);
  if (!parts_->objects.tree().FindBucket(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchBucket, bucket));
  }
  if (const auto cached = parts_->buckets.Find(name); cached && *cached != nullptr) {
    return **cached;
  }
  const std::shared_lock lock(parts_->objects.mutex());
  return Describe(name);
}

std::vector<Bucket> DirectoryObjectStore::ListBuckets() const {
  const std::shared_lock lock(parts_->objects.mutex());
  return BucketsLocked();
}

std::vector<Bucket> DirectoryObjectStore::BucketsLocked() const {
  std::vector<Bucket> buckets;
  for (const std::string& name : parts_->objects.tree().Buckets()) {
    buckets.push_back(Describe(name));
  }
  return buckets;
}

ObjectResult<void> DirectoryObjectStore::DeleteBucket(std::string_view bucket) {
  const std::string name(bucket);
  const std::unique_lock lock(parts_->objects.mutex());
  if (!parts_->objects.tree().FindBucket(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchBucket, bucket));
  }
  if (!parts_->objects.IsEmptyLocked(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kBucketNotEmpty, bucket));
  }
  if (!parts_->objects.tree().RemoveBucket(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kBucketNotEmpty, bucket, "",
                        "Its folder holds things that are no objects (links, names that are not "
                        "UTF-8), or is a mount: remove it by hand."));
  }
  parts_->objects.hidden().RemoveBucket(name);
  parts_->objects.ForgetBucketLocked(name);
  parts_->buckets.Erase(name);
  return {};
}

ObjectResult<void> DirectoryObjectStore::ChangeBucket(std::string_view bucket,
                                                      const std::function<void(Bucket&)>& change) {
  const std::string name(bucket);
  const std::unique_lock lock(parts_->objects.mutex());
  if (!parts_->objects.tree().FindBucket(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchBucket, bucket));
  }
  Bucket changed = Describe(name);
  change(changed);
  if (parts_->objects.hidden().WriteBucket(changed) != 0) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSpace, bucket));
  }
  parts_->buckets.Put(changed.name, std::make_shared<const Bucket>(changed));
  return {};
}

// Why a key was not found.
ObjectError DirectoryObjectStore::MissingKey(std::string_view bucket, std::string_view key) const {
  const bool has_bucket = parts_->objects.tree().FindBucket(std::string(bucket)).has_value();
  return ErrorAt(has_bucket ? ObjectErrorCode::kNoSuchKey : ObjectErrorCode::kNoSuchBucket, bucket,
                 key);
}

ObjectResult<std::unique_ptr<ObjectWriter>> DirectoryObjectStore::Put(std::string_view bucket,
                                                                      std::string_view key,
                                                                      ObjectAttributes attributes) {
  const std::string name(bucket);
  if (!parts_->objects.tree().FindBucket(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchBucket, bucket, key));
  }
  if (key.empty() || key.size() > limits::kObjectKeyBytes) {
    return Fail(ErrorAt(ObjectErrorCode::kKeyTooLong, bucket, key));
  }
  Expected<StagedFile, int> staged = parts_->objects.Stage(name, std::string(key));
  if (!staged) return Fail(ErrorAt(ObjectErrorCode::kNoSpace, bucket, key));
  return std::make_unique<FolderWriter>(parts_->objects, std::move(*staged), name, std::string(key),
                                        std::move(attributes));
}

std::optional<ObjectFolder::Opened> DirectoryObjectStore::Parts::OpenRead(std::string_view bucket,
                                                                          std::string_view key) {
  return ReadForHaste([this, bucket = std::string(bucket), key = std::string(key)] {
    return objects.Open(bucket, key);
  });
}

ObjectResult<std::unique_ptr<ObjectReader>> DirectoryObjectStore::Open(std::string_view bucket,
                                                                       std::string_view key) const {
  std::optional<ObjectFolder::Opened> opened = parts_->OpenRead(bucket, key);
  if (!opened) return Fail(MissingKey(bucket, key));
  return std::make_unique<FolderReader>(key, std::move(*opened));
}

ObjectResult<ObjectInfo> DirectoryObjectStore::Head(std::string_view bucket,
                                                    std::string_view key) const {
  const std::optional<ObjectFolder::Opened> opened = parts_->OpenRead(bucket, key);
  if (!opened) return Fail(MissingKey(bucket, key));
  return ToInfo(key, *opened->record);
}

ObjectResult<bool> DirectoryObjectStore::Remove(std::string_view bucket, std::string_view key) {
  if (parts_->objects.Remove(std::string(bucket), std::string(key))) return true;
  const ObjectError missing = MissingKey(bucket, key);
  if (missing.code == ObjectErrorCode::kNoSuchBucket) return Fail(missing);
  return false;
}

ObjectResult<ListPage> DirectoryObjectStore::List(std::string_view bucket,
                                                  const ListQuery& query) const {
  const std::string name(bucket);
  if (!parts_->objects.tree().FindBucket(name)) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchBucket, bucket));
  }
  return ReadForHaste([this, name, query] { return parts_->objects.List(name, query); });
}

ObjectResult<void> DirectoryObjectStore::ChangeAttributes(
    std::string_view bucket, std::string_view key,
    const std::function<void(ObjectAttributes&)>& change) {
  const bool found =
      TRY(parts_->objects.ChangeAttributes(std::string(bucket), std::string(key), change));
  if (!found) return Fail(MissingKey(bucket, key));
  return {};
}

ObjectResult<Upload> DirectoryObjectStore::CreateUpload(std::string_view bucket, Upload upload) {
  TRY(FindBucket(bucket));
  if (upload.key.empty() || upload.key.size() > limits::kObjectKeyBytes) {
    return Fail(ErrorAt(ObjectErrorCode::kKeyTooLong, bucket, upload.key));
  }
  upload.initiated = parts_->objects.clock().Now();
  TRY(parts_->uploads.Create(std::string(bucket), upload));
  return upload;
}

ObjectResult<Upload> DirectoryObjectStore::FindUpload(std::string_view bucket, std::string_view key,
                                                      std::string_view id) const {
  TRY(FindBucket(bucket));
  std::optional<Upload> upload = parts_->uploads.Find(std::string(bucket), key, id);
  if (!upload || key.empty()) return Fail(ErrorAt(ObjectErrorCode::kNoSuchUpload, bucket, key));
  return std::move(*upload);
}

ObjectResult<std::vector<Upload>> DirectoryObjectStore::ListUploads(std::string_view bucket) const {
  TRY(FindBucket(bucket));
  return parts_->uploads.List(std::string(bucket));
}

ObjectResult<std::unique_ptr<ObjectWriter>> DirectoryObjectStore::PutPart(std::string_view bucket,
                                                                          std::string_view key,
                                                                          std::string_view id,
                                                                          int number) {
  TRY(FindUpload(bucket, key, id));
  return parts_->uploads.Put(std::string(bucket), std::string(key), std::string(id), number);
}

ObjectResult<std::vector<ObjectPart>> DirectoryObjectStore::ListParts(std::string_view bucket,
                                                                      std::string_view key,
                                                                      std::string_view id) const {
  TRY(FindUpload(bucket, key, id));
  return parts_->uploads.Parts(std::string(bucket), std::string(id));
}

ObjectResult<std::unique_ptr<UploadJoin>> DirectoryObjectStore::CompleteUpload(
    std::string_view bucket, std::string_view key, std::string_view id,
    UploadCompletion completion) {
  TRY(FindUpload(bucket, key, id));
  return parts_->uploads.Join(std::string(bucket), std::string(key), std::string(id),
                              std::move(completion));
}

ObjectResult<void> DirectoryObjectStore::AbortUpload(std::string_view bucket, std::string_view key,
                                                     std::string_view id) {
  TRY(FindUpload(bucket, key, id));
  parts_->uploads.Remove(std::string(bucket), std::string(id));
  return {};
}

std::vector<Bucket> DirectoryObjectStore::BucketsOf(const BucketScope& scope) const {
  std::vector<Bucket> buckets = BucketsLocked();
  std::erase_if(buckets, [&scope](const Bucket& bucket) { return !scope.Matches(bucket); });
  return buckets;
}

std::uint64_t DirectoryObjectStore::RemoveBuckets(const BucketScope& scope) {
  const std::unique_lock lock(parts_->objects.mutex());
  std::uint64_t objects = 0;
  for (const Bucket& bucket : BucketsOf(scope)) {
    objects += parts_->objects.CountLocked(bucket.name);
    parts_->objects.DiscardBucketLocked(bucket.name);
  }
  if (scope.IsEverything()) parts_->objects.DiscardEverythingLocked();
  parts_->objects.ReloadLocked();
  parts_->buckets.Clear();
  return objects;
}

SnapshotResult DirectoryObjectStore::SaveObjects(const std::string& name,
                                                 const BucketScope& scope) {
  const std::unique_lock lock(parts_->objects.mutex());
  return ObjectSnapshot(parts_->objects, name).Save(BucketsOf(scope));
}

SnapshotResult DirectoryObjectStore::RestoreObjects(const std::string& name,
                                                    const BucketScope& scope) {
  const std::unique_lock lock(parts_->objects.mutex());
  ObjectSnapshot snapshot(parts_->objects, name);
  const auto saved = snapshot.Read();
  if (!saved) return Fail(std::string("The objects of the snapshot are gone."));
  std::set<std::string> names;
  std::uint64_t objects = 0;
  for (const SavedBucket& bucket : *saved) {
    names.insert(bucket.name);
    objects += bucket.objects;
    if (!parts_->objects.tree().FindBucket(bucket.name)) continue;
    const Bucket now = Describe(bucket.name);
    if (!scope.Matches(now)) return Fail(OtherOwner(now));
  }
  TRY(snapshot.Check(*saved));
  for (const Bucket& bucket : BucketsOf(scope)) {
    if (names.contains(bucket.name)) continue;
    parts_->objects.DiscardBucketLocked(bucket.name);
  }
  snapshot.Restore(*saved);
  parts_->objects.ReloadLocked();
  parts_->buckets.Clear();
  return objects;
}

void DirectoryObjectStore::DropObjects(const std::string& name) {
  parts_->objects.hidden().Discard(parts_->objects.hidden().root(), name);
}

SnapshotResult DirectoryObjectStore::ExportObjects(const std::string& name) {
  return PortableObjects(parts_->objects.hidden(), name).Export();
}

SnapshotResult DirectoryObjectStore::ImportObjects(const std::string& name) {
  return PortableObjects(parts_->objects.hidden(), name).Import();
}

}  // namespace portside
