// SPDX-License-Identifier: Apache-2.0

#include "objects/beneath.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "support/temporary_directory.h"

namespace portside {
namespace {

namespace fs = std::filesystem;

class BeneathTest : public ::testing::TestWithParam<Beneath::Walk> {
 protected:
  BeneathTest() : root_(open(directory_.path().c_str(), O_RDONLY | O_DIRECTORY)) {
    fs::create_directories(directory_.path() / "a/b");
    std::ofstream(directory_.path() / "a/b/file") << "text";
    fs::create_symlink(directory_.path() / "a/b/file", directory_.path() / "link");
    fs::create_directory_symlink("a", directory_.path() / "folder-link");
  }
  std::string Read(const std::string& path) {
    const UniqueFd file = Beneath(root_.get(), GetParam()).Open(path, O_RDONLY);
    return file.valid() ? ReadAt(file.get(), 0, 100) : "(errno " + std::to_string(errno) + ")";
  }

  TemporaryDirectory directory_;
  UniqueFd root_;
};

TEST_P(BeneathTest, OpensWhatIsThere) {
  EXPECT_EQ(Read("a/b/file"), "text");
  EXPECT_EQ(Read("a/b/none"), "(errno " + std::to_string(ENOENT) + ")");
  EXPECT_EQ(Read("x/b/none"), "(errno " + std::to_string(ENOENT) + ")");
  EXPECT_EQ(Read("a/b/file/deeper"), "(errno " + std::to_string(ENOTDIR) + ")");
}

TEST_P(BeneathTest, FollowsNoLink) {
  const Beneath beneath(root_.get(), GetParam());
  EXPECT_FALSE(beneath.Open("link", O_RDONLY).valid());
  EXPECT_FALSE(beneath.Open("link", O_PATH).valid());
  EXPECT_FALSE(beneath.Open("folder-link/b/file", O_RDONLY).valid());
  EXPECT_FALSE(beneath.Open("folder-link", O_PATH | O_DIRECTORY).valid());
}

INSTANTIATE_TEST_SUITE_P(Walks, BeneathTest,
                         ::testing::Values(Beneath::Walk::kKernel, Beneath::Walk::kByHand));

}  // namespace
}  // namespace portside
