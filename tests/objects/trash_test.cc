// SPDX-License-Identifier: Apache-2.0

#include "objects/trash.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "support/temporary_directory.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

class TrashTest : public testing::Test {
 protected:
  void MakeTree(const fs::path& at) {
    fs::create_directories(at / "a/b");
    std::ofstream(at / "a/b/file") << "bytes";
    fs::create_symlink(outside_.path(), at / "a/link");
  }
  // Another thread deletes; ten seconds are more than it needs.
  bool IsEmptySoon() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!fs::is_empty(directory_.path() / "trash")) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::yield();
    }
    return true;
  }

  TemporaryDirectory directory_;
  TemporaryDirectory outside_;
  UniqueFd root_ = OpenFolder(AT_FDCWD, directory_.path());
};

TEST_F(TrashTest, WhatIsTakenIsGoneAtOnceAndDeletedLater) {
  std::ofstream(outside_.path() / "precious") << "bytes";
  Trash trash(root_.get());
  for (const char* name : {"one", "two"}) {
    MakeTree(directory_.path() / name);
    EXPECT_TRUE(trash.Take(root_.get(), name));
    EXPECT_FALSE(fs::exists(directory_.path() / name));
  }
  EXPECT_TRUE(IsEmptySoon());
  EXPECT_TRUE(fs::exists(outside_.path() / "precious"));
}

TEST_F(TrashTest, WhatIsNotThereIsNotTaken) {
  Trash trash(root_.get());
  EXPECT_FALSE(trash.Take(root_.get(), "nothing"));
}

TEST_F(TrashTest, WhatAFormerProcessLeftIsDeleted) {
  MakeTree(directory_.path() / "trash/0");
  MakeTree(directory_.path() / "new");
  Trash trash(root_.get());
  EXPECT_TRUE(trash.Take(root_.get(), "new"));
  EXPECT_TRUE(IsEmptySoon());
}

TEST_F(TrashTest, EndsWithoutDeletingTheRest) {
  {
    Trash trash(root_.get());
    MakeTree(directory_.path() / "late");
    EXPECT_TRUE(trash.Take(root_.get(), "late"));
  }
  EXPECT_FALSE(fs::exists(directory_.path() / "late"));
  const Trash next(root_.get());
  EXPECT_TRUE(IsEmptySoon());
}

}  // namespace
}  // namespace portside
