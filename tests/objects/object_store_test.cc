// SPDX-License-Identifier: Apache-2.0
//
// What every ObjectStore does, run over all of them.

#include "portside/objects/object_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "portside/base/limits.h"
#include "portside/objects/directory_object_store.h"
#include "portside/objects/memory_object_store.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

struct DirectoryFixture {
  TemporaryDirectory directory;
  VirtualClock clock;
  DirectoryObjectStore store{directory.path(), clock, {"111122223333", "us-east-1"}};
};

struct MemoryFixture {
  VirtualClock clock;
  MemoryObjectStore store{clock};
};

template <typename Fixture>
class ObjectStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(store().CreateBucket({"bucket", "111122223333", "us-west-2", Now(), {}}));
  }
  ObjectStore& store() { return fixture_.store; }
  Timestamp Now() { return fixture_.clock.Now(); }
  void Advance(Duration by) { fixture_.clock.Advance(by); }

  ObjectInfo Put(const std::string& key, std::string_view bytes, ObjectAttributes attributes = {}) {
    auto writer = store().Put("bucket", key, std::move(attributes));
    EXPECT_TRUE(writer) << writer.error().Describe();
    EXPECT_TRUE((*writer)->Write(bytes));
    auto info = (*writer)->Commit();
    EXPECT_TRUE(info) << info.error().Describe();
    return *info;
  }
  std::string Get(const std::string& key) {
    auto reader = store().Open("bucket", key);
    if (!reader) return "(" + reader.error().Describe() + ")";
    return (*reader)->Read(0, 1 << 20);
  }
  std::vector<std::string> Keys(const ListQuery& query = {}) {
    std::vector<std::string> keys;
    const auto page = store().List("bucket", query);
    EXPECT_TRUE(page);
    for (const ObjectInfo& object : page->objects) keys.push_back(object.key);
    return keys;
  }

 private:
  Fixture fixture_;
};

using Stores = ::testing::Types<DirectoryFixture, MemoryFixture>;
TYPED_TEST_SUITE(ObjectStoreTest, Stores);

TYPED_TEST(ObjectStoreTest, WhatWasPutIsRead) {
  ObjectAttributes attributes;
  attributes.content_type = "text/csv";
  attributes.headers = {{"cache-control", "no-cache"}};
  attributes.metadata = {{"colour", "gr\xC3\xBCn"}};
  attributes.tags = {{"team", "maps"}};
  attributes.checksums = {{"crc32", "NhCmhg=="}};
  const ObjectInfo put = this->Put("a/b.csv", "hello", attributes);

  EXPECT_EQ(put.etag, "5d41402abc4b2a76b9719d911017c592");
  const auto info = this->store().Head("bucket", "a/b.csv");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->key, "a/b.csv");
  EXPECT_EQ(info->size, 5u);
  EXPECT_EQ(info->etag, put.etag);
  EXPECT_EQ(info->last_modified, this->Now());
  EXPECT_EQ(info->attributes.content_type, "text/csv");
  EXPECT_EQ(info->attributes.headers, attributes.headers);
  EXPECT_EQ(info->attributes.metadata, attributes.metadata);
  EXPECT_EQ(info->attributes.tags, attributes.tags);
  EXPECT_EQ(info->attributes.checksums, attributes.checksums);
  EXPECT_EQ(this->Get("a/b.csv"), "hello");
}

TYPED_TEST(ObjectStoreTest, ReadsRangesAndStopsAtTheEnd) {
  this->Put("key", "0123456789");
  auto reader = this->store().Open("bucket", "key");
  ASSERT_TRUE(reader);
  EXPECT_EQ((*reader)->Read(3, 4), "3456");
  EXPECT_EQ((*reader)->Read(8, 100), "89");
  EXPECT_EQ((*reader)->Read(10, 1), "");
}

TYPED_TEST(ObjectStoreTest, NothingIsVisibleBeforeCommit) {
  auto writer = this->store().Put("bucket", "key", {});
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->Write("half"));
  EXPECT_FALSE(this->store().Head("bucket", "key"));
  EXPECT_THAT(this->Keys(), IsEmpty());

  writer->reset();
  EXPECT_FALSE(this->store().Head("bucket", "key"));
}

TYPED_TEST(ObjectStoreTest, AttributesMayChangeUntilCommit) {
  auto writer = this->store().Put("bucket", "key", {});
  ASSERT_TRUE((*writer)->Write("hello"));
  EXPECT_EQ((*writer)->Etag(), "5d41402abc4b2a76b9719d911017c592");
  (*writer)->attributes().checksums["crc32"] = "NhCmhg==";
  ASSERT_TRUE((*writer)->Commit());
  EXPECT_EQ(this->store().Head("bucket", "key")->attributes.checksums.at("crc32"), "NhCmhg==");
}

