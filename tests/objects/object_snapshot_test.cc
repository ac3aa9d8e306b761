// SPDX-License-Identifier: Apache-2.0
//
// Snapshots and scoped removal, over all stores; and what only files can have happen to them.

#include "objects/object_snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "portside/objects/directory_object_store.h"
#include "portside/objects/memory_object_store.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

struct DirectoryFixture {
  TemporaryDirectory directory;
  VirtualClock clock;
  DirectoryObjectStore store{directory.path(), clock, {"111111111111", "us-east-1"}};
};

struct MemoryFixture {
  VirtualClock clock;
  MemoryObjectStore store{clock};
};

template <typename Fixture>
class ObjectSnapshotTest : public ::testing::Test {
 protected:
  ObjectSnapshotTest() {
    MakeBucket("first", "111111111111", "us-east-1");
    MakeBucket("second", "222222222222", "us-east-1");
    MakeBucket("third", "222222222222", "eu-west-1");
  }

  ObjectStore& store() { return fixture_.store; }
  void MakeBucket(const std::string& name, const std::string& account, const std::string& region) {
    ASSERT_TRUE(store().CreateBucket({name, account, region, fixture_.clock.Now(), {}}));
  }
  void Put(const std::string& bucket, const std::string& key, std::string_view bytes,
           ObjectAttributes attributes = {}) {
    auto writer = store().Put(bucket, key, std::move(attributes));
    ASSERT_TRUE(writer) << writer.error().Describe();
    ASSERT_TRUE((*writer)->Write(bytes));
    ASSERT_TRUE((*writer)->Commit());
  }
  // "bucket/key=bytes", in order.
  std::vector<std::string> Contents() {
    std::vector<std::string> contents;
    for (const Bucket& bucket : store().ListBuckets()) {
      const auto page = store().List(bucket.name, {});
      contents.push_back(bucket.name);
      for (const ObjectInfo& object : page->objects) {
        const auto reader = store().Open(bucket.name, object.key);
        contents.push_back(bucket.name + "/" + object.key + "=" +
                           (reader ? (*reader)->Read(0, 100) : "gone"));
      }
    }
    return contents;
  }

  Fixture fixture_;
};

using Stores = ::testing::Types<DirectoryFixture, MemoryFixture>;
TYPED_TEST_SUITE(ObjectSnapshotTest, Stores);

TYPED_TEST(ObjectSnapshotTest, RemovesTheBucketsOfAScope) {
  this->Put("first", "a", "1");
  this->Put("second", "b/c", "2");
  this->Put("second", "odd//", "3");
  this->Put("third", "d", "4");
  ASSERT_TRUE(this->store().CreateUpload("second", {"upload", "key", {}, {}, {}}));
  EXPECT_EQ(this->store().RemoveBuckets({"222222222222", "us-east-1"}), 2U);
  EXPECT_THAT(this->Contents(), ElementsAre("first", "first/a=1", "third", "third/d=4"));
  EXPECT_EQ(this->store().RemoveBuckets({"333333333333", ""}), 0U);
  EXPECT_EQ(this->store().RemoveBuckets({"", "us-east-1"}), 1U);
  EXPECT_THAT(this->Contents(), ElementsAre("third", "third/d=4"));
  // Nothing of a removed bucket comes back with one of its name.
  this->MakeBucket("second", "111111111111", "us-east-1");
  EXPECT_FALSE(this->store().FindUpload("second", "key", "upload"));
  EXPECT_EQ(this->store().RemoveBuckets({}), 1U);
  EXPECT_THAT(this->Contents(), ElementsAre());
}

TYPED_TEST(ObjectSnapshotTest, BringsBackWhatWasChangedRemovedAndAdded) {
  this->Put("first", "same", "1");
  this->Put("first", "replaced", "1");
  this->Put("first", "removed/deep/down", "1");
  this->Put("first", "odd//", "1");
  this->Put("first", "a", "an object where a folder will be");
  const auto before = this->Contents();
  EXPECT_EQ(*this->store().SaveObjects("snapshots/s@1", {}), 5U);

  this->Put("first", "replaced", "2");
  EXPECT_TRUE(*this->store().Remove("first", "removed/deep/down"));
  EXPECT_TRUE(*this->store().Remove("first", "odd//"));
  EXPECT_TRUE(*this->store().Remove("first", "a"));
  this->Put("first", "a/b/c", "added");
  this->Put("first", "added//", "2");
  ASSERT_TRUE(this->store().DeleteBucket("second"));
  this->MakeBucket("fourth", "111111111111", "us-east-1");
  this->Put("fourth", "x", "2");

  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(*this->store().RestoreObjects("snapshots/s@1", {}), 5U);
    EXPECT_EQ(this->Contents(), before);
  }
  EXPECT_EQ(this->store().FindBucket("second")->account, "222222222222");
  EXPECT_EQ(this->store().RemoveBuckets({}), 5U);
  EXPECT_EQ(*this->store().RestoreObjects("snapshots/s@1", {}), 5U);
  EXPECT_EQ(this->Contents(), before);
  this->store().DropObjects("snapshots/s@1");
  EXPECT_THAT(this->store().RestoreObjects("snapshots/s@1", {}).error(), HasSubstr("gone"));
  EXPECT_EQ(this->Contents(), before);
}

