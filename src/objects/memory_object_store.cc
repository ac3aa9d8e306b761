// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/memory_object_store.h"

#include <algorithm>
#include <tuple>

#include "objects/listing.h"
#include "objects/object_snapshot.h"
#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

ObjectError ErrorAt(ObjectErrorCode code, std::string_view bucket, std::string_view key = "",
                    std::string detail = "") {
  return {code, std::string(bucket), std::string(key), std::move(detail)};
}

}  // namespace

class MemoryObjectStore::Reader final : public ObjectReader {
 public:
  explicit Reader(Object object) : object_(std::move(object)) {}
  [[nodiscard]] const ObjectInfo& info() const override { return object_.info; }
  std::string Read(std::uint64_t offset, std::size_t size) override {
    const std::string& bytes = *object_.bytes;
    return offset < bytes.size() ? bytes.substr(static_cast<std::size_t>(offset), size)
                                 : std::string();
  }
  Body AsBody(std::uint64_t offset, std::uint64_t length) override {
    return Read(offset, static_cast<std::size_t>(length));
  }

 private:
  Object object_;
};

class MemoryObjectStore::Writer final : public ObjectWriter {
 public:
  Writer(MemoryObjectStore& store, std::string bucket_name, std::string object_key,
         ObjectAttributes attributes)
      : bucket(std::move(bucket_name)),
        key(std::move(object_key)),
        store_(store),
        attributes_(std::move(attributes)) {}

  ObjectResult<void> Write(std::string_view piece) override {
    bytes_.append(piece);
    return {};
  }
  ObjectAttributes& attributes() override { return attributes_; }
  const std::string& Etag() override {
    if (etag_.empty()) etag_ = HexDigest(DigestAlgorithm::kMd5, bytes_);
    return etag_;
  }
  ObjectResult<ObjectInfo> Commit() override {
    std::string etag = Etag();
    return store_.Commit(*this, std::move(bytes_), std::move(etag));
  }
  [[nodiscard]] const ObjectAttributes& described() const { return attributes_; }

  std::string bucket;
  std::string key;
  std::string upload_id;  // a part's
  int part_number = 0;

 private:
  MemoryObjectStore& store_;
  ObjectAttributes attributes_;
  std::string bytes_;
  std::string etag_;
};

ObjectResult<MemoryObjectStore::Contents*> MemoryObjectStore::FindLocked(
    std::string_view bucket) const {
  const auto it = buckets_.find(bucket);
  if (it == buckets_.end()) return Fail(ErrorAt(ObjectErrorCode::kNoSuchBucket, bucket));
  return &it->second;
}

ObjectResult<MemoryObjectStore::Object*> MemoryObjectStore::FindLocked(std::string_view bucket,
                                                                       std::string_view key) const {
  Contents* contents = TRY(FindLocked(bucket));
  const auto it = contents->objects.find(std::string(key));
  if (it == contents->objects.end()) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchKey, bucket, key));
  }
  return &it->second;
}

ObjectResult<MemoryObjectStore::UploadUnderWay*> MemoryObjectStore::FindLocked(
    std::string_view bucket, std::string_view key, std::string_view id) const {
  Contents* contents = TRY(FindLocked(bucket));
  const auto it = contents->uploads.find(std::string(id));
  if (it == contents->uploads.end() || it->second.upload.key != key) {
    return Fail(ErrorAt(ObjectErrorCode::kNoSuchUpload, bucket, key));
  }
  return &it->second;
}

ObjectResult<Bucket> MemoryObjectStore::CreateBucket(const Bucket& bucket) {
  if (!IsValidBucketName(bucket.name)) {
    return Fail(ErrorAt(ObjectErrorCode::kInvalidBucketName, bucket.name));
  }
  const std::lock_guard lock(mutex_);
  const auto [it, inserted] = buckets_.try_emplace(bucket.name);
  if (!inserted) {
    return Fail(
        ErrorAt(ObjectErrorCode::kBucketExists, bucket.name, "", it->second.bucket.account));
  }
  it->second.bucket = bucket;
  return bucket;
}

