// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/object_access.h"

#include "portside/base/limits.h"

namespace portside {

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
  return store_->Put(bucket, key, std::move(attributes));
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
  return store_->Remove(bucket, key);
}

ObjectResult<ListPage> ObjectAccess::List(std::string_view bucket, const ListQuery& query) const {
  TRY(FindReadable(bucket));
  return store_->List(bucket, query);
}

ObjectResult<std::string> ObjectAccess::ReadAll(const S3Uri& uri, std::uint64_t max_bytes) const {
  const std::unique_ptr<ObjectReader> reader = TRY(Open(uri.bucket, uri.key));
  const std::uint64_t size = reader->info().size;
  if (size > max_bytes) {
    return Fail(ObjectError{ObjectErrorCode::kTooLarge, uri.bucket, uri.key,
                            "It has " + std::to_string(size) + " bytes; the limit is " +
                                std::to_string(max_bytes) + "."});
  }
  return reader->Read(0, static_cast<std::size_t>(size));
}

ObjectResult<ObjectInfo> ObjectAccess::WriteAll(const S3Uri& uri, std::string_view bytes,
                                                std::string content_type) const {
  ObjectAttributes attributes;
  if (!content_type.empty()) attributes.content_type = std::move(content_type);
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