TYPED_TEST(ObjectStoreTest, ReplacingKeepsTheOpenOldOne) {
  this->Put("key", "old");
  auto reader = this->store().Open("bucket", "key");
  this->Advance(5s);
  ObjectAttributes attributes;
  attributes.content_type = "text/plain";
  this->Put("key", "new one", attributes);

  EXPECT_EQ((*reader)->Read(0, 100), "old");
  EXPECT_EQ((*reader)->info().size, 3u);
  EXPECT_EQ(this->Get("key"), "new one");
  const auto info = this->store().Head("bucket", "key");
  EXPECT_EQ(info->attributes.content_type, "text/plain");
  EXPECT_EQ(info->last_modified, this->Now());
}

TYPED_TEST(ObjectStoreTest, EveryKeyIsItsOwn) {
  // Each of these is another key to S3, whatever a file system makes of it.
  const std::vector<std::string> keys = {"a",
                                         "a/",
                                         "a//",
                                         "a/b",
                                         "a/b/",
                                         "a//b",
                                         "/a",
                                         "/",
                                         "//",
                                         ".",
                                         "..",
                                         "../a",
                                         "a/../b",
                                         "./a",
                                         "a/.",
                                         "a b",
                                         "a+b",
                                         "a%2Fb",
                                         "%",
                                         "A",
                                         "b.txt",
                                         "~",
                                         "\xC3\xA9",
                                         "e\xCC\x81",
                                         "a\nb",
                                         "a\x01",
                                         "\\",
                                         ".portside",
                                         ".portside-1~",
                                         "bucket.json",
                                         "CON",
                                         std::string(300, 'x'),
                                         std::string(1024, 'y'),
                                         std::string(255, 'z') + "/" + std::string(255, 'z'),
                                         "a/b/c/d/e/f",
                                         "x.json",
                                         "\x7F"};
  for (const std::string& key : keys) this->Put(key, "of " + key);

  std::vector<std::string> sorted = keys;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(this->Keys(), sorted);
  for (const std::string& key : keys) EXPECT_EQ(this->Get(key), "of " + key) << key;

  for (const std::string& key : keys) {
    EXPECT_EQ(this->store().Remove("bucket", key), true) << key;
    EXPECT_FALSE(this->store().Head("bucket", key)) << key;
    sorted.erase(std::find(sorted.begin(), sorted.end(), key));
    EXPECT_EQ(this->Keys(), sorted);
  }
  EXPECT_TRUE(this->store().DeleteBucket("bucket"));
}

TYPED_TEST(ObjectStoreTest, AKeyAndItsExtensionLiveTogetherInEitherOrder) {
  this->Put("p", "file");
  this->Put("p/q", "beneath");
  this->Put("r/s", "beneath");
  this->Put("r", "file");
  EXPECT_THAT(this->Keys(), ElementsAre("p", "p/q", "r", "r/s"));

  // The one that was in the way goes; the other is replaced where it now fits.
  EXPECT_EQ(this->store().Remove("bucket", "p"), true);
  this->Put("p/q", "again");
  EXPECT_EQ(this->Get("p/q"), "again");
  EXPECT_EQ(this->store().Remove("bucket", "r/s"), true);
  this->Put("r", "again");
  EXPECT_EQ(this->Get("r"), "again");
  EXPECT_THAT(this->Keys(), ElementsAre("p/q", "r"));
}

TYPED_TEST(ObjectStoreTest, MissingThingsAreNamed) {
  EXPECT_EQ(this->store().Head("nowhere", "key").error().code, ObjectErrorCode::kNoSuchBucket);
  EXPECT_EQ(this->store().Open("bucket", "key").error().code, ObjectErrorCode::kNoSuchKey);
  EXPECT_EQ(this->store().Put("nowhere", "key", {}).error().code, ObjectErrorCode::kNoSuchBucket);
  EXPECT_EQ(this->store().Remove("nowhere", "key").error().code, ObjectErrorCode::kNoSuchBucket);
  EXPECT_EQ(this->store().Remove("bucket", "key"), false);
  EXPECT_EQ(this->store().List("nowhere", {}).error().code, ObjectErrorCode::kNoSuchBucket);
  EXPECT_EQ(this->store().FindBucket("../etc").error().code, ObjectErrorCode::kNoSuchBucket);
  EXPECT_EQ(this->store().FindBucket("").error().code, ObjectErrorCode::kNoSuchBucket);
  EXPECT_EQ(this->store().Head("", "bucket/key").error().code, ObjectErrorCode::kNoSuchBucket);
}