TYPED_TEST(ObjectSnapshotTest, AttributesAndTimesComeBack) {
  ObjectAttributes attributes;
  attributes.content_type = "text/csv";
  attributes.metadata = {{"colour", "green"}};
  attributes.tags = {{"team", "maps"}};
  this->Put("first", "a", "1", attributes);
  const ObjectInfo before = *this->store().Head("first", "a");
  ASSERT_TRUE(this->store().SaveObjects("s", {}));

  this->fixture_.clock.Advance(1h);
  ASSERT_TRUE(this->store().ChangeAttributes("first", "a", [](ObjectAttributes& it) {
    it.tags = {{"team", "others"}};
  }));
  ASSERT_TRUE(this->store().ChangeBucket("first", [](Bucket& it) {
    it.tags = {{"of", "bucket"}};
  }));
  ASSERT_TRUE(this->store().RestoreObjects("s", {}));
  EXPECT_EQ(this->store().Head("first", "a")->attributes.tags, attributes.tags);
  EXPECT_TRUE(this->store().FindBucket("first")->tags.empty());

  this->Put("first", "a", "2");
  ASSERT_TRUE(this->store().RestoreObjects("s", {}));
  const ObjectInfo after = *this->store().Head("first", "a");
  EXPECT_EQ(after.etag, before.etag);
  EXPECT_EQ(after.last_modified, before.last_modified);
  EXPECT_EQ(after.attributes.content_type, "text/csv");
  EXPECT_EQ(after.attributes.metadata, attributes.metadata);
}

TYPED_TEST(ObjectSnapshotTest, UploadsUnderWayComeBack) {
  ASSERT_TRUE(this->store().CreateUpload("first", {"upload", "key", {}, {}, {}}));
  auto part = this->store().PutPart("first", "key", "upload", 1);
  ASSERT_TRUE((*part)->Write("part"));
  ASSERT_TRUE((*part)->Commit());
  ASSERT_TRUE(this->store().SaveObjects("s", {}));
  ASSERT_TRUE(this->store().AbortUpload("first", "key", "upload"));
  ASSERT_TRUE(this->store().CreateUpload("first", {"later", "key", {}, {}, {}}));

  ASSERT_TRUE(this->store().RestoreObjects("s", {}));
  EXPECT_FALSE(this->store().FindUpload("first", "key", "later"));
  auto join = this->store().CompleteUpload("first", "key", "upload", {{1}, "etag-1", {}});
  ASSERT_TRUE(join) << join.error().Describe();
  while (!*(*join)->Step(1)) continue;
  ASSERT_TRUE((*join)->Commit());
  EXPECT_EQ(this->store().Head("first", "key")->etag, "etag-1");
}

TYPED_TEST(ObjectSnapshotTest, APartLeavesTheOtherBucketsAlone) {
  this->Put("first", "a", "1");
  this->Put("second", "b", "1");
  EXPECT_EQ(*this->store().SaveObjects("s", {"222222222222", ""}), 1U);
  this->Put("first", "a", "2");
  this->Put("second", "b", "2");
  this->MakeBucket("more", "222222222222", "us-east-1");
  EXPECT_EQ(*this->store().RestoreObjects("s", {"222222222222", ""}), 1U);
  EXPECT_THAT(this->Contents(), ElementsAre("first", "first/a=2", "second", "second/b=1", "third"));
}

TYPED_TEST(ObjectSnapshotTest, ABucketThatIsSomebodyElsesByNowIsNotTaken) {
  this->Put("second", "b", "1");
  ASSERT_TRUE(this->store().SaveObjects("s", {"222222222222", ""}));
  this->store().RemoveBuckets({"222222222222", "us-east-1"});
  this->MakeBucket("second", "111111111111", "us-west-2");
  this->Put("second", "mine", "1");
  const auto before = this->Contents();
  EXPECT_EQ(this->store().RestoreObjects("s", {"222222222222", ""}).error(),
            "The bucket second of the snapshot belongs to the account 111111111111 in us-west-2 by "
            "now, which the snapshot is not about.");
  EXPECT_EQ(this->Contents(), before);
}

