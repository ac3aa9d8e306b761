// SPDX-License-Identifier: Apache-2.0

#include "objects/bucket_tree.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "portside/objects/directory_object_store.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

class BucketTreeTest : public ::testing::Test {
 protected:
  BucketTreeTest() { fs::create_directories(Root() / "bucket/Dir"); }
  [[nodiscard]] const fs::path& Root() const { return directory_.path(); }

  TemporaryDirectory directory_;
  BucketTree tree_{UniqueFd(open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY))};
};

// Without such a file system at hand, a link stands for it: a name that is there when asked for,
// but that no listing shows.
TEST_F(BucketTreeTest, OnAFileSystemThatFoldsCaseSpellingCounts) {
  std::ofstream(Root() / "bucket/Dir/File") << "x";
  fs::create_symlink("Dir", Root() / "bucket/dir");
  fs::create_hard_link(Root() / "bucket/Dir/File", Root() / "staged");
  tree_.SetCaseInsensitive(true);

  EXPECT_TRUE(tree_.Open("bucket", "Dir/File").valid());
  EXPECT_TRUE(tree_.Stat("bucket", "Dir/File"));
  EXPECT_FALSE(tree_.Stat("bucket", "dir/File"));
  EXPECT_FALSE(tree_.Remove("bucket", "dir/File"));

  auto staged = StagedFile::Create(tree_.root(), "new");
  ASSERT_TRUE(staged);
  EXPECT_EQ(tree_.Place(*staged, "bucket", "dir"), EEXIST);
  EXPECT_EQ(tree_.Place(*staged, "bucket", "dir/other"), EEXIST);
  EXPECT_EQ(tree_.Place(*staged, "bucket", "Dir/other"), 0);
  EXPECT_TRUE(fs::exists(Root() / "bucket/Dir/other"));
}

TEST_F(BucketTreeTest, AFileIsPutWhereItsParentsAreMissing) {
  auto staged = StagedFile::Create(tree_.root(), "new");
  ASSERT_TRUE(staged);
  EXPECT_EQ(tree_.Place(*staged, "bucket", "a/b/c/d"), 0);
  EXPECT_TRUE(fs::exists(Root() / "bucket/a/b/c/d"));
}

TEST_F(BucketTreeTest, NothingIsPutIntoAMissingBucket) {
  auto staged = StagedFile::Create(tree_.root(), "new");
  ASSERT_TRUE(staged);
  EXPECT_EQ(tree_.Place(*staged, "nowhere", "a/b"), ENOENT);
  EXPECT_FALSE(fs::exists(Root() / "nowhere"));
}

// People mount a folder of theirs as a bucket; renames do not lead into it from outside.
TEST(MountedBucketTest, TakesObjectsOfEverySort) {
  TemporaryDirectory directory;
  const fs::path mount_point = directory.path() / "s3/mounted";
  fs::create_directories(mount_point);
  if (mount("tmpfs", mount_point.c_str(), "tmpfs", 0, nullptr) != 0) {
    GTEST_SKIP() << "needs the right to mount";
  }
  {
    VirtualClock clock;
    DirectoryObjectStore store(directory.path(), clock, {});
    for (const char* key : {"a/b", "a", "x", "x/y", "z//w"}) {
      auto writer = store.Put("mounted", key, {});
      ASSERT_TRUE((*writer)->Write(key));
      ASSERT_TRUE((*writer)->Commit()) << key;
    }
    for (const char* key : {"a/b", "a", "x", "x/y", "z//w"}) {
      const auto reader = store.Open("mounted", key);
      ASSERT_TRUE(reader) << key;
      EXPECT_EQ((*reader)->Read(0, 100), key);
    }
    EXPECT_TRUE(fs::exists(mount_point / "a/b"));
    std::ofstream(mount_point / ".portside-5~") << "half";
    EXPECT_EQ(store.List("mounted", {})->objects.size(), 5u);
  }
  VirtualClock clock;
  const DirectoryObjectStore again(directory.path(), clock, {});
  EXPECT_FALSE(fs::exists(mount_point / ".portside-5~"));
  umount(mount_point.c_str());
}

}  // namespace
}  // namespace portside