TYPED_TEST(ObjectStoreTest, KeysOver1024BytesAreRefused) {
  const auto put = this->store().Put("bucket", std::string(1025, 'k'), {});
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, ObjectErrorCode::kKeyTooLong);
}

TYPED_TEST(ObjectStoreTest, BucketsKeepWhatTheyWereMadeWith) {
  const auto bucket = this->store().FindBucket("bucket");
  ASSERT_TRUE(bucket);
  EXPECT_EQ(bucket->name, "bucket");
  EXPECT_EQ(bucket->account, "111122223333");
  EXPECT_EQ(bucket->region, "us-west-2");
  EXPECT_EQ(bucket->created_at, this->Now());

  ASSERT_TRUE(this->store().ChangeBucket("bucket", [](Bucket& it) { it.tags = {{"a", "b"}}; }));
  EXPECT_EQ(this->store().FindBucket("bucket")->tags.at("a"), "b");

  const auto again = this->store().CreateBucket({"bucket", "4", "us-east-1", this->Now(), {}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ObjectErrorCode::kBucketExists);
  EXPECT_EQ(again.error().detail, "111122223333");

  ASSERT_TRUE(this->store().CreateBucket({"another", "4", "us-east-1", this->Now(), {}}));
  std::vector<std::string> names;
  for (const Bucket& each : this->store().ListBuckets()) names.push_back(each.name);
  EXPECT_THAT(names, ElementsAre("another", "bucket"));
}

TYPED_TEST(ObjectStoreTest, OnlyEmptyBucketsAreDeleted) {
  this->Put("a/b/c", "x");
  auto deleted = this->store().DeleteBucket("bucket");
  ASSERT_FALSE(deleted);
  EXPECT_EQ(deleted.error().code, ObjectErrorCode::kBucketNotEmpty);

  EXPECT_EQ(this->store().Remove("bucket", "a/b/c"), true);
  EXPECT_TRUE(this->store().DeleteBucket("bucket"));
  EXPECT_FALSE(this->store().FindBucket("bucket"));
  EXPECT_FALSE(this->store().DeleteBucket("bucket"));
}

TYPED_TEST(ObjectStoreTest, AWriterWhoseBucketWentFails) {
  auto writer = this->store().Put("bucket", "a/key", {});
  ASSERT_TRUE((*writer)->Write("x"));
  ASSERT_TRUE(this->store().DeleteBucket("bucket"));
  const auto committed = (*writer)->Commit();
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().code, ObjectErrorCode::kNoSuchBucket);
}

TYPED_TEST(ObjectStoreTest, TagsAreReplacedAlone) {
  const ObjectInfo put = this->Put("key", "x");
  this->Advance(1s);
  ASSERT_TRUE(this->store().ChangeAttributes("bucket", "key", [](ObjectAttributes& it) {
    it.tags = {{"k", "v"}};
  }));
  const auto info = this->store().Head("bucket", "key");
  EXPECT_EQ(info->attributes.tags.at("k"), "v");
  EXPECT_EQ(info->last_modified, put.last_modified);
  EXPECT_EQ(info->etag, put.etag);
  EXPECT_EQ(this->store()
                .ChangeAttributes("bucket", "no", [](ObjectAttributes& it) { it.tags = {}; })
                .error()
                .code,
            ObjectErrorCode::kNoSuchKey);
}

TYPED_TEST(ObjectStoreTest, ClearForgetsEverything) {
  this->Put("key", "x");
  this->Put("odd//key", "x");
  this->store().RemoveBuckets({});
  EXPECT_THAT(this->store().ListBuckets(), IsEmpty());
  ASSERT_TRUE(this->store().CreateBucket({"bucket", "1", "us-east-1", this->Now(), {}}));
  EXPECT_THAT(this->Keys(), IsEmpty());
  EXPECT_FALSE(this->store().Head("bucket", "odd//key"));
}

