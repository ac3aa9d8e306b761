// SPDX-License-Identifier: Apache-2.0
//
// What works say while they work, on its way to whoever keeps it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/scheduler_fixture.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::function<void()> amid_work;

WorkResult Talk(WorkContext& context) {
  context.log.Line("begins");
  if (amid_work) amid_work();
  context.log.Line("goes on");
  const std::string end = context.job.document.value("ends", "well");
  if (end == "thrown") throw std::runtime_error("broken");
  if (end == "failed") return Fail(JobFailure{"no such file"});
  return WorkOutput{};
}

void FillReason(Json& document, const JobFailure& failure) { document["reason"] = failure.reason; }

constexpr JobState kStates[] = {
    {.name = "TALKING", .duration = 3s, .next = "DONE", .work = Talk, .on_failure = "FAILED"},
    {.name = "DONE"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
};
constexpr JobCommand kCommands[] = {{JobVerb::kStop, {"TALKING"}, "STOPPED"},
                                    {JobVerb::kStart, {"DONE"}, "TALKING", /*repeats=*/false}};
constexpr JobKind kTalking{.name = "test::talking",
                           .states = kStates,
                           .commands = kCommands,
                           .fail = FillReason,
                           .log = {"/test/Talks", AlgorithmStream}};
static_assert(IsWellFormed(kTalking));

class SchedulerLogTest : public SchedulerFixture {
 protected:
  SchedulerLogTest() : SchedulerFixture(kTalking) { Listen(); }
  ~SchedulerLogTest() override { amid_work = nullptr; }
  void Listen() {
    scheduler_->OnLines([this](const JobLines& lines) {
      EXPECT_EQ(lines.group, "/test/Talks");
      if (lines.begins) said_.push_back(std::string(lines.stream) + ":");
      for (const LogLine& line : lines.lines) said_.push_back(line.text);
      records_.Append("said", "x");
    });
  }
  std::vector<std::string> said_;
};

TEST_F(SchedulerLogTest, LinesShowWhileTheWorkGoesOn) {
  Submit("a");
  std::vector<std::string> meanwhile;
  amid_work = [&] { meanwhile = said_; };
  scheduler_->RunDue();
  EXPECT_THAT(meanwhile, ElementsAre("a/algo-1-1704067200:", "begins"));
  EXPECT_THAT(said_, ElementsAre("a/algo-1-1704067200:", "begins", "goes on"));
  database_.Rollback();
  EXPECT_EQ(RowsOf("said").size(), 2U) << "each unit was kept";
}

TEST_F(SchedulerLogTest, FailedWorkHasSaidWhatItSaid) {
  Submit("a", {{"ends", "failed"}});
  Submit("b", {{"ends", "thrown"}});
  scheduler_->RunDue();
  EXPECT_EQ(said_.size(), 6U);
}

TEST_F(SchedulerLogTest, WorkThatRunsAgainBeginsTheSameStreamAnew) {
  const std::string arn = Submit("a");
  scheduler_->RunDue();
  clock_.Advance(2s);
  scheduler_ = MakeScheduler(inline_workers_, {});
  Listen();
  scheduler_->Resume();
  scheduler_->RunDue();
  EXPECT_THAT(said_, ElementsAre("a/algo-1-1704067200:", "begins", "goes on",
                                 "a/algo-1-1704067200:", "begins", "goes on"));
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "DONE");
  Ask(JobVerb::kStart, arn);
  database_.Commit();
  Advance(1s);
  EXPECT_EQ(said_[6], "a/algo-1-1704067205:") << "it was entered again";
}

TEST_F(SchedulerLogTest, WhatWasStoppedSaysNothingAnyMore) {
  const std::string arn = Submit("a");
  amid_work = [&] {
    Ask(JobVerb::kStop, arn);
    database_.Commit();
  };
  scheduler_->RunDue();
  EXPECT_THAT(said_, ElementsAre("a/algo-1-1704067200:", "begins"));
  EXPECT_EQ(StateOf(arn), "STOPPED");
}

TEST_F(SchedulerLogTest, LinesThatCannotBeKeptEndTheWork) {
  scheduler_->OnLines([](const JobLines&) { throw std::runtime_error("the disk is full"); });
  const std::string arn = Submit("a");
  scheduler_->RunDue();
  Advance(3s);
  EXPECT_EQ(resources_.Find(arn)->document["reason"], "Internal error: the disk is full");
}

TEST_F(SchedulerLogTest, NobodyNeedsToKeepThem) {
  scheduler_ = MakeScheduler(inline_workers_, {});
  const std::string arn = Submit("a");
  scheduler_->RunDue();
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_THAT(said_, IsEmpty());
}

}  // namespace
}  // namespace portside
