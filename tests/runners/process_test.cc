// SPDX-License-Identifier: Apache-2.0

#include "portside/runners/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "portside/base/limits.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

class ProcessTest : public testing::Test {
 protected:
  ProcessRequest Shell(const std::string& script) {
    return {.command = {"sh", "-c", script},
            .environment = {{"PATH", "/usr/bin:/bin"}},
            .folder = "/",
            .longest = {},
            .grace = 10s,
            .stop = {},
            .on_line = [this](std::string_view line, auto) { lines.emplace_back(line); }};
  }
  ProcessResult Run(const ProcessRequest& request) {
    const auto result = RunProcess(request);
    EXPECT_TRUE(result) << result.error();
    return result.value_or(ProcessResult{});
  }

  std::vector<std::string> lines;
};

TEST_F(ProcessTest, OutputAndErrorsComeLineByLine) {
  const auto result = Run(Shell("echo one; printf 'two\\r\\n' >&2; printf three; exit 3"));
  EXPECT_EQ(result.end, ProcessEnd::kByItself);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(ProcessTest, ItStartsInItsFolderWithItsEnvironmentAlone) {
  ProcessRequest request = Shell("pwd; env | sort | grep -v -e PWD -e _= -e SHLVL");
  request.folder = "/usr";
  request.environment["A"] = "b c";
  Run(request);
  EXPECT_EQ(lines, (std::vector<std::string>{"/usr", "A=b c", "PATH=/usr/bin:/bin"}));
}

TEST_F(ProcessTest, NoDescriptorOfTheProgramIsOpenInIt) {
  Run(Shell("ls /proc/self/fd | wc -l"));
  EXPECT_EQ(lines, std::vector<std::string>{"4"});  // the usual three, and the listing's own
}

TEST_F(ProcessTest, ASignalIsAnExitCode) { EXPECT_EQ(Run(Shell("kill -9 $$")).exit_code, 137); }

TEST_F(ProcessTest, WhatCannotBeStartedSaysWhy) {
  ProcessRequest request = Shell("");
  request.command = {"no-such-program"};
  EXPECT_EQ(RunProcess(request).error(),
            "The command no-such-program could not be run in /: No such file or directory.");
  request.command = {"sh"};
  request.folder = "/no-such-folder";
  EXPECT_EQ(RunProcess(request).error(),
            "The command sh could not be run in /no-such-folder: No such file or directory.");
}

TEST_F(ProcessTest, ALongLineIsCut) {
  Run(Shell("head -c 300000 /dev/zero | tr '\\0' a; echo; echo end"));
  ASSERT_EQ(lines.size(), 2);
  EXPECT_EQ(lines[0].size(), limits::kOutputLineBytes);
  EXPECT_EQ(lines[1], "end");
}

TEST_F(ProcessTest, WhatTakesTooLongIsAskedToEnd) {
  ProcessRequest request = Shell("trap 'echo ended; exit 5' TERM; while :; do sleep 0.01; done");
  request.longest = 50ms;
  const auto result = Run(request);
  EXPECT_EQ(result.end, ProcessEnd::kTooLong);
  EXPECT_EQ(result.exit_code, 5);
  EXPECT_EQ(lines, std::vector<std::string>{"ended"});
}

TEST_F(ProcessTest, WhoDoesNotEndIsKilled) {
  ProcessRequest request = Shell("trap '' TERM; while :; do sleep 0.01; done");
  request.longest = 20ms;
  request.grace = 50ms;
  EXPECT_EQ(Run(request).exit_code, 137);
}

TEST_F(ProcessTest, AStopEndsIt) {
  std::stop_source stop;
  ProcessRequest request = Shell("trap 'exit 0' TERM; echo began; while :; do sleep 0.01; done");
  request.stop = stop.get_token();
  request.on_line = [&](std::string_view, auto) { stop.request_stop(); };
  EXPECT_EQ(Run(request).end, ProcessEnd::kStopped);
}

TEST_F(ProcessTest, AKillWaitsForNothing) {
  std::stop_source kill;
  ProcessRequest request = Shell("trap '' TERM; echo began; while :; do sleep 0.01; done");
  request.kill = kill.get_token();
  request.on_line = [&](std::string_view, auto) { kill.request_stop(); };
  const auto result = Run(request);
  EXPECT_EQ(result.end, ProcessEnd::kStopped);
  EXPECT_EQ(result.exit_code, 137);
}

TEST_F(ProcessTest, NothingThatItStartedOutlivesIt) {
  // One in its group, and one that has left it.
  Run(
      Shell("sleep 1000 & echo $!; setsid sh -c 'echo $$; exec sleep 1000' & "
            "while [ \"$(ls /proc | grep -cx $!)\" = 0 ]; do :; done; sleep 0.2"));
  ASSERT_EQ(lines.size(), 2);
  for (const std::string& pid : lines) {
    EXPECT_NE(access(("/proc/" + pid).c_str(), F_OK), 0) << pid;
  }
}

TEST_F(ProcessTest, ManyRunAtOnce) {
  std::vector<std::jthread> threads;
  std::atomic<int> ended = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&ended, i] {
      const auto result = RunProcess({.command = {"sh", "-c", "exit " + std::to_string(i)},
                                      .environment = {{"PATH", "/usr/bin:/bin"}},
                                      .folder = "/",
                                      .longest = {},
                                      .grace = 1s,
                                      .stop = {},
                                      .on_line = {}});
      if (result && result->exit_code == i) ++ended;
    });
  }
  threads.clear();
  EXPECT_EQ(ended, 8);
}

}  // namespace
}  // namespace portside