ObjectResult<Bucket> MemoryObjectStore::FindBucket(std::string_view bucket) const {
  const std::lock_guard lock(mutex_);
  return TRY(FindLocked(bucket))->bucket;
}

std::vector<Bucket> MemoryObjectStore::ListBuckets() const {
  const std::lock_guard lock(mutex_);
  std::vector<Bucket> buckets;
  for (const auto& [name, contents] : buckets_) buckets.push_back(contents.bucket);
  return buckets;
}

ObjectResult<void> MemoryObjectStore::DeleteBucket(std::string_view bucket) {
  const std::lock_guard lock(mutex_);
  if (!TRY(FindLocked(bucket))->objects.empty()) {
    return Fail(ErrorAt(ObjectErrorCode::kBucketNotEmpty, bucket));
  }
  buckets_.erase(buckets_.find(bucket));
  return {};
}

ObjectResult<void> MemoryObjectStore::ChangeBucket(std::string_view bucket,
                                                   const std::function<void(Bucket&)>& change) {
  const std::lock_guard lock(mutex_);
  change(TRY(FindLocked(bucket))->bucket);
  return {};
}

ObjectResult<std::unique_ptr<ObjectWriter>> MemoryObjectStore::Put(std::string_view bucket,
                                                                   std::string_view key,
                                                                   ObjectAttributes attributes) {
  const std::lock_guard lock(mutex_);
  TRY(FindLocked(bucket));
  if (key.empty() || key.size() > limits::kObjectKeyBytes) {
    return Fail(ErrorAt(ObjectErrorCode::kKeyTooLong, bucket, key));
  }
  return std::make_unique<Writer>(*this, std::string(bucket), std::string(key),
                                  std::move(attributes));
}

ObjectResult<ObjectInfo> MemoryObjectStore::Commit(const Writer& writer, std::string bytes,
                                                   std::string etag) {
  const std::lock_guard lock(mutex_);
  ObjectInfo info{writer.key, bytes.size(), std::move(etag), clock_.Now(), writer.described()};
  auto content = std::make_shared<const std::string>(std::move(bytes));
  if (writer.upload_id.empty()) {
    Contents* contents = TRY(FindLocked(writer.bucket));
    contents->objects[writer.key] = {info, std::move(content)};
    return info;
  }
  UploadUnderWay* upload = TRY(FindLocked(writer.bucket, writer.key, writer.upload_id));
  ObjectPart part{writer.part_number, info.size, info.etag, info.last_modified,
                  info.attributes.checksums};
  upload->parts[writer.part_number] = {std::move(part), std::move(content)};
  return info;
}

ObjectResult<std::unique_ptr<ObjectReader>> MemoryObjectStore::Open(std::string_view bucket,
                                                                    std::string_view key) const {
  const std::lock_guard lock(mutex_);
  return std::make_unique<Reader>(*TRY(FindLocked(bucket, key)));
}

ObjectResult<ObjectInfo> MemoryObjectStore::Head(std::string_view bucket,
                                                 std::string_view key) const {
  const std::lock_guard lock(mutex_);
  return TRY(FindLocked(bucket, key))->info;
}

ObjectResult<bool> MemoryObjectStore::Remove(std::string_view bucket, std::string_view key) {
  const std::lock_guard lock(mutex_);
  return TRY(FindLocked(bucket))->objects.erase(std::string(key)) > 0;
}

ObjectResult<ListPage> MemoryObjectStore::List(std::string_view bucket,
                                               const ListQuery& query) const {
  const std::lock_guard lock(mutex_);
  const std::map<std::string, Object>& objects = TRY(FindLocked(bucket))->objects;
  const NextKey next = [&objects](const std::string& at_least) -> std::optional<std::string> {
    const auto it = objects.lower_bound(at_least);
    if (it == objects.end()) return std::nullopt;
    return it->first;
  };
  return ListKeys(query, next, [&objects](const std::string& key) -> std::optional<ObjectInfo> {
    return objects.at(key).info;
  });
}

