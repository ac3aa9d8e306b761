// SPDX-License-Identifier: Apache-2.0

#include "server/standstill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "portside/http_server/event_loop.h"

namespace portside {
namespace {

using testing::ElementsAre;

class StandstillTest : public testing::Test {
 protected:
  Standstill Make() {
    return Standstill(
        {[this] { Say("hold"), loop_.Hold(); }, [this] { Say("release"), loop_.Release(); },
         [this](std::function<void()> call) { loop_.PostThrough(std::move(call)); }},
        [this] { Say("before"); }, [this] { Say("after"); });
  }
  void Say(const std::string& word) { said_.push_back(word); }

  EventLoop loop_;
  std::vector<std::string> said_;
};

TEST_F(StandstillTest, WorksElsewhereWhileTheLoopIsHeld) {
  Standstill standstill = Make();
  const std::thread::id core = std::this_thread::get_id();
  loop_.Post([&] {
    standstill.Run(
        [&] {
          EXPECT_NE(std::this_thread::get_id(), core);
          Say("work");
        },
        [&] {
          EXPECT_EQ(std::this_thread::get_id(), core);
          Say("done");
        });
    loop_.Post([&] {
      Say("held");
      loop_.Stop();
    });
    Say("rest of the turn");
  });
  loop_.Run();
  EXPECT_THAT(said_, ElementsAre("hold", "rest of the turn", "before", "work", "after", "release",
                                 "done", "held"));
}

TEST_F(StandstillTest, TheNextWorkComesBeforeWhatIsHeld) {
  Standstill standstill = Make();
  loop_.Post([&] {
    for (const char* name : {"1", "2"}) {
      standstill.Run([this, name] { Say(std::string("work ") + name); },
                     [this, name] { Say(std::string("done ") + name); });
    }
    loop_.Post([&] {
      Say("held");
      loop_.Stop();
    });
  });
  loop_.Run();
  EXPECT_THAT(said_, ElementsAre("hold", "before", "work 1", "after", "release", "hold", "done 1",
                                 "before", "work 2", "after", "release", "done 2", "held"));
}

TEST_F(StandstillTest, EndsAfterTheWorkThatIsUnderWay) {
  bool is_done = false;
  {
    Standstill standstill = Make();
    loop_.Post([&] {
      standstill.Run([&] { Say("work"); }, [&] { is_done = true; });
      loop_.PostThrough([&] { loop_.Stop(); });
    });
    loop_.Run();
  }
  EXPECT_THAT(said_, ElementsAre("hold", "before", "work"));
  EXPECT_FALSE(is_done);
}

}  // namespace
}  // namespace portside
