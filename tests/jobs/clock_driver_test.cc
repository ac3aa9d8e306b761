// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/clock_driver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/objects/memory_object_store.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class ClockDriverTest : public ::testing::Test {
 protected:
  ClockDriverTest() { clock_.SetMode(UserClock::Mode::kManual); }

  VirtualClock machine_;
  UserClock clock_{machine_};
  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  RecordLog records_{database_};
  MemoryObjectStore objects_{clock_};
  InlineWorkerPool workers_{records_};
  Scheduler scheduler_{clock_, database_, Stores{resources_, records_}, objects_, workers_, {}};
};

// With calls that run at once, and with calls that run later.
TEST_F(ClockDriverTest, WhoIsCalledBackMayAdvanceAgain) {
  std::deque<std::function<void()>> posted;
  const ClockDriver::Post later = [&posted](std::function<void()> call) {
    posted.push_back(std::move(call));
  };
  for (const ClockDriver::Post& post : {ClockDriver::Post(), later}) {
    ClockDriver driver(clock_, scheduler_, post);
    const Timestamp start = clock_.Now();
    std::vector<std::int64_t> seconds;
    const std::function<void()> done = [&] {
      seconds.push_back(
          std::chrono::duration_cast<std::chrono::seconds>(clock_.Now() - start).count());
      if (seconds.size() < 3) driver.Advance(10s, done);
    };
    driver.Advance(1s, done);
    for (; !posted.empty(); posted.pop_front()) std::function<void()>(posted.front())();
    EXPECT_THAT(seconds, ElementsAre(1, 11, 21));
  }
}

}  // namespace
}  // namespace portside