ObjectResult<void> MemoryObjectStore::ChangeAttributes(
    std::string_view bucket, std::string_view key,
    const std::function<void(ObjectAttributes&)>& change) {
  const std::lock_guard lock(mutex_);
  change(TRY(FindLocked(bucket, key))->info.attributes);
  return {};
}

ObjectResult<Upload> MemoryObjectStore::CreateUpload(std::string_view bucket, Upload upload) {
  const std::lock_guard lock(mutex_);
  Contents* contents = TRY(FindLocked(bucket));
  if (upload.key.empty() || upload.key.size() > limits::kObjectKeyBytes) {
    return Fail(ErrorAt(ObjectErrorCode::kKeyTooLong, bucket, upload.key));
  }
  if (contents->uploads.contains(upload.id)) {
    return Fail(ErrorAt(ObjectErrorCode::kUploadExists, bucket, upload.key));
  }
  upload.initiated = clock_.Now();
  contents->uploads[upload.id].upload = upload;
  return upload;
}

ObjectResult<Upload> MemoryObjectStore::FindUpload(std::string_view bucket, std::string_view key,
                                                   std::string_view id) const {
  const std::lock_guard lock(mutex_);
  return TRY(FindLocked(bucket, key, id))->upload;
}

ObjectResult<std::vector<Upload>> MemoryObjectStore::ListUploads(std::string_view bucket) const {
  const std::lock_guard lock(mutex_);
  std::vector<Upload> uploads;
  for (const auto& [id, under_way] : TRY(FindLocked(bucket))->uploads) {
    uploads.push_back(under_way.upload);
  }
  std::sort(uploads.begin(), uploads.end(), [](const Upload& a, const Upload& b) {
    return std::tie(a.key, a.initiated, a.id) < std::tie(b.key, b.initiated, b.id);
  });
  return uploads;
}

ObjectResult<std::unique_ptr<ObjectWriter>> MemoryObjectStore::PutPart(std::string_view bucket,
                                                                       std::string_view key,
                                                                       std::string_view id,
                                                                       int number) {
  const std::lock_guard lock(mutex_);
  TRY(FindLocked(bucket, key, id));
  auto writer =
      std::make_unique<Writer>(*this, std::string(bucket), std::string(key), ObjectAttributes());
  writer->upload_id = id;
  writer->part_number = number;
  return writer;
}

ObjectResult<std::vector<ObjectPart>> MemoryObjectStore::ListParts(std::string_view bucket,
                                                                   std::string_view key,
                                                                   std::string_view id) const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPart> parts;
  for (const auto& [number, part] : TRY(FindLocked(bucket, key, id))->parts) {
    parts.push_back(part.first);
  }
  return parts;
}

// Memory is quick: all is joined where it is committed.
class MemoryObjectStore::Join final : public UploadJoin {
 public:
  Join(MemoryObjectStore& store, std::string bucket, std::string key, std::string id,
       UploadCompletion completion)
      : store_(store),
        bucket_(std::move(bucket)),
        key_(std::move(key)),
        id_(std::move(id)),
        completion_(std::move(completion)) {}

  ObjectResult<bool> Step(std::uint64_t) override { return true; }
  ObjectResult<ObjectInfo> Commit() override {
    return store_.JoinParts(bucket_, key_, id_, std::move(completion_));
  }

 private:
  MemoryObjectStore& store_;
  std::string bucket_, key_, id_;
  UploadCompletion completion_;
};

ObjectResult<std::unique_ptr<UploadJoin>> MemoryObjectStore::CompleteUpload(
    std::string_view bucket, std::string_view key, std::string_view id,
    UploadCompletion completion) {
  const std::lock_guard lock(mutex_);
  const UploadUnderWay* upload = TRY(FindLocked(bucket, key, id));
  for (const int number : completion.part_numbers) {
    if (upload->parts.contains(number)) continue;
    return Fail(ErrorAt(ObjectErrorCode::kInvalidPart, bucket, key,
                        "Part " + std::to_string(number) + " was not uploaded."));
  }
  return std::make_unique<Join>(*this, std::string(bucket), std::string(key), std::string(id),
                                std::move(completion));
}

