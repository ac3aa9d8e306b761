// SPDX-License-Identifier: Apache-2.0
//
// ObjectAccess: the object store as one account sees it. Bucket names are one namespace for all
// accounts, as in AWS; the buckets of others answer kAccessDenied. What jobs and the S3 API use.
// One thread.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/objects/object_store.h"
#include "portside/objects/s3_uri.h"
#include "portside/objects/write_guard.h"

namespace portside {

// What may be done with objects; a test may order a job to go without.
struct ObjectRights {
  bool may_read = true;
  bool may_write = true;
  // So many objects may be written, and no more; nothing: any number.
  std::optional<std::uint64_t> writes = std::nullopt;
  // Closed when whoever writes was told to stop: then nothing is put in place or removed any more.
  std::shared_ptr<WriteGuard> guard = nullptr;
};

// kTooLarge: what it has, and what the reader takes.
[[nodiscard]] ObjectError TooLarge(const S3Uri& uri, std::uint64_t size, std::uint64_t limit);

class ObjectAccess {
 public:
  ObjectAccess(ObjectStore& store, std::string account, ObjectRights rights = {})
      : store_(&store), account_(std::move(account)), rights_(rights) {}

  [[nodiscard]] ObjectResult<Bucket> FindBucket(std::string_view bucket) const;
  [[nodiscard]] ObjectResult<std::unique_ptr<ObjectWriter>> Put(std::string_view bucket,
                                                                std::string_view key,
                                                                ObjectAttributes attributes) const;
  [[nodiscard]] ObjectResult<std::unique_ptr<ObjectReader>> Open(std::string_view bucket,
                                                                 std::string_view key) const;
  [[nodiscard]] ObjectResult<ObjectInfo> Head(std::string_view bucket, std::string_view key) const;
  [[nodiscard]] ObjectResult<bool> Remove(std::string_view bucket, std::string_view key) const;
  [[nodiscard]] ObjectResult<ListPage> List(std::string_view bucket, const ListQuery& query) const;

  // Small objects as wholes. kTooLarge above `max_bytes`.
  [[nodiscard]] ObjectResult<std::string> ReadAll(const S3Uri& uri, std::uint64_t max_bytes) const;
  [[nodiscard]] ObjectResult<ObjectInfo> WriteAll(const S3Uri& uri, std::string_view bytes,
                                                  ObjectAttributes attributes) const;
  // Every object whose key begins with the URI's key, in order, however many pages it takes.
  [[nodiscard]] ObjectResult<std::vector<ObjectInfo>> ListAll(const S3Uri& prefix) const;

  [[nodiscard]] const std::string& account() const { return account_; }
  [[nodiscard]] ObjectStore& store() const { return *store_; }

 private:
  [[nodiscard]] ObjectResult<Bucket> FindReadable(std::string_view bucket) const;
  [[nodiscard]] ObjectResult<Bucket> FindWritable(std::string_view bucket) const;

  ObjectStore* store_;
  std::string account_;
  ObjectRights rights_;
  mutable std::uint64_t written_ = 0;
};

}  // namespace portside
