// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/object_access.h"

#include "portside/base/limits.h"

namespace portside {
namespace {

ObjectError Stopped(std::string_view bucket, std::string_view key) {
  return {ObjectErrorCode::kAccessDenied, std::string(bucket), std::string(key),
          "whoever wrote it was stopped"};
}

// A writer whose commit may come too late.
class GuardedWriter final : public ObjectWriter {
 public:
  GuardedWriter(std::unique_ptr<ObjectWriter> writer, std::shared_ptr<WriteGuard> guard,
                ObjectError stopped)
      : writer_(std::move(writer)), guard_(std::move(guard)), stopped_(std::move(stopped)) {}

  ObjectResult<void> Write(std::string_view piece) override { return writer_->Write(piece); }
  ObjectAttributes& attributes() override { return writer_->attributes(); }
  const std::string& Etag() override { return writer_->Etag(); }
  ObjectResult<ObjectInfo> Commit() override {
    ObjectResult<ObjectInfo> committed = Fail(stopped_);
    // What takes time is done before whoever closes the guard could have to wait for it.
    writer_->Etag();
    (void)guard_->Run([&] { committed = writer_->Commit(); });
    return committed;
  }

 private:
  std::unique_ptr<ObjectWriter> writer_;
  std::shared_ptr<WriteGuard> guard_;
  ObjectError stopped_;
};

}  // namespace

ObjectError TooLarge(const S3Uri& uri, std::uint64_t size, std::uint64_t limit) {
  return {ObjectErrorCode::kTooLarge, uri.bucket, uri.key,
          "It has " + std::to_string(size) + " bytes; the limit is " + std::to_string(limit) + "."};
}

ObjectResult<Bucket> ObjectAccess::FindBucket(std::string_view bucket) const {
  Bucket found = TRY(store_->FindBucket(bucket));
  if (found.account != account_) {
    return Fail(ObjectError{ObjectErrorCode::kAccessDenied, std::string(bucket), "", ""});
  }
  return found;
}

ObjectResult<Bucket> ObjectAccess::FindReadable(std::string_view bucket) const {
  if (rights_.may_read) return FindBucket(bucket);
  return Fail(ObjectError{ObjectErrorCode::kAccessDenied, std::string(bucket), "",
                          "the role may not read from it"});
}

ObjectResult<Bucket> ObjectAccess::FindWritable(std::string_view bucket) const {
  if (rights_.may_write) return FindBucket(bucket);
  return Fail(ObjectError{ObjectErrorCode::kAccessDenied, std::string(bucket), "",
                          "the role may not write to it"});
}

ObjectResult<std::unique_ptr<ObjectWriter>> ObjectAccess::Put(std::string_view bucket,
                                                              std::string_view key,
                                                              ObjectAttributes attributes) const {
  TRY(FindWritable(bucket));
  if (rights_.writes && written_ >= *rights_.writes) {
    return Fail(ObjectError{ObjectErrorCode::kAccessDenied, std::string(bucket), std::string(key),
                            "the role may not write to it any more"});
  }
  ++written_;
  std::unique_ptr<ObjectWriter> writer = TRY(store_->Put(bucket, key, std::move(attributes)));
  if (rights_.guard == nullptr) return writer;
  return std::make_unique<GuardedWriter>(std::move(writer), rights_.guard, Stopped(bucket, key));
}

ObjectResult<std::unique_ptr<ObjectReader>> ObjectAccess::Open(std::string_view bucket,
                                                               std::string_view key) const {
  TRY(FindReadable(bucket));
  return store_->Open(bucket, key);
}

ObjectResult<ObjectInfo> ObjectAccess::Head(std::string_view bucket, std::string_view key) const {
  TRY(FindReadable(bucket));
  return store_->Head(bucket, key);
}

ObjectResult<bool> ObjectAccess::Remove(std::string_view bucket, std::string_view key) const {
  TRY(FindWritable(bucket));
  if (rights_.guard == nullptr) return store_->Remove(bucket, key);
  ObjectResult<bool> removed = Fail(Stopped(bucket, key));
  (void)rights_.guard->Run([&] { removed = store_->Remove(bucket, key); });
  return removed;
}

ObjectResult<ListPage> ObjectAccess::List(std::string_view bucket, const ListQuery& query) const {
  TRY(FindReadable(bucket));
  return store_->List(bucket, query);
}

ObjectResult<std::string> ObjectAccess::ReadAll(const S3Uri& uri, std::uint64_t max_bytes) const {
  const std::unique_ptr<ObjectReader> reader = TRY(Open(uri.bucket, uri.key));
  const std::uint64_t size = reader->info().size;
  if (size > max_bytes) return Fail(TooLarge(uri, size, max_bytes));
  return reader->Read(0, static_cast<std::size_t>(size));
}

ObjectResult<ObjectInfo> ObjectAccess::WriteAll(const S3Uri& uri, std::string_view bytes,
                                                ObjectAttributes attributes) const {
  const std::unique_ptr<ObjectWriter> writer = TRY(Put(uri.bucket, uri.key, std::move(attributes)));
  TRY(writer->Write(bytes));
  return writer->Commit();
}

ObjectResult<std::vector<ObjectInfo>> ObjectAccess::ListAll(const S3Uri& prefix) const {
  ListQuery query;
  query.prefix = prefix.key;
  query.etags = false;

  std::vector<ObjectInfo> all;
  bool truncated = true;
  while (truncated) {
    ListPage page = TRY(List(prefix.bucket, query));
    for (ObjectInfo& object : page.objects) all.push_back(std::move(object));
    truncated = page.truncated;
    query.start_after = std::move(page.last);
  }
  return all;
}

}  // namespace portside