TYPED_TEST(ObjectStoreTest, UploadsBecomeObjects) {
  ObjectAttributes attributes;
  attributes.content_type = "image/tiff";
  const auto upload = this->store().CreateUpload("bucket", {"id1", "k//ey", {}, attributes, {}});
  ASSERT_TRUE(upload);
  for (const auto& [number, bytes] : std::map<int, std::string>{{2, "two"}, {1, "x"}, {3, "no"}}) {
    auto part = this->store().PutPart("bucket", "k//ey", "id1", number);
    ASSERT_TRUE(part);
    ASSERT_TRUE((*part)->Write(bytes));
    ASSERT_TRUE((*part)->Commit());
  }
  auto again = this->store().PutPart("bucket", "k//ey", "id1", 1);
  ASSERT_TRUE((*again)->Write("one"));
  ASSERT_TRUE((*again)->Commit());

  const auto parts = this->store().ListParts("bucket", "k//ey", "id1");
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 3u);
  EXPECT_EQ((*parts)[0].size, 3u);
  EXPECT_EQ((*parts)[0].etag, HexDigest(DigestAlgorithm::kMd5, "one"));
  EXPECT_FALSE(this->store().Head("bucket", "k//ey"));
  EXPECT_EQ(this->store().ListUploads("bucket")->size(), 1u);

  const auto missing =
      this->store().CompleteUpload("bucket", "k//ey", "id1", {{1, 4}, "etag-2", attributes});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ObjectErrorCode::kInvalidPart);
  auto join =
      this->store().CompleteUpload("bucket", "k//ey", "id1", {{1, 2}, "etag-2", attributes});
  ASSERT_TRUE(join);
  for (bool is_joined = false; !is_joined;) {
    EXPECT_FALSE(this->store().Head("bucket", "k//ey"));
    const auto step = (*join)->Step(2);
    ASSERT_TRUE(step);
    is_joined = *step;
  }
  const auto done = (*join)->Commit();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->etag, "etag-2");
  EXPECT_EQ(this->Get("k//ey"), "onetwo");
  const auto info = this->store().Head("bucket", "k//ey");
  EXPECT_EQ(info->etag, "etag-2");
  EXPECT_EQ(info->attributes.content_type, "image/tiff");
  EXPECT_EQ(info->attributes.upload_id, "id1");
  ASSERT_EQ(info->attributes.parts.size(), 2u);
  EXPECT_EQ(info->attributes.parts[1].size, 3u);
  EXPECT_THAT(*this->store().ListUploads("bucket"), IsEmpty());
  EXPECT_EQ(this->store().PutPart("bucket", "k//ey", "id1", 1).error().code,
            ObjectErrorCode::kNoSuchUpload);
}

TYPED_TEST(ObjectStoreTest, UploadsAreKnownByTheirIdAndKeyOnly) {
  ASSERT_TRUE(this->store().CreateUpload("bucket", {"id1", "key", {}, {}, {{"a", "b"}}}));
  EXPECT_EQ(this->store().FindUpload("bucket", "key", "id1")->settings.at("a"), "b");
  for (const auto& [key, id] : std::vector<std::pair<std::string, std::string>>{
           {"other", "id1"}, {"key", "id2"}, {"key", "../id1"}, {"key", ""}, {"", "id1"}}) {
    const auto found = this->store().FindUpload("bucket", key, id);
    ASSERT_FALSE(found) << key << " " << id;
    EXPECT_EQ(found.error().code, ObjectErrorCode::kNoSuchUpload);
  }
  auto part = this->store().PutPart("bucket", "key", "id1", 1);
  ASSERT_TRUE(this->store().AbortUpload("bucket", "key", "id1"));
  ASSERT_TRUE((*part)->Write("late"));
  const auto late = (*part)->Commit();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ObjectErrorCode::kNoSuchUpload);
  // What is under way does not hold a bucket back.
  ASSERT_TRUE(this->store().CreateUpload("bucket", {"id3", "key", {}, {}, {}}));
  EXPECT_TRUE(this->store().DeleteBucket("bucket"));
}

TEST(BucketNameTest, FollowsTheRulesOfS3) {
  for (const char* good : {"abc", "a-b", "a.b", "1ab", "my.bucket-1", "raster-data-collections"}) {
    EXPECT_TRUE(IsValidBucketName(good)) << good;
  }
  EXPECT_TRUE(IsValidBucketName(std::string(63, 'a')));
  for (const char* bad : {"", "ab", "Abc", "a_b", "-ab", "ab-", ".ab", "a..b", "192.168.5.4", "a b",
                          "xn--abc", "abc-s3alias", "a/b", "..", ".portside",
                          "b\xC3\xBC"
                          "cher"}) {
    EXPECT_FALSE(IsValidBucketName(bad)) << bad;
  }
  EXPECT_FALSE(IsValidBucketName(std::string(64, 'a')));
}

TEST(ObjectErrorTest, SaysWhatAndWhere) {
  const ObjectError error{ObjectErrorCode::kNoSuchBucket, "maps", "", ""};
  EXPECT_EQ(error.Describe(),
            "The bucket 'maps' does not exist. Create it before it is named as input or output.");
  const ObjectError large{ObjectErrorCode::kTooLarge, "maps", "a/b", "It has 7 bytes."};
  EXPECT_EQ(large.Describe(),
            "The object at s3://maps/a/b is too large to be read here. It has 7 bytes.");
}

}  // namespace
}  // namespace portside
