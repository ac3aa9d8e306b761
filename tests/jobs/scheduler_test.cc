// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/scheduler.h"
#include "portside/base/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/scheduler_fixture.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

WorkResult Greet(WorkContext& context) {
  if (context.job.document.value("fails", false)) {
    return Fail(JobFailure{"no such file", "CLIENT_ERROR"});
  }
  if (context.job.document.value("throws", false)) throw std::runtime_error("boom");
  WorkOutput output;
  output.document = {{"greeting", "hello " + context.job.name}};
  output.commit = [](const Resource& job, Stores& stores) {
    if (job.document.value("cannot be stored", false)) throw DatabaseError("disk full");
    stores.records.Append(job.arn + "#log", job.state);
  };
  const std::string wakes = StringOr(context.job.document, "wakes");
  if (!wakes.empty()) output.moves = {{wakes, "DONE", "STOPPED"}};
  return output;
}

void FillReason(Json& document, const JobFailure& failure) {
  document["failureReason"] = failure.type + ": " + failure.reason;
}

constexpr JobState kStates[] = {
    {.name = "PENDING", .duration = 2s, .next = "RUNNING"},
    {.name = "RUNNING", .duration = 3s, .next = "DONE", .work = Greet, .on_failure = "FAILED"},
    {.name = "STOPPING", .duration = 1s, .next = "STOPPED"},
    {.name = "DELETING", .duration = 1s, .next = "DELETED"},
    {.name = "DONE"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kStop, {"PENDING", "RUNNING"}, "STOPPING"},
    {JobVerb::kDelete, {"DONE", "FAILED"}, "DELETING"},
};
constexpr JobKind kGreeting{
    .name = "test::greeting", .states = kStates, .commands = kCommands, .fail = FillReason};
static_assert(IsWellFormed(kGreeting));

class SchedulerTest : public SchedulerFixture {
 protected:
  SchedulerTest() : SchedulerFixture(kGreeting) {}
};

TEST_F(SchedulerTest, MovesThroughItsStatesOnTime) {
  const Timestamp start = clock_.Now();
  const std::string arn = Submit("ann");
  EXPECT_EQ(StateOf(arn), "PENDING");
  EXPECT_EQ(scheduler_->NextDue(), start + 2s);
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "PENDING");
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "RUNNING");
  Advance(2s);
  EXPECT_EQ(StateOf(arn), "RUNNING") << "finished work waits for its time";
  Advance(1s);
  const ResourcePtr job = resources_.Find(arn);
  EXPECT_EQ(job->state, "DONE");
  EXPECT_EQ(job->document["greeting"], "hello ann");
  EXPECT_EQ(job->due_at, std::nullopt);
  EXPECT_EQ(job->Entered("RUNNING"), start + 2s);
  EXPECT_EQ(job->Entered("DONE"), start + 5s);
  EXPECT_EQ(scheduler_->NextDue(), std::nullopt);
  std::vector<std::string> log;
  records_.Visit(arn + "#log", [&](const Record& r) { log.emplace_back(r.bytes); });
  EXPECT_THAT(log, ElementsAre("DONE"));
}

TEST_F(SchedulerTest, OneLargeAdvanceKeepsNominalTimes) {
  const Timestamp start = clock_.Now();
  const std::string arn = Submit("ann");
  Advance(1h);
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(resources_.Find(arn)->Entered("DONE"), start + 5s);
}

TEST_F(SchedulerTest, FailedWorkFillsTheServicesMember) {
  const std::string arn = Submit("ann", {{"fails", true}});
  Advance(5s);
  const ResourcePtr job = resources_.Find(arn);
  EXPECT_EQ(job->state, "FAILED");
  EXPECT_EQ(job->document["failureReason"], "CLIENT_ERROR: no such file");
  EXPECT_EQ(job->timeline.back().reason, "no such file");
}

TEST_F(SchedulerTest, WorkThatThrowsFailsTheJobAsAServerError) {
  const std::string arn = Submit("ann", {{"throws", true}});
  Advance(5s);
  EXPECT_EQ(resources_.Find(arn)->document["failureReason"], "SERVER_ERROR: Internal error: boom");
}

