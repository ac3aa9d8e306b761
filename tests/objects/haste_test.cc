// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/haste.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "portside/base/limits.h"
#include "portside/objects/directory_object_store.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

class HasteTest : public testing::Test {
 protected:
  HasteTest() {
    std::filesystem::create_directories(directory_.path() / "s3/bucket");
    aside_ = [this](std::function<void()> work, std::function<void()> done) {
      ++asides_;
      work();
      done();
    };
  }
  void Drop(const std::string& name, std::size_t size) {
    std::ofstream(directory_.path() / "s3/bucket" / name) << std::string(size, 'x');
  }

  TemporaryDirectory directory_;
  VirtualClock clock_;
  DirectoryObjectStore store_{directory_.path(), clock_, {"1", "r"}};
  Aside aside_;
  int asides_ = 0;
};

TEST_F(HasteTest, SmallFilesAreReadOnTheSpot) {
  Drop("small", 1000);
  int runs = 0;
  RunInHaste(aside_, [&] {
    ++runs;
    EXPECT_EQ(store_.Head("bucket", "small")->size, 1000U);
  });
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(asides_, 0);
}

TEST_F(HasteTest, ALargeFileIsReadAsideAndTheWorkDoneAgain) {
  Drop("large", 2 * limits::kHastyBytes);
  std::vector<std::string> etags;
  int runs = 0;
  RunInHaste(aside_, [&] {
    ++runs;
    etags.push_back(store_.Head("bucket", "large")->etag);
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(asides_, 1);
  EXPECT_EQ(etags.size(), 1U);
}

TEST_F(HasteTest, ManySmallFilesOfOneListAreTogetherLarge) {
  for (int i = 0; i < 20; ++i) Drop(std::to_string(i), limits::kHastyBytes / 10);
  std::size_t listed = 0;
  RunInHaste(aside_, [&] { listed = store_.List("bucket", {})->objects.size(); });
  EXPECT_EQ(listed, 20U);
  EXPECT_EQ(asides_, 1);
}

// A file that was written a moment ago may change under the same time stamp, so that nothing about
// it is remembered; whoever it was read for does not read it again all the same.
TEST_F(HasteTest, WhatWasReadAsideIsNotReadAgain) {
  Drop("young", 2 * limits::kHastyBytes);
  const auto path = directory_.path() / "s3/bucket/young";
  std::string before, after;
  RunInHaste(nullptr, [&] { before = store_.Head("bucket", "young")->etag; });
  Drop("young", 2 * limits::kHastyBytes);
  aside_ = [&](const std::function<void()>& work, const std::function<void()>& done) {
    ++asides_;
    const auto time = std::filesystem::last_write_time(path);
    work();
    std::fstream(path, std::ios::in | std::ios::out) << "other bytes";
    std::filesystem::last_write_time(path, time);
    done();
  };
  RunInHaste(aside_, [&] { after = store_.Head("bucket", "young")->etag; });
  EXPECT_EQ(asides_, 1);
  EXPECT_EQ(after, before);
}

TEST_F(HasteTest, AListOfAChangingFolderIsReadOnce) {
  for (int i = 0; i < 20; ++i) Drop(std::to_string(i), limits::kHastyBytes / 10);
  aside_ = [&](const std::function<void()>& work, const std::function<void()>& done) {
    ++asides_;
    work();
    done();
  };
  for (int round = 0; round < 3; ++round) {
    Drop("another" + std::to_string(round), limits::kHastyBytes);
    std::size_t listed = 0;
    RunInHaste(aside_, [&] { listed = store_.List("bucket", {})->objects.size(); });
    EXPECT_EQ(listed, 21U + static_cast<std::size_t>(round));
  }
}

TEST_F(HasteTest, WithoutAnAsideThereIsNoHaste) {
  Drop("large", 2 * limits::kHastyBytes);
  int runs = 0;
  RunInHaste(nullptr, [&] {
    ++runs;
    EXPECT_TRUE(store_.Head("bucket", "large"));
  });
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(store_.Open("bucket", "large")) << "and none afterwards";
}

TEST_F(HasteTest, OtherExceptionsPass) {
  EXPECT_THROW(RunInHaste(aside_, [] { throw std::runtime_error("broken"); }), std::runtime_error);
  EXPECT_EQ(asides_, 0);
}

}  // namespace
}  // namespace portside
