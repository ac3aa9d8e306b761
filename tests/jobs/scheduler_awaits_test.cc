// SPDX-License-Identifier: Apache-2.0
//
// Work that is asked to end and still counts; states that are one to clients; where a work leads.

#include <gtest/gtest.h>

#include "jobs/scheduler_fixture.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

// Saves what it has also when it is told to stop.
WorkResult Save(WorkContext& context) {
  const Json& document = context.job.document;
  if (document.value("fails", false)) return Fail(JobFailure{"no such file"});
  WorkOutput output;
  output.document = {{"saved", true}, {"was stopped", context.stop.stop_requested()}};
  if (document.value("elsewhere", false)) output.next = "AWAY";
  return output;
}

void FillReason(Json& document, const JobFailure& failure) { document["reason"] = failure.reason; }

constexpr JobState kStates[] = {
    {.name = "PREPARING", .duration = 1s, .next = "SAVING", .status = "On"},
    {.name = "SAVING",
     .duration = 3s,
     .next = "DONE",
     .work = Save,
     .on_failure = "FAILED",
     .status = "On"},
    {.name = "STOPPING", .duration = 1s, .next = "STOPPED", .status = "Off", .awaits = true},
    {.name = "DONE", .status = "Off"},
    {.name = "AWAY", .status = "Off"},
    {.name = "FAILED", .status = "Off"},
    {.name = "STOPPED", .status = "Off"},
};
constexpr JobCommand kCommands[] = {{JobVerb::kStop, {"PREPARING", "SAVING"}, "STOPPING"}};
constexpr JobKind kSaving{
    .name = "test::saving", .states = kStates, .commands = kCommands, .fail = FillReason};
static_assert(IsWellFormed(kSaving));

class SchedulerAwaitsTest : public SchedulerFixture {
 protected:
  SchedulerAwaitsTest() : SchedulerFixture(kSaving) {}
  Json DocumentOf(const std::string& arn) { return resources_.Find(arn)->document; }
  std::string StatusOf(const std::string& arn) { return resources_.Find(arn)->attribute; }
};

TEST_F(SchedulerAwaitsTest, TheStatusFollowsTheState) {
  const std::string arn = Submit("a");
  EXPECT_EQ(StatusOf(arn), "On");
  Advance(2s);
  EXPECT_EQ(StatusOf(arn), "On");
  Advance(2s);
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(StatusOf(arn), "Off");
}

TEST_F(SchedulerAwaitsTest, AWorkMayLeadElsewhere) {
  const std::string arn = Submit("a", {{"elsewhere", true}});
  Advance(4s);
  EXPECT_EQ(StateOf(arn), "AWAY");
}

TEST_F(SchedulerAwaitsTest, WhatStoppedWorkBringsCounts) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string arn = Submit("a", {{"elsewhere", true}});
  Advance(1s);
  scheduler_->RunDue();
  ASSERT_EQ(held_workers_.held(), 1U);
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);
  Advance(10s);
  EXPECT_EQ(StateOf(arn), "STOPPING") << "it waits for the work";
  held_workers_.Release();
  scheduler_->RunDue();
  EXPECT_EQ(StateOf(arn), "STOPPED") << "wherever the work would lead otherwise";
}

TEST_F(SchedulerAwaitsTest, AResultThatWasThereAlreadyCounts) {
  const std::string arn = Submit("a");
  Advance(1s);
  scheduler_->RunDue();
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);
  EXPECT_FALSE(DocumentOf(arn).contains("saved"));
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
  EXPECT_EQ(DocumentOf(arn), Json({{"saved", true}, {"was stopped", false}}));
}

TEST_F(SchedulerAwaitsTest, StoppedWorkThatFailsIsNoFailure) {
  const std::string arn = Submit("a", {{"fails", true}});
  Advance(1s);
  scheduler_->RunDue();
  Ask(JobVerb::kStop, arn);
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
  EXPECT_FALSE(DocumentOf(arn).contains("reason"));
}

TEST_F(SchedulerAwaitsTest, WithoutWorkThereIsNothingToWaitFor) {
  const std::string arn = Submit("a");
  Ask(JobVerb::kStop, arn);
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
}

// What the former process was doing is lost; nobody waits for it.
TEST_F(SchedulerAwaitsTest, ARestartEndsTheWaiting) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string arn = Submit("a");
  Advance(1s);
  scheduler_->RunDue();
  Ask(JobVerb::kStop, arn);
  database_.Commit();
  scheduler_ = MakeScheduler(inline_workers_, {});
  scheduler_->Resume();
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
}

// A job that others move on.
std::vector<std::string> entered;
void Enters(const Resource& job, Scheduler&, Stores&) { entered.push_back(job.state); }

constexpr JobState kWaitingStates[] = {
    {.name = "BEGINNING", .duration = 1s, .next = "WAITING"},
    {.name = "WAITING", .duration = 2s, .next = "DONE", .on_failure = "FAILED", .waits = true},
    {.name = "DONE"},
    {.name = "FAILED"},
};
constexpr JobKind kWaiting{
    .name = "test::waiting", .states = kWaitingStates, .fail = FillReason, .entered = Enters};
static_assert(IsWellFormed(kWaiting));

class SchedulerWaitsTest : public SchedulerFixture {
 protected:
  SchedulerWaitsTest() : SchedulerFixture(kWaiting) { entered.clear(); }
};

TEST_F(SchedulerWaitsTest, NeitherTimeNorAReleaseMovesIt) {
  const std::string arn = Submit("a");
  Advance(1s);
  Advance(std::chrono::hours(24));
  EXPECT_EQ(scheduler_->Release(ResourceMatch{}), 0U);
  scheduler_->RulesChanged();
  scheduler_->RunDue();
  EXPECT_EQ(StateOf(arn), "WAITING");
  scheduler_->Enter(kWaiting, *resources_.Find(arn), "DONE");
  database_.Commit();
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(entered, (std::vector<std::string>{"WAITING", "DONE"}));
}

TEST_F(SchedulerWaitsTest, AnOrderedFailureComesAfterItsTime) {
  OutcomeRule rule;
  rule.outcome.where = "WAITING";
  rule.outcome.failure = JobFailure{"no capacity"};
  scheduler_->rules().AddOutcome(std::move(rule));
  const std::string arn = Submit("a");
  Advance(1s);
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "WAITING");
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "FAILED");
}

// What is waited for is not lost with the process.
TEST_F(SchedulerWaitsTest, ARestartWaitsOn) {
  const std::string arn = Submit("a");
  Advance(1s);
  scheduler_ = MakeScheduler(inline_workers_, {});
  scheduler_->Resume();
  Advance(10s);
  EXPECT_EQ(StateOf(arn), "WAITING");
}

}  // namespace
}  // namespace portside