TEST_F(SchedulerTest, TheNextStateWaitsForTheWork) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string arn = Submit("ann");
  Advance(2s);
  ASSERT_EQ(held_workers_.held(), 1u);
  Advance(10s);
  EXPECT_EQ(StateOf(arn), "RUNNING");
  EXPECT_EQ(scheduler_->NextDue(), std::nullopt);
  held_workers_.Release();
  scheduler_->RunDue();
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(resources_.Find(arn)->Entered("DONE"), clock_.Now()) << "late work, late time";
}

TEST_F(SchedulerTest, StopIsLegalFromStoppableStatesOnly) {
  const std::string arn = Submit("ann");
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);
  EXPECT_EQ(StateOf(arn), "STOPPING");
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);

  const std::string done = Submit("bob");
  Advance(5s);
  EXPECT_EQ(Ask(JobVerb::kStop, done), CommandOutcome::kNotLegal);
  EXPECT_EQ(StateOf(done), "DONE");
}

TEST_F(SchedulerTest, TheResultOfStoppedWorkIsDropped) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string arn = Submit("ann");
  Advance(2s);
  Ask(JobVerb::kStop, arn);
  held_workers_.Release();
  Advance(10s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
  EXPECT_FALSE(resources_.Find(arn)->document.contains("greeting"));
}

TEST_F(SchedulerTest, DeletedResourcesGo) {
  const std::string arn = Submit("ann");
  EXPECT_EQ(Ask(JobVerb::kDelete, arn), CommandOutcome::kNotLegal);
  Advance(5s);
  EXPECT_EQ(Ask(JobVerb::kDelete, arn), CommandOutcome::kDone);
  EXPECT_EQ(StateOf(arn), "DELETING");
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "gone");
}

TEST_F(SchedulerTest, AResultMovesAnotherResourceFromTheStateItNames) {
  const std::string done = Submit("done");
  Advance(5s);
  ASSERT_EQ(StateOf(done), "DONE");
  Submit("one", {{"wakes", done}});
  Submit("two", {{"wakes", "arn:aws:test:::greeting/late"}});
  Submit("three", {{"wakes", "arn:aws:test:::greeting/nobody"}});
  Advance(1s);
  const std::string late = Submit("late");
  Advance(4s);
  EXPECT_EQ(StateOf(done), "STOPPED");
  EXPECT_EQ(resources_.Find(done)->timeline.back().state, "STOPPED");
  EXPECT_EQ(StateOf(late), "RUNNING") << "it was not in the state that the move names";
}

// What the observer is told, as "name: from > to" with what else there is to say.
std::string TextOf(const JobEvent& event) {
  return event.name + ": " + event.from + " > " + event.to + (event.is_final ? "." : "") +
         (event.reason.empty() ? "" : " (" + event.reason + ")");
}

TEST_F(SchedulerTest, TellsOfEveryStateThatIsEntered) {
  std::vector<std::string> told;
  std::vector<JobEvent> events;
  scheduler_->OnTransition([&](JobEvent event) {
    told.push_back(TextOf(event));
    events.push_back(std::move(event));
  });
  const Timestamp start = clock_.Now();
  const std::string ann = Submit("ann");
  const std::string bob = Submit("bob", {{"fails", true}});
  Advance(10s);
  Ask(JobVerb::kDelete, ann);
  database_.Commit();
  Advance(1s);
  EXPECT_THAT(told, ElementsAre("ann:  > PENDING", "bob:  > PENDING", "ann: PENDING > RUNNING",
                                "bob: PENDING > RUNNING", "ann: RUNNING > DONE.",
                                "bob: RUNNING > FAILED. (no such file)", "ann: DONE > DELETING",
                                "ann: DELETING > DELETED."));
  EXPECT_EQ(events[0].arn, ann);
  EXPECT_EQ(events[0].kind, "test::greeting");
  EXPECT_EQ(events[0].account, "000000000000");
  EXPECT_EQ(events[0].region, "us-east-1");
  EXPECT_EQ(events[2].time, start + 2s) << "its own time, however late the timer is";
}

