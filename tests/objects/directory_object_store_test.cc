// SPDX-License-Identifier: Apache-2.0
//
// What is particular to objects as files: what a person sees and does in the folders, what a crash
// leaves, what never leaves the folders.

#include "portside/objects/directory_object_store.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "objects/key_mapping.h"
#include "objects/sidecar.h"
#include "portside/base/digest.h"
#include "portside/base/limits.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string ReadFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Writes a file and dates it back, as files that a person dropped in usually are.
void Drop(const fs::path& path, std::string_view bytes, std::time_t at = 1'700'000'000) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << bytes;
  const timespec times[2] = {{at, 0}, {at, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

class DirectoryObjectStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Open();
    ASSERT_TRUE(store_->CreateBucket({"bucket", "444455556666", "us-west-2", clock_.Now(), {}}));
  }
  void Open() {
    store_.reset();
    store_ = std::make_unique<DirectoryObjectStore>(
        directory_.path(), clock_, DirectoryObjectStore::Options{"111122223333", "us-east-1"});
  }
  void Put(const std::string& key, std::string_view bytes, ObjectAttributes attributes = {}) {
    auto writer = store_->Put("bucket", key, std::move(attributes));
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->Write(bytes));
    ASSERT_TRUE((*writer)->Commit());
  }
  std::string Get(const std::string& key) {
    auto reader = store_->Open("bucket", key);
    return reader ? (*reader)->Read(0, 1 << 20) : "(none)";
  }
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    const auto page = store_->List("bucket", {});
    for (const ObjectInfo& object : page->objects) keys.push_back(object.key);
    return keys;
  }
  [[nodiscard]] fs::path Folder() const { return directory_.path() / "s3" / "bucket"; }
  [[nodiscard]] fs::path Hidden() const { return directory_.path() / ".portside"; }
  [[nodiscard]] fs::path SidecarOf(const std::string& key) const {
    return Hidden() / "s3/bucket/meta" / (HashPath(key) + ".json");
  }
  // Everything below the bucket's folder, as `ls -R` shows it.
  std::vector<std::string> Tree() {
    std::vector<std::string> paths;
    for (const auto& entry : fs::recursive_directory_iterator(Folder())) {
      paths.push_back(fs::relative(entry.path(), Folder()).string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  TemporaryDirectory directory_;
  VirtualClock clock_;
  std::unique_ptr<DirectoryObjectStore> store_;
};

TEST_F(DirectoryObjectStoreTest, APersonSeesPlainFilesAndNothingElse) {
  Put("top.txt", "1");
  Put("a/b/c.csv", "x,y\n");
  Put("weird//key", "2");
  EXPECT_THAT(Tree(), ElementsAre("a", "a/b", "a/b/c.csv", "top.txt"));
  EXPECT_EQ(ReadFile(Folder() / "a/b/c.csv"), "x,y\n");
}

TEST_F(DirectoryObjectStoreTest, DroppedFilesAreObjects) {
  Drop(Folder() / "in/points.csv", "hello");
  const auto info = store_->Head("bucket", "in/points.csv");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->etag, "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(info->size, 5u);
  EXPECT_EQ(info->attributes.content_type, "binary/octet-stream");
  EXPECT_EQ(info->last_modified, Timestamp(std::chrono::seconds(1'700'000'000)));
  EXPECT_THAT(Keys(), ElementsAre("in/points.csv"));
  // Remembered, so that the file is not read again.
  EXPECT_TRUE(fs::exists(SidecarOf("in/points.csv")));

  Drop(Folder() / "in/points.csv", "world", 1'700'000'001);
  EXPECT_EQ(store_->Head("bucket", "in/points.csv")->etag,
            HexDigest(DigestAlgorithm::kMd5, "world"));
}

TEST_F(DirectoryObjectStoreTest, AFileThatStillChangesIsReadEachTime) {
  std::ofstream(Folder() / "log") << "1";
  EXPECT_EQ(store_->Head("bucket", "log")->etag, HexDigest(DigestAlgorithm::kMd5, "1"));
  EXPECT_FALSE(fs::exists(SidecarOf("log")));
  std::ofstream(Folder() / "log") << "2";
  EXPECT_EQ(store_->Head("bucket", "log")->etag, HexDigest(DigestAlgorithm::kMd5, "2"));
}

TEST_F(DirectoryObjectStoreTest, AListingWithoutETagsReadsNoFile) {
  Drop(Folder() / "file", "hello");
  ListQuery query;
  query.etags = false;
  const auto page = store_->List("bucket", query);
  ASSERT_EQ(page->objects.size(), 1u);
  EXPECT_EQ(page->objects[0].etag, "");
  EXPECT_EQ(page->objects[0].size, 5u);
  EXPECT_FALSE(fs::exists(SidecarOf("file")));
}

TEST_F(DirectoryObjectStoreTest, HugeDroppedFilesAreNotReadForTheirETag) {
  Drop(Folder() / "huge", "");
  fs::resize_file(Folder() / "huge", 300ULL << 20);
  const std::string etag = store_->Head("bucket", "huge")->etag;
  EXPECT_TRUE(etag.ends_with("-1")) << etag;
  EXPECT_EQ(store_->Head("bucket", "huge")->etag, etag);
}

TEST_F(DirectoryObjectStoreTest, FoldersAPersonMakesAreBuckets) {
  fs::create_directories(directory_.path() / "s3/by-hand/inner");
  fs::create_directories(directory_.path() / "s3/Not_A_Bucket");
  const auto bucket = store_->FindBucket("by-hand");
  ASSERT_TRUE(bucket);
  EXPECT_EQ(bucket->account, "111122223333");
  EXPECT_EQ(bucket->region, "us-east-1");
  EXPECT_FALSE(store_->FindBucket("Not_A_Bucket"));
  std::vector<std::string> names;
  for (const Bucket& each : store_->ListBuckets()) names.push_back(each.name);
  EXPECT_THAT(names, ElementsAre("bucket", "by-hand"));

  EXPECT_TRUE(store_->DeleteBucket("by-hand"));
  EXPECT_FALSE(fs::exists(directory_.path() / "s3/by-hand"));
}

TEST_F(DirectoryObjectStoreTest, ABucketAPersonRemovedIsGone) {
  Put("odd//key", "x");
  fs::remove_all(Folder());
  EXPECT_FALSE(store_->FindBucket("bucket"));
  EXPECT_EQ(store_->Head("bucket", "key").error().code, ObjectErrorCode::kNoSuchBucket);

  ASSERT_TRUE(store_->CreateBucket({"bucket", "7", "eu-west-1", clock_.Now(), {}}));
  EXPECT_THAT(Keys(), IsEmpty());
  EXPECT_EQ(store_->FindBucket("bucket")->account, "7");
}

TEST_F(DirectoryObjectStoreTest, EmptyFoldersAreNoObjectsAndGoWithTheirLastOne) {
  fs::create_directories(Folder() / "empty/inner");
  EXPECT_THAT(Keys(), IsEmpty());
  ListQuery query;
  query.delimiter = "/";
  EXPECT_THAT(store_->List("bucket", query)->common_prefixes, IsEmpty());

  Put("a/b/c", "1");
  Put("a/d", "2");
  EXPECT_EQ(store_->Remove("bucket", "a/b/c"), true);
  EXPECT_THAT(Tree(), ElementsAre("a", "a/d", "empty", "empty/inner"));
  EXPECT_EQ(store_->Remove("bucket", "a/d"), true);
  EXPECT_THAT(Tree(), ElementsAre("empty", "empty/inner"));
  EXPECT_TRUE(store_->DeleteBucket("bucket"));
}

TEST_F(DirectoryObjectStoreTest, AFolderObjectKeepsItsFolder) {
  Put("dir/", "");
  EXPECT_TRUE(fs::is_directory(Folder() / "dir"));
  Put("dir/x", "1");
  EXPECT_EQ(store_->Remove("bucket", "dir/x"), true);
  EXPECT_TRUE(fs::is_directory(Folder() / "dir"));
  EXPECT_THAT(Keys(), ElementsAre("dir/"));
  EXPECT_EQ(store_->Remove("bucket", "dir/"), true);
  EXPECT_THAT(Tree(), IsEmpty());
}

TEST_F(DirectoryObjectStoreTest, NothingOutsideIsShownThroughLinks) {
  TemporaryDirectory outside;
  std::ofstream(outside.path() / "secret") << "secret";
  fs::create_symlink(outside.path() / "secret", Folder() / "file-link");
  fs::create_directory_symlink(outside.path(), Folder() / "folder-link");
  fs::create_directory_symlink(outside.path(), directory_.path() / "s3/bucket-link");

  EXPECT_EQ(Get("file-link"), "(none)");
  EXPECT_EQ(Get("folder-link/secret"), "(none)");
  EXPECT_THAT(Keys(), IsEmpty());
  EXPECT_FALSE(store_->FindBucket("bucket-link"));
  EXPECT_EQ(store_->Remove("bucket", "folder-link/secret"), false);
  EXPECT_EQ(store_->Remove("bucket", "file-link"), false);
  EXPECT_TRUE(fs::exists(outside.path() / "secret"));

  // What cannot be a plain file because of the link is kept apart.
  Put("folder-link/new", "x");
  EXPECT_EQ(Get("folder-link/new"), "x");
  EXPECT_FALSE(fs::exists(outside.path() / "new"));
  EXPECT_EQ(store_->Remove("bucket", "folder-link/new"), true);

  const auto deleted = store_->DeleteBucket("bucket");
  ASSERT_FALSE(deleted);
  EXPECT_EQ(deleted.error().code, ObjectErrorCode::kBucketNotEmpty);
  EXPECT_TRUE(fs::is_symlink(Folder() / "file-link"));
}

TEST_F(DirectoryObjectStoreTest, ClearingRemovesLinksButNotWhatTheyLeadTo) {
  TemporaryDirectory outside;
  std::ofstream(outside.path() / "kept") << "kept";
  fs::create_directory_symlink(outside.path(), Folder() / "link");
  ASSERT_EQ(mkfifo((Folder() / "pipe").c_str(), 0600), 0);
  store_->RemoveBuckets({});
  EXPECT_THAT(store_->ListBuckets(), IsEmpty());
  EXPECT_TRUE(fs::exists(outside.path() / "kept"));
}

TEST_F(DirectoryObjectStoreTest, PipesAndUnspeakableNamesAreNoObjects) {
  ASSERT_EQ(mkfifo((Folder() / "pipe").c_str(), 0600), 0);
  std::ofstream(Folder() / "bad\xFFname") << "x";
  std::ofstream(Folder() / "line\nbreak") << "x";
  EXPECT_EQ(Get("pipe"), "(none)");
  EXPECT_EQ(Get("bad\xFFname"), "(none)");
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DirectoryObjectStoreTest, EverythingAcknowledgedIsThereAfterARestart) {
  ObjectAttributes attributes;
  attributes.metadata = {{"k", "v"}};
  Put("plain", "1", attributes);
  Put("odd//key", "2", attributes);
  Put("p", "3");
  Put("p/q", "4", attributes);
  ASSERT_TRUE(store_->CreateUpload("bucket", {"id", "up", {}, attributes, {}}));
  Open();
  EXPECT_THAT(Keys(), ElementsAre("odd//key", "p", "p/q", "plain"));
  for (const char* key : {"plain", "odd//key", "p/q"}) {
    EXPECT_EQ(store_->Head("bucket", key)->attributes.metadata, attributes.metadata) << key;
  }
  EXPECT_EQ(store_->FindBucket("bucket")->account, "444455556666");
  EXPECT_EQ(store_->FindUpload("bucket", "up", "id")->attributes.metadata, attributes.metadata);
}

TEST_F(DirectoryObjectStoreTest, StagingFilesOfAKilledProcessAreRemoved) {
  Drop(Hidden() / "tmp/.portside-3~", "half");
  Open();
  EXPECT_TRUE(fs::is_empty(Hidden() / "tmp"));
}

TEST_F(DirectoryObjectStoreTest, ACrashBetweenSidecarAndBodyLeavesTheOldObject) {
  ObjectAttributes attributes;
  attributes.content_type = "text/old";
  Put("key", "old", attributes);

  // What the first half of a replacement writes.
  const auto sidecar = ParseSidecar(ReadFile(SidecarOf("key")));
  ASSERT_TRUE(sidecar);
  Record next = *sidecar->records.at(0);
  next.fingerprint.inode += 1;
  next.etag = "00000000000000000000000000000000";
  next.attributes.content_type = "text/new";
  std::ofstream(SidecarOf("key")) << DumpSidecar(
      {"key", {std::make_shared<const Record>(next), sidecar->records.at(0)}});

  Open();
  const auto info = store_->Head("bucket", "key");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->attributes.content_type, "text/old");
  EXPECT_EQ(info->etag, HexDigest(DigestAlgorithm::kMd5, "old"));
}

TEST_F(DirectoryObjectStoreTest, ASidecarWithoutABodyIsNoObject) {
  Put("key", "x");
  fs::remove(Folder() / "key");
  EXPECT_FALSE(store_->Head("bucket", "key"));
  EXPECT_THAT(Keys(), IsEmpty());
  Put("key", "again");
  EXPECT_EQ(store_->Head("bucket", "key")->etag, HexDigest(DigestAlgorithm::kMd5, "again"));
}

TEST_F(DirectoryObjectStoreTest, TouchedAndCopiedFilesKeepTheirAttributes) {
  ObjectAttributes attributes;
  attributes.content_type = "text/csv";
  Put("key", "bytes", attributes);
  fs::rename(Folder() / "key", Folder() / "copy");
  Drop(Folder() / "key", "bytes", 1'600'000'000);
  EXPECT_EQ(store_->Head("bucket", "key")->attributes.content_type, "text/csv");
  EXPECT_EQ(store_->Head("bucket", "key")->last_modified, clock_.Now());

  Drop(Folder() / "key", "other", 1'600'000'001);
  EXPECT_EQ(store_->Head("bucket", "key")->attributes.content_type, "binary/octet-stream");
}

TEST_F(DirectoryObjectStoreTest, TwoProcessesDoNotShareADirectory) {
  EXPECT_THAT([&] { DirectoryObjectStore(directory_.path(), clock_, {}); },
              testing::ThrowsMessage<std::runtime_error>(
                  testing::HasSubstr(directory_.path().string() + " is in use by another")));
}

TEST_F(DirectoryObjectStoreTest, AFullDiskLeavesTheOldObjectWhole) {
  Put("key", "old");
  struct rlimit before {};
  getrlimit(RLIMIT_FSIZE, &before);
  struct rlimit small = before;
  small.rlim_cur = 1 << 20;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);

  auto writer = store_->Put("bucket", "key", {});
  const auto written = (*writer)->Write(std::string(2 << 20, 'x'));

  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ObjectErrorCode::kNoSpace);
  writer->reset();
  EXPECT_EQ(Get("key"), "old");
  EXPECT_TRUE(fs::is_empty(Hidden() / "tmp"));
}

TEST_F(DirectoryObjectStoreTest, LargeBodiesAreSentFromTheFile) {
  const std::uint64_t size = limits::kCopiedBodyBytes + 1;
  Put("key", "01" + std::string(size, '2') + "34");
  auto reader = store_->Open("bucket", "key");
  const Body body = (*reader)->AsBody(1, size);
  const auto* file = std::get_if<FileBody>(&body);
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->offset, 1u);
  EXPECT_EQ(file->length, size);
  char bytes[3];
  reader->reset();
  EXPECT_EQ(pread(file->file->descriptor(), bytes, 3, 0), 3);
  EXPECT_EQ(std::string(bytes, 3), "012");
}

TEST_F(DirectoryObjectStoreTest, SmallBodiesAreRead) {
  Put("key", "0123456789");
  auto reader = store_->Open("bucket", "key");
  const Body body = (*reader)->AsBody(2, 5);
  const auto* text = std::get_if<std::string>(&body);
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(*text, "23456");
}

}  // namespace
}  // namespace portside