ObjectResult<ObjectInfo> MemoryObjectStore::JoinParts(std::string_view bucket, std::string_view key,
                                                      std::string_view id,
                                                      UploadCompletion completion) {
  const std::lock_guard lock(mutex_);
  UploadUnderWay* upload = TRY(FindLocked(bucket, key, id));
  std::string bytes;
  completion.attributes.parts.clear();
  for (const int number : completion.part_numbers) {
    const auto part = upload->parts.find(number);
    if (part == upload->parts.end()) {
      return Fail(ErrorAt(ObjectErrorCode::kInvalidPart, bucket, key));
    }
    bytes += *part->second.second;
    completion.attributes.parts.push_back(part->second.first);
  }
  completion.attributes.upload_id = id;
  ObjectInfo info{std::string(key), bytes.size(), std::move(completion.etag), clock_.Now(),
                  std::move(completion.attributes)};
  Contents* contents = TRY(FindLocked(bucket));
  contents->objects[info.key] = {info, std::make_shared<const std::string>(std::move(bytes))};
  contents->uploads.erase(std::string(id));
  return info;
}

ObjectResult<void> MemoryObjectStore::AbortUpload(std::string_view bucket, std::string_view key,
                                                  std::string_view id) {
  const std::lock_guard lock(mutex_);
  TRY(FindLocked(bucket, key, id));
  TRY(FindLocked(bucket))->uploads.erase(std::string(id));
  return {};
}

namespace {

template <typename Buckets>
std::uint64_t CountObjects(const Buckets& buckets) {
  std::uint64_t objects = 0;
  for (const auto& [name, contents] : buckets) objects += contents.objects.size();
  return objects;
}

}  // namespace

MemoryObjectStore::Buckets MemoryObjectStore::TakeLocked(const BucketScope& scope) {
  Buckets taken;
  for (auto bucket = buckets_.begin(); bucket != buckets_.end();) {
    const auto next = std::next(bucket);
    if (scope.Matches(bucket->second.bucket)) taken.insert(buckets_.extract(bucket));
    bucket = next;
  }
  return taken;
}

std::uint64_t MemoryObjectStore::RemoveBuckets(const BucketScope& scope) {
  const std::lock_guard lock(mutex_);
  return CountObjects(TakeLocked(scope));
}

SnapshotResult MemoryObjectStore::SaveObjects(const std::string& name, const BucketScope& scope) {
  const std::lock_guard lock(mutex_);
  Buckets& saved = snapshots_[name];
  for (const auto& [bucket, contents] : buckets_) {
    if (scope.Matches(contents.bucket)) saved.emplace(bucket, contents);
  }
  return CountObjects(saved);
}

SnapshotResult MemoryObjectStore::RestoreObjects(const std::string& name,
                                                 const BucketScope& scope) {
  const std::lock_guard lock(mutex_);
  const auto saved = snapshots_.find(name);
  if (saved == snapshots_.end()) return Fail(std::string("The objects of the snapshot are gone."));
  for (const auto& [bucket, contents] : saved->second) {
    const auto now = buckets_.find(bucket);
    if (now == buckets_.end() || scope.Matches(now->second.bucket)) continue;
    return Fail(OtherOwner(now->second.bucket));
  }
  TakeLocked(scope);
  buckets_.insert(saved->second.begin(), saved->second.end());
  return CountObjects(saved->second);
}

void MemoryObjectStore::DropObjects(const std::string& name) {
  const std::lock_guard lock(mutex_);
  std::erase_if(snapshots_, [&name](const auto& kept) {
    return kept.first == name || kept.first.starts_with(name + "/");
  });
}

}  // namespace portside