TEST_F(SchedulerTest, TellsNothingThatIsRolledBackAndOnlyOnceItIsFlushed) {
  std::vector<std::string> told;
  database_.SetGroupCommit(true);
  scheduler_->OnTransition([&](const JobEvent& event) { told.push_back(TextOf(event)); });
  Resource resource;
  resource.arn = "arn:aws:test:::greeting/ann";
  resource.name = "ann";
  scheduler_->Submit(kGreeting, resource);
  database_.Rollback();
  scheduler_->Submit(kGreeting, resource);
  database_.Commit();
  EXPECT_THAT(told, ElementsAre());
  database_.Flush();
  EXPECT_THAT(told, ElementsAre("ann:  > PENDING"));
}

TEST_F(SchedulerTest, KnowsWhatWaits) {
  scheduler_ = MakeScheduler(held_workers_, {});
  Submit("ann");
  Submit("bob");
  EXPECT_EQ(scheduler_->Waiting(), 2U);
  EXPECT_EQ(scheduler_->Due(), 0U);
  clock_.Advance(2s);
  EXPECT_EQ(scheduler_->Due(), 2U);
  EXPECT_EQ(scheduler_->InFlight(), 0U);
  scheduler_->RunDue();
  EXPECT_EQ(scheduler_->Due(), 0U);
  EXPECT_EQ(scheduler_->InFlight(), 2U);
}

TEST_F(SchedulerTest, TimeScaleZeroFinishesAtOnce) {
  scheduler_ = MakeScheduler(inline_workers_, {.time_scale = 0});
  const std::string arn = Submit("ann");
  scheduler_->RunDue();
  EXPECT_EQ(StateOf(arn), "DONE");
}

TEST_F(SchedulerTest, ResumeGoesOnAndRunsInterruptedWorkAgain) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string pending = Submit("pending");
  const std::string running = Submit("running");
  Advance(2s);
  const std::string late = Submit("late");
  EXPECT_EQ(StateOf(running), "RUNNING");

  scheduler_ = MakeScheduler(inline_workers_, {});  // the former process is gone with its work
  scheduler_->Resume();
  Advance(3s);
  EXPECT_EQ(StateOf(running), "DONE");
  EXPECT_EQ(StateOf(pending), "DONE");
  EXPECT_EQ(StateOf(late), "RUNNING");
}

TEST_F(SchedulerTest, WorkOfARolledBackRequestNeverStarts) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string arn = Submit("ann", {{"fails", true}});
  Advance(2s);
  held_workers_.Release();
  Advance(3s);
  ASSERT_EQ(StateOf(arn), "FAILED");
  scheduler_->Enter(kGreeting, *resources_.Find(arn), "RUNNING");
  database_.Rollback();
  scheduler_->RunDue();
  EXPECT_EQ(held_workers_.held(), 0u);
  EXPECT_EQ(StateOf(arn), "FAILED");
}

TEST_F(SchedulerTest, IdleComesWhenCancelledWorkIsBack) {
  scheduler_ = MakeScheduler(held_workers_, {});
  Submit("ann");
  Advance(2s);
  scheduler_->Clear();
  bool idle = false;
  scheduler_->WhenIdle([&idle] { idle = true; });
  EXPECT_FALSE(idle);
  held_workers_.Release();
  EXPECT_TRUE(idle);
}

TEST_F(SchedulerTest, AScopeIsClearedAndResumedByItself) {
  scheduler_ = MakeScheduler(held_workers_, {});
  const std::string mine = Submit("mine", Json::object(), "111111111111");
  const std::string theirs = Submit("theirs", Json::object(), "222222222222");
  Advance(2s);
  EXPECT_EQ(held_workers_.held(), 2u);
  const StateScope scope{"", "111111111111", ""};
  scheduler_->Clear(scope);
  bool idle = false, others_idle = false;
  scheduler_->WhenIdle([&idle] { idle = true; }, scope);
  scheduler_->WhenIdle([&others_idle] { others_idle = true; }, {"", "333333333333", ""});
  EXPECT_FALSE(idle);
  EXPECT_TRUE(others_idle);
  held_workers_.Release();
  EXPECT_TRUE(idle);
  Advance(3s);
  EXPECT_EQ(StateOf(mine), "RUNNING") << "nobody moves it";
  EXPECT_EQ(StateOf(theirs), "DONE");

  scheduler_->Resume(scope);
  Advance(0s);
  held_workers_.Release();
  Advance(0s);
  EXPECT_EQ(StateOf(mine), "DONE");
}