class DirectorySnapshotTest : public ObjectSnapshotTest<DirectoryFixture> {
 protected:
  std::filesystem::path PathOf(const std::string& path) {
    return fixture_.directory.path() / "s3" / path;
  }
  void Write(const std::string& path, const std::string& text) {
    std::ofstream(PathOf(path), std::ios::binary) << text;
  }
};

TEST_F(DirectorySnapshotTest, AFileThatWasChangedInPlaceIsNamedAndNothingChanges) {
  Put("first", "folder/edited", "original");
  Put("first", "other", "1");
  ASSERT_TRUE(store().SaveObjects("s", {}));
  Put("first", "other", "2");
  Write("first/folder/edited", "by hand, longer");
  const auto before = Contents();
  EXPECT_EQ(store().RestoreObjects("s", {}).error(),
            "The file first/folder/edited was changed in place since the snapshot was taken, so "
            "that what it held then is gone.");
  EXPECT_EQ(Contents(), before);
}

TEST_F(DirectorySnapshotTest, FilesThatAPersonDroppedInComeBackToo) {
  Write("first/dropped", "by hand");
  const auto before = Contents();
  ASSERT_TRUE(store().SaveObjects("s", {}));
  std::filesystem::remove(PathOf("first/dropped"));
  ASSERT_TRUE(store().RestoreObjects("s", {}));
  EXPECT_EQ(Contents(), before);
}

TEST_F(DirectorySnapshotTest, WhatIsNoObjectStaysAndLinksLeadNowhere) {
  const TemporaryDirectory elsewhere;
  Put("first", "folder/a", "1");
  ASSERT_TRUE(store().SaveObjects("s", {}));
  const auto before = Contents();
  std::filesystem::create_symlink("/nowhere", PathOf("first/link"));
  std::filesystem::remove_all(PathOf("first/folder"));
  std::filesystem::create_symlink(elsewhere.path(), PathOf("first/folder"));
  ASSERT_TRUE(store().RestoreObjects("s", {}));
  EXPECT_EQ(Contents(), before);
  EXPECT_TRUE(std::filesystem::is_symlink(PathOf("first/link")));
  EXPECT_TRUE(std::filesystem::is_empty(elsewhere.path()));
}

TEST_F(DirectorySnapshotTest, UnchangedFilesAreNotTouched) {
  Put("first", "a", "1");
  ASSERT_TRUE(store().SaveObjects("s", {}));
  struct stat before {
  }, after{};
  ASSERT_EQ(stat(PathOf("first/a").c_str(), &before), 0);
  ASSERT_TRUE(store().RestoreObjects("s", {}));
  ASSERT_EQ(stat(PathOf("first/a").c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_EQ(before.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
}

// Bodies on one disk and the hidden folder on another, so that no link leads from one to the other.
TEST(SnapshotOnTwoDisksTest, CopiesWhatCannotBeLinked) {
  std::string other = "/dev/shm/portside-XXXXXX";
  struct stat here {
  }, there{};
  const TemporaryDirectory directory;
  if (mkdtemp(other.data()) == nullptr || stat(other.c_str(), &there) != 0 ||
      stat(directory.path().c_str(), &here) != 0 || here.st_dev == there.st_dev) {
    GTEST_SKIP() << "there is no second file system";
  }
  std::filesystem::create_symlink(other, directory.path() / "s3");
  {
    VirtualClock clock;
    DirectoryObjectStore store(directory.path(), clock, {"111111111111", "us-east-1"});
    ASSERT_TRUE(store.CreateBucket({"bucket", "111111111111", "us-east-1", clock.Now(), {}}));
    const auto put = [&store](const std::string& key, const std::string& bytes) {
      ObjectAttributes attributes;
      attributes.metadata = {{"bytes", bytes}};
      auto writer = store.Put("bucket", key, attributes);
      ASSERT_TRUE((*writer)->Write(bytes));
      ASSERT_TRUE((*writer)->Commit());
    };
    put("a/b", "before");
    put("same", "before");
    const ObjectInfo before = *store.Head("bucket", "a/b");
    ASSERT_TRUE(store.SaveObjects("s", {}));
    for (int again = 0; again < 3; ++again) {
      put("a/b", "after");
      clock.Advance(1h);
      ASSERT_EQ(*store.RestoreObjects("s", {}), 2U);
      const ObjectInfo after = *store.Head("bucket", "a/b");
      EXPECT_EQ(after.etag, before.etag);
      EXPECT_EQ(after.last_modified, before.last_modified);
      EXPECT_EQ(after.attributes.metadata, before.attributes.metadata);
      EXPECT_EQ(store.List("bucket", {})->objects.size(), 2U);
      if (again == 1) {
        store.RemoveBuckets({});
        ASSERT_TRUE(store.RestoreObjects("s", {}));
      }
    }
  }
  std::filesystem::remove_all(other);
}

}  // namespace
}  // namespace portside
