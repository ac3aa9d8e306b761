// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/write_guard.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace portside {
namespace {

TEST(WriteGuardTest, NothingChangesOnceItIsClosed) {
  WriteGuard guard;
  int changes = 0;
  EXPECT_TRUE(guard.Run([&changes] { ++changes; }));
  guard.Close();
  EXPECT_FALSE(guard.Run([&changes] { ++changes; }));
  EXPECT_EQ(changes, 1);
}

TEST(WriteGuardTest, ClosingWaitsForAChangeThatIsBeingMade) {
  WriteGuard guard;
  std::mutex mutex;
  std::condition_variable wake;
  bool has_begun = false;
  bool may_end = false;
  bool has_ended = false;
  std::jthread writer([&] {
    EXPECT_TRUE(guard.Run([&] {
      std::unique_lock lock(mutex);
      has_begun = true;
      wake.notify_all();
      wake.wait(lock, [&] { return may_end; });
      has_ended = true;
    }));
  });
  {
    std::unique_lock lock(mutex);
    wake.wait(lock, [&] { return has_begun; });
    may_end = true;
    wake.notify_all();
  }
  guard.Close();
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(has_ended);
}

}  // namespace
}  // namespace portside
