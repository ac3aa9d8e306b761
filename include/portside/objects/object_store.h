// SPDX-License-Identifier: Apache-2.0
//
// ObjectStore: buckets and objects, the ground that the S3 API and every job's input and output
// stand on. Objects are opaque bytes under a key of at most 1024 bytes of UTF-8; keys are never
// interpreted, normalised or decoded. A Put is atomic: readers see the old object or the new one.
//
// Thread safe: the core thread and the workers use one store at once. Errors are values; a
// std::system_error means the disk itself failed in a way that no client caused.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/base/timestamp.h"
#include "portside/http/message.h"

namespace portside {

enum class ObjectErrorCode {
  kNoSuchBucket,
  kNoSuchKey,
  kBucketExists,  // CreateBucket of a name in use; detail: the owner's account
  kBucketNotEmpty,
  kInvalidBucketName,
  kAccessDenied,  // the bucket belongs to another account
  kKeyTooLong,
  kNoSpace,         // disk full or quota; the old object is whole
  kTooLarge,        // over the limit that the reader named
  kDigestMismatch,  // Commit: an expected checksum differs
  kNoSuchUpload,
  kInvalidPart,
  kUploadExists,  // CreateUpload with an id in use: draw another
};

struct ObjectError {
  ObjectErrorCode code;
  std::string bucket;
  std::string key;
  std::string detail;
  // One sentence for a person: which bucket or key, and what to do.
  [[nodiscard]] std::string Describe() const;
};

template <typename T>
using ObjectResult = Expected<T, ObjectError>;

// Who may do what with a bucket or an object: "id=<canonical user>" or "uri=<group>" ->
// permissions, joined by commas. Empty: the owner has FULL_CONTROL, and nobody else anything.
using Acl = std::map<std::string, std::string>;

struct Bucket {
  std::string name;
  std::string account;  // owner
  std::string region;
  Timestamp created_at{};
  std::map<std::string, std::string> tags;
  Acl acl{};
  std::string ownership{};  // S3's ObjectOwnership; empty: none was set
};

// One part of a multipart upload, or of the object that it became.
struct ObjectPart {
  int number = 0;
  std::uint64_t size = 0;
  std::string etag;  // MD5 in hex, without quotes
  Timestamp last_modified{};
  std::map<std::string, std::string> checksums;
};

// What a writer says about an object.
struct ObjectAttributes {
  std::string content_type = "binary/octet-stream";  // S3's default
  std::map<std::string, std::string> headers;        // stored response headers, lower-case names:
                                               // cache-control, content-encoding, expires, …
  std::map<std::string, std::string> metadata;  // x-amz-meta-*, lower-case, without the prefix
  std::map<std::string, std::string> tags;
  Acl acl{};
  // Checksums to keep beside the object: "crc32" -> base64 as on the wire. The store itself always
  // computes the ETag (MD5).
  std::map<std::string, std::string> checksums;
  // True: the checksum is S3's checksum of the parts' checksums, not of the object's bytes.
  bool composite_checksum = false;
  // What a multipart upload was put together from, in order; empty for an object put at once.
  std::vector<ObjectPart> parts;
  std::string upload_id;  // the upload that made it, so that completing twice answers the same
};

struct ObjectInfo {
  std::string key;
  std::uint64_t size = 0;
  std::string etag;  // without quotes: MD5 in hex, or md5-of-md5s "-N" for a multipart upload
  Timestamp last_modified{};
  ObjectAttributes attributes;
};

// An object being read. The bytes stay those of the object that was opened, whatever happens to
// its key meanwhile.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  [[nodiscard]] virtual const ObjectInfo& info() const = 0;
  // Up to `size` bytes at `offset`; fewer only at the end.
  virtual std::string Read(std::uint64_t offset, std::size_t size) = 0;
  // The bytes as a response body: a file where there is one, else bytes.
  virtual Body AsBody(std::uint64_t offset, std::uint64_t length) = 0;
};

// An object being written. Nothing is visible before Commit; destroyed without it, nothing stays.
class ObjectWriter {
 public:
  virtual ~ObjectWriter() = default;
  virtual ObjectResult<void> Write(std::string_view piece) = 0;
  // Attributes may still change until Commit (a trailing checksum arrives last).
  virtual ObjectAttributes& attributes() = 0;
  // The MD5 in hex of all that was written. Ends the writing: only Commit may follow.
  virtual const std::string& Etag() = 0;
  virtual ObjectResult<ObjectInfo> Commit() = 0;
};

// The parts of an upload becoming its object. Like a writer: nothing is visible before Commit, and
// without it the upload stays as it was.
class UploadJoin {
 public:
  virtual ~UploadJoin() = default;
  // Joins about `bytes` more, so that whoever has other things to do is not held up. True once all
  // is joined; then only Commit may follow.
  virtual ObjectResult<bool> Step(std::uint64_t bytes) = 0;
  // Puts the object in place and forgets the upload. kNoSuchUpload where that is gone by now.
  virtual ObjectResult<ObjectInfo> Commit() = 0;
};

struct ListQuery {
  std::string prefix;
  std::string delimiter;    // empty: no grouping
  std::string start_after;  // only entries greater than this, in byte order; a common prefix that
                            // equals it or that it begins with is skipped as a whole
  std::size_t max = 1000;
  // False: the caller needs no ETags, so that files which a person dropped in are not read for
  // theirs. (Objects whose ETag is known have it all the same.)
  bool etags = true;
};

