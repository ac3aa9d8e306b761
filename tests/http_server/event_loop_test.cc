// SPDX-License-Identifier: Apache-2.0

#include "portside/http_server/event_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>
#include <thread>
#include <vector>

namespace portside {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using Clock = std::chrono::steady_clock;

TEST(EventLoop, RunsPostedFunctionsInOrderFromAnyThread) {
  EventLoop loop;
  std::vector<int> seen;
  loop.Post([&] { seen.push_back(1); });
  std::thread other([&] {
    loop.Post([&] { seen.push_back(2); });
    loop.Post([&] { loop.Stop(); });
  });
  other.join();
  loop.Run();
  EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST(EventLoop, WhatIsHeldFollowsInItsOrder) {
  EventLoop loop;
  std::vector<int> seen;
  loop.Hold();
  loop.SetTimer(Clock::now(), [&] { seen.push_back(1); });
  loop.After(milliseconds{5}, [&] { seen.push_back(2); });
  loop.Post([&] { seen.push_back(0); });
  loop.After(milliseconds{10}, [&] { loop.Stop(); });
  // Long after all of them were due.
  const Clock::time_point then = Clock::now() + milliseconds{30};
  std::function<void()> release = [&] {
    if (Clock::now() < then) return loop.PostThrough(release);
    EXPECT_THAT(seen, ElementsAre());
    seen.push_back(-1);
    loop.Release();
  };
  loop.PostThrough(release);
  loop.Run();
  EXPECT_THAT(seen, ElementsAre(-1, 0, 1, 2));
}

TEST(EventLoop, StopsFromAnotherThread) {
  EventLoop loop;
  std::thread other([&] { loop.Stop(); });
  loop.Run();
  other.join();
}

TEST(EventLoop, SurvivesExceptions) {
  EventLoop loop;
  bool goes_on = false;
  loop.Post([] { throw std::runtime_error("posted"); });
  loop.SetTimer(Clock::now(), [&] {
    loop.Post([&] {
      goes_on = true;
      loop.Stop();
    });
    throw std::runtime_error("timer");
  });
  loop.Run();
  EXPECT_TRUE(goes_on);
}

TEST(EventLoop, TimerFiresOnceAtItsTime) {
  EventLoop loop;
  int fired = 0;
  const Clock::time_point when = Clock::now() + milliseconds{10};
  loop.SetTimer(when, [&] {
    ++fired;
    EXPECT_GE(Clock::now(), when);
    loop.SetTimer(Clock::now() + milliseconds{10}, [&] { loop.Stop(); });
  });
  loop.Run();
  EXPECT_EQ(fired, 1);
}

TEST(EventLoop, ANewTimerReplacesTheOldOne) {
  EventLoop loop;
  std::vector<int> seen;
  loop.SetTimer(Clock::now() + milliseconds{1}, [&] { seen.push_back(1); });
  loop.SetTimer(Clock::now() + milliseconds{5}, [&] {
    seen.push_back(2);
    loop.Stop();
  });
  loop.Run();
  EXPECT_THAT(seen, ElementsAre(2));
}

TEST(EventLoop, ATimerThatIsDueCanStillBeReplacedOrCleared) {
  for (const bool clears : {false, true}) {
    EventLoop loop;
    std::vector<int> seen;
    // All three are due when the loop looks; the first one to run takes the timer away.
    loop.Post([&] {
      loop.SetTimer(Clock::now() - milliseconds{1}, [&] { seen.push_back(1); });
      if (clears) {
        loop.ClearTimer();
      } else {
        loop.SetTimer(Clock::now() - milliseconds{1}, [&] { seen.push_back(2); });
      }
      loop.Post([&] { loop.Post([&] { loop.Post([&] { loop.Stop(); }); }); });
    });
    loop.Run();
    EXPECT_EQ(seen, clears ? std::vector<int>{} : std::vector<int>{2});
  }
}

TEST(EventLoop, RunsFunctionsAfterTheirDelays) {
  EventLoop loop;
  std::vector<int> seen;
  const Clock::time_point start = Clock::now();
  loop.After(milliseconds{20}, [&] {
    seen.push_back(20);
    EXPECT_GE(Clock::now() - start, milliseconds{20});
    loop.Stop();
  });
  loop.After(milliseconds{1}, [&] { seen.push_back(1); });
  loop.After(milliseconds{10}, [&] { seen.push_back(10); });
  loop.Run();
  EXPECT_THAT(seen, ElementsAre(1, 10, 20));
}

TEST(EventLoop, CallsForEverySignal) {
  EventLoop loop;
  std::vector<int> seen;
  loop.OnSignal([](int) { FAIL() << "replaced"; });
  loop.OnSignal([&](int signal) {
    seen.push_back(signal);
    if (seen.size() == 2) loop.Stop();
    std::raise(SIGTERM);
  });
  loop.Post([] { std::raise(SIGINT); });
  loop.Run();
  EXPECT_THAT(seen, ElementsAre(SIGINT, SIGTERM));
}

}  // namespace
}  // namespace portside
