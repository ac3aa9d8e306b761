// SPDX-License-Identifier: Apache-2.0

#include "portside/runners/runners.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

Runners Parse(std::string_view text) {
  auto runners = Runners::Parse("/etc/portside/runners.yaml", text);
  EXPECT_TRUE(runners) << runners.error().Describe();
  return runners ? *runners : Runners();
}

TEST(RunnersTest, TheFirstThatMatchesIsFound) {
  const Runners runners = Parse(R"(
parallel: 2
runners:
  - kind: training
    name: nightly-*
    image: "*xgboost*"
    command: [python3, train.py, --fast]
    folder: ../train
    environment: {LEVEL: 007}
    hyperparameters_as_arguments: true
  - kind: training
    command: [/bin/true]
  - kind: endpoint
    name: demo
    url: http://localhost:8080
)");
  EXPECT_EQ(runners.parallel(), 2);
  const Runner* nightly = runners.Find(RunnerKind::kTraining, "nightly-1", "repo/xgboost:1");
  ASSERT_NE(nightly, nullptr);
  EXPECT_EQ(nightly->command, (std::vector<std::string>{"python3", "train.py", "--fast"}));
  EXPECT_EQ(nightly->folder, "/etc/train");
  EXPECT_EQ(nightly->environment.at("LEVEL"), "007");
  EXPECT_TRUE(nightly->hyperparameters_as_arguments);
  EXPECT_EQ(runners.Find(RunnerKind::kTraining, "nightly-1", "other")->command.front(),
            "/bin/true");
  EXPECT_EQ(runners.Find(RunnerKind::kProcessing, "nightly-1", "other"), nullptr);
  EXPECT_EQ(runners.Find(RunnerKind::kEndpoint, "demo", "")->url->port, 8080);
  EXPECT_EQ(runners.Find(RunnerKind::kEndpoint, "other", ""), nullptr);
}

TEST(RunnersTest, AnEmptyFileHasNone) { EXPECT_TRUE(Parse("").empty()); }

TEST(RunnersTest, WhatIsWrongHasItsLine) {
  const auto refusal = [](std::string_view text) {
    const auto runners = Runners::Parse("r.yaml", text);
    return runners ? "taken" : runners.error().Describe();
  };
  EXPECT_EQ(refusal("runners:\n  - kind: tuning\n    command: [a]\n"),
            "r.yaml:2: 'tuning' is no kind: training, processing, transform or endpoint");
  EXPECT_EQ(refusal("runners:\n  - kind: training\n"),
            "r.yaml:2: a runner needs a command or a url, and not both");
  EXPECT_EQ(refusal("runners:\n  - kind: training\n    command: []\n"),
            "r.yaml:3: command names no program");
  EXPECT_EQ(refusal("runners:\n  - kind: training\n    url: http://a\n"),
            "r.yaml:3: a runner of this kind is a command; a url is for transform and endpoint");
  EXPECT_EQ(refusal("runners:\n  - kind: endpoint\n    command: [a]\n"), "taken");
  EXPECT_EQ(refusal("runners:\n  - kind: transform\n    command: [a]\n"
                    "    hyperparameters_as_arguments: true\n"),
            "r.yaml:4: hyperparameters are arguments of training commands; a model has none");
  EXPECT_EQ(refusal("runners:\n  - kind: endpoint\n    url: http://a/b\n"),
            "r.yaml:3: url is a server, http://host:port, without a path: /ping and /invocations "
            "are asked of it");
  EXPECT_EQ(refusal("parallel: 0\n"), "r.yaml:1: parallel is a number from 1 to 64, not 0");
  EXPECT_EQ(refusal("runner: []\n"),
            "r.yaml:1: a file of runners has no key 'runner'; allowed are parallel, runners");
}

}  // namespace
}  // namespace portside