constexpr JobState kNoSuchNext[] = {{.name = "A", .next = "B"}};
constexpr JobState kCycle[] = {{.name = "A", .next = "B"}, {.name = "B", .next = "A"}};
constexpr JobState kNoFailure[] = {
    {.name = "A", .next = "B"}, {.name = "B", .next = "C", .work = Greet}, {.name = "C"}};
static_assert(!IsWellFormed({.name = "x::y", .states = kNoSuchNext}));
static_assert(!IsWellFormed({.name = "x::y", .states = kCycle}));
static_assert(!IsWellFormed({.name = "x::y", .states = kNoFailure}));

TEST_F(SchedulerTest, WhatCannotBeStoredHoldsUpNobodyElse) {
  const std::string broken = Submit("broken", {{"cannot be stored", true}});
  const std::string before = Submit("before");
  const std::string after = Submit("after");
  Advance(2s);
  Advance(3s);
  EXPECT_EQ(StateOf(broken), "RUNNING");
  EXPECT_EQ(StateOf(before), "DONE");
  EXPECT_EQ(StateOf(after), "DONE");
  // It is tried again, and its work is done anew.
  Resource mended = *resources_.Find(broken);
  mended.document.erase("cannot be stored");
  resources_.Update(mended);
  database_.Commit();
  Advance(1s);
  EXPECT_EQ(StateOf(broken), "DONE");
  EXPECT_EQ(resources_.Count({"test::greeting", "000000000000", "us-east-1"}, "DONE"), 3);
}

TEST_F(SchedulerTest, ThePoolHasABoundedPartOfTheWorkAtOnce) {
  scheduler_ = MakeScheduler(held_workers_, {});
  constexpr std::size_t kJobs = 2 * limits::kWorkInFlight + 1;
  std::vector<std::string> arns;
  for (std::size_t job = 0; job < kJobs; ++job) arns.push_back(Submit(std::to_string(job)));
  Advance(2s);
  EXPECT_EQ(held_workers_.held(), limits::kWorkInFlight);
  EXPECT_EQ(scheduler_->Awaiting(), kJobs - limits::kWorkInFlight);
  clock_.Advance(3s);
  // One that waits for the pool can be stopped; nobody runs it then.
  Ask(JobVerb::kStop, arns.back());
  database_.Commit();
  for (int round = 0; round < 4; ++round) {
    held_workers_.Release();
    scheduler_->RunDue();
  }
  for (std::size_t job = 0; job + 1 < kJobs; ++job) EXPECT_EQ(StateOf(arns[job]), "DONE") << job;
  EXPECT_EQ(StateOf(arns.back()), "STOPPING");
}

TEST_F(SchedulerTest, ATurnTakesABoundedNumberOfTransitionsInTheirOrder) {
  constexpr std::size_t kJobs = limits::kTransitionsPerTurn + 10;
  std::vector<std::string> order;
  scheduler_->OnTransition([&](const JobEvent& event) {
    if (event.to == "STOPPED") order.push_back(event.name);
  });
  for (std::size_t job = 0; job < kJobs; ++job) {
    const std::string arn = Submit(std::to_string(job));
    Ask(JobVerb::kStop, arn);
    database_.Commit();
  }
  Advance(1s);
  EXPECT_EQ(order.size(), limits::kTransitionsPerTurn);
  EXPECT_LE(*scheduler_->NextDue(), clock_.Now()) << "the rest has its turn next";
  scheduler_->RunDue();
  ASSERT_EQ(order.size(), kJobs);
  for (std::size_t job = 0; job < kJobs; ++job) EXPECT_EQ(order[job], std::to_string(job));
}

}  // namespace
}  // namespace portside