// Keys and common prefixes in one order: unsigned byte order of whole keys.
struct ListPage {
  std::vector<ObjectInfo> objects;  // attributes may be left out of listings
  std::vector<std::string> common_prefixes;
  bool truncated = false;
  std::string last;  // the last key or common prefix of this page: start_after of the next
};

// A multipart upload under way. Its parts are invisible until CompleteUpload.
struct Upload {
  std::string id;
  std::string key;
  Timestamp initiated{};
  ObjectAttributes attributes;  // of the object to be
  // What the client announced, kept for the API: checksum algorithm and type, lower case.
  std::map<std::string, std::string> settings;
};

// How the parts become the object; the API layer knows S3's rules for both.
struct UploadCompletion {
  std::vector<int> part_numbers;  // ascending
  std::string etag;
  ObjectAttributes attributes;
};

// Buckets of an account, of a region, or all: what a reset or a snapshot is about. What is empty
// matches everything.
struct BucketScope {
  std::string account;
  std::string region;
  [[nodiscard]] bool IsEverything() const { return account.empty() && region.empty(); }
  [[nodiscard]] bool Matches(const Bucket& bucket) const;
};

// How many objects a snapshot holds, or one sentence of why it could not be had.
using SnapshotResult = Expected<std::uint64_t, std::string>;

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  virtual ObjectResult<Bucket> CreateBucket(const Bucket& bucket) = 0;
  virtual ObjectResult<Bucket> FindBucket(std::string_view bucket) const = 0;
  virtual std::vector<Bucket> ListBuckets() const = 0;  // by name
  virtual ObjectResult<void> DeleteBucket(std::string_view bucket) = 0;

  virtual ObjectResult<std::unique_ptr<ObjectWriter>> Put(std::string_view bucket,
                                                          std::string_view key,
                                                          ObjectAttributes attributes) = 0;
  virtual ObjectResult<std::unique_ptr<ObjectReader>> Open(std::string_view bucket,
                                                           std::string_view key) const = 0;
  virtual ObjectResult<ObjectInfo> Head(std::string_view bucket, std::string_view key) const = 0;
  // True where there was such an object.
  virtual ObjectResult<bool> Remove(std::string_view bucket, std::string_view key) = 0;
  virtual ObjectResult<ListPage> List(std::string_view bucket, const ListQuery& query) const = 0;

  // Changes the tags, the ACL or the ownership of a bucket.
  virtual ObjectResult<void> ChangeBucket(std::string_view bucket,
                                          const std::function<void(Bucket&)>& change) = 0;
  // Changes attributes of an object; its bytes, ETag and time stay.
  virtual ObjectResult<void> ChangeAttributes(
      std::string_view bucket, std::string_view key,
      const std::function<void(ObjectAttributes&)>& change) = 0;

  // Multipart uploads. kNoSuchUpload where the id is unknown or of another key.
  virtual ObjectResult<Upload> CreateUpload(std::string_view bucket, Upload upload) = 0;
  virtual ObjectResult<Upload> FindUpload(std::string_view bucket, std::string_view key,
                                          std::string_view id) const = 0;
  // By key, then by time of initiation, then by id.
  virtual ObjectResult<std::vector<Upload>> ListUploads(std::string_view bucket) const = 0;
  // Commit makes the part known and replaces an earlier one of that number; its ObjectInfo has the
  // part's ETag and size. Of the attributes only the checksums are kept.
  virtual ObjectResult<std::unique_ptr<ObjectWriter>> PutPart(std::string_view bucket,
                                                              std::string_view key,
                                                              std::string_view id, int number) = 0;
  virtual ObjectResult<std::vector<ObjectPart>> ListParts(std::string_view bucket,
                                                          std::string_view key,
                                                          std::string_view id) const = 0;
  // Begins to put the object together from the named parts. kInvalidPart where one is missing, here
  // or on the way.
  virtual ObjectResult<std::unique_ptr<UploadJoin>> CompleteUpload(std::string_view bucket,
                                                                   std::string_view key,
                                                                   std::string_view id,
                                                                   UploadCompletion completion) = 0;
  virtual ObjectResult<void> AbortUpload(std::string_view bucket, std::string_view key,
                                         std::string_view id) = 0;

  // Buckets with everything in them, uploads too. Gives how many objects that were.
  virtual std::uint64_t RemoveBuckets(const BucketScope& scope) = 0;

  // Snapshots: the buckets of a scope as they are, uploads under way too, kept under a name of the
  // caller's ("snapshots/before@1": relative, of plain file names, not in use).
  virtual SnapshotResult SaveObjects(const std::string& name, const BucketScope& scope) = 0;
  // Makes the buckets of the scope what they were. Where that fails for a reason that could be
  // known (a file was changed in place, a bucket belongs to somebody outside of the scope by now),
  // nothing has changed.
  virtual SnapshotResult RestoreObjects(const std::string& name, const BucketScope& scope) = 0;
  // Of that name, and of names beneath it: "snapshots/before@1" drops "snapshots/before@1/objects"
  // and, in a directory, what the caller has put beside that. Gone at once, whatever its size.
  virtual void DropObjects(const std::string& name) = 0;
  // Archives. Makes the files of a snapshot fit to be carried to another store; and such files, put
  // under a name by somebody else, a snapshot of this one. Whoever made them is not trusted.
  virtual SnapshotResult ExportObjects(const std::string& name);
  virtual SnapshotResult ImportObjects(const std::string& name);
};

// The S3 rules for names that both stores and the API check: 3..63 of a-z 0-9 . -, and so on.
[[nodiscard]] bool IsValidBucketName(std::string_view name);

}  // namespace portside
