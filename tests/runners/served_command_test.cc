// SPDX-License-Identifier: Apache-2.0

#include "portside/runners/served_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>
#include <fstream>

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class ServedCommandTest : public testing::Test {
 protected:
  ServedTask Shell(const std::string& script) {
    return {.name = "test",
            .request = {.command = {"sh", "-c", script},
                        .environment = {{"PATH", "/usr/bin:/bin"}},
                        .folder = "/",
                        .longest = {},
                        .grace = 10s,
                        .stop = {},
                        .on_line = {}},
            .port = 1234,
            .keeps = kept};
  }
  std::shared_ptr<ServedCommand> Start(const std::string& script) {
    auto started = servers.Start(Shell(script));
    EXPECT_TRUE(started) << started.error();
    return started.value_or(nullptr);
  }
  // Until it is so, for ten seconds at most.
  template <typename IsSo>
  static bool Await(const IsSo& is_so) {
    for (int tries = 1000; tries > 0; --tries) {
      if (is_so()) return true;
      poll(nullptr, 0, 10);
    }
    return false;
  }
  std::vector<std::string> LinesOf(ServedCommand& command, std::size_t count) {
    std::vector<std::string> lines;
    Await([&] {
      for (std::string& line : command.TakeLines()) lines.push_back(std::move(line));
      return lines.size() >= count;
    });
    return lines;
  }

  std::shared_ptr<int> kept = std::make_shared<int>();
  ModelServers servers;
};

TEST_F(ServedCommandTest, ItRunsUntilNobodyHoldsIt) {
  auto command = Start("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done");
  EXPECT_EQ(command->url().Authority(), "127.0.0.1:1234");
  EXPECT_THAT(LinesOf(*command, 1), ElementsAre("ready"));
  EXPECT_EQ(command->end(), "");
  EXPECT_GT(kept.use_count(), 1);
  command.reset();
  EXPECT_TRUE(Await([&] { return kept.use_count() == 1; })) << "its folder is let go with it";
}

TEST_F(ServedCommandTest, OneThatWasNeverUpEndsForGood) {
  const auto command = Start("echo no model; exit 3");
  EXPECT_TRUE(Await([&] { return !command->end().empty(); }));
  EXPECT_EQ(command->end(), "ended with exit code 3");
  EXPECT_THAT(command->TakeLines(), ElementsAre("no model"));
  const auto missing = servers.Start([this] {
    ServedTask task = Shell("");
    task.request.command = {"no-such-program"};
    return task;
  }());
  ASSERT_TRUE(missing);
  EXPECT_TRUE(Await([&] { return !(*missing)->end().empty(); }));
  EXPECT_THAT((*missing)->end(), testing::StartsWith("could not be run: "));
}

TEST_F(ServedCommandTest, OneThatWasUpIsStartedAgain) {
  const auto command = Start("echo began; sleep 0.3; exit 1");
  command->SetUp();
  EXPECT_THAT(LinesOf(*command, 2), ElementsAre("began", "began"));
}

TEST_F(ServedCommandTest, ServersAnswerForTheVariantsOfAnEndpoint) {
  const std::string script = "trap 'exit 0' TERM; while :; do sleep 0.05; done";
  servers.Replace("arn:1", {{"a", Start(script)}, {"b", Start(script)}});
  EXPECT_NE(servers.Find("arn:1", "a"), nullptr);
  EXPECT_EQ(servers.Find("arn:1", "c"), nullptr);
  EXPECT_EQ(servers.Find("arn:2", "a"), nullptr);
  servers.Replace("arn:1", {{"b", Start(script)}});
  EXPECT_EQ(servers.Find("arn:1", "a"), nullptr);
  servers.End([](std::string_view arn) { return arn == "arn:1"; });
  EXPECT_EQ(servers.Find("arn:1", "b"), nullptr);
  EXPECT_TRUE(Await([&] { return kept.use_count() == 1; }));
}

TEST_F(ServedCommandTest, TheEndOfAllWaitsForNobody) {
  const auto command = Start("trap '' TERM; echo deaf; while :; do sleep 0.05; done");
  LinesOf(*command, 1);
  servers.Kill();
  EXPECT_TRUE(Await([&] { return kept.use_count() == 1; }));
  EXPECT_FALSE(servers.Start(Shell("true"))) << "none is started any more";
}

TEST(FreeLoopbackPortTest, ItIsAPort) { EXPECT_GE(FreeLoopbackPort(), 1024); }

}  // namespace
}  // namespace portside
