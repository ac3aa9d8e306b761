// SPDX-License-Identifier: Apache-2.0
//
// What waits for a time of the users' calendar, and jobs that begin where the work of another ends.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/scheduler_fixture.h"
#include "portside/jobs/job_progress.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

extern const JobKind kAlarm;

// Each round is a job of its own, which begins the next.
WorkResult Ring(WorkContext& context) {
  if (context.job.document.value("fails", false)) return Fail(JobFailure{"no bell"});
  WorkOutput output;
  output.begin = [](const Resource& job, Stores& stores) {
    EXPECT_EQ(stores.resources.Find(job.arn), nullptr);
    Resource next;
    next.arn = job.arn;
    next.name = job.name;
    next.document = {{"round", job.document.at("round").get<int>() + 1}};
    std::vector<NewJob> jobs;
    jobs.push_back({&kAlarm, std::move(next)});
    return jobs;
  };
  return output;
}

Timestamp NextDay(const Resource&, Timestamp entered) { return entered + std::chrono::days(1); }

void Put(Json& document, const JobFailure& failure) { document["reason"] = failure.reason; }

constexpr JobState kStates[] = {
    {.name = "SET", .next = "RINGING", .due = NextDay},
    {.name = "RINGING", .next = "OFF", .work = Ring, .on_failure = "SET"},
    {.name = "OFF", .removed = true},
};
constexpr JobKind kAlarm{.name = "test::alarm", .states = kStates, .fail = Put};
static_assert(IsWellFormed(kAlarm));

class SchedulerCalendarTest : public SchedulerFixture {
 protected:
  SchedulerCalendarTest() : SchedulerFixture(kAlarm) {
    scheduler_ = MakeScheduler(inline_workers_, {.time_scale = 0});
  }
  int RoundOf(const std::string& arn) { return resources_.Find(arn)->document.at("round"); }
};

TEST_F(SchedulerCalendarTest, NothingMakesADayShorter) {
  scheduler_->rules().SetTransition({}, {.progression = Progression::kImmediate});
  OutcomeRule rule;
  rule.outcome.stays = true;
  scheduler_->rules().AddOutcome(rule);
  const std::string arn = Submit("a", {{"round", 1}});
  EXPECT_EQ(scheduler_->rules().outcomes().front().matched, 0);
  EXPECT_EQ(JobProgress(kAlarm, *resources_.Find(arn), clock_.Now()), 1);
  Advance(23h);
  EXPECT_EQ(RoundOf(arn), 1);
  EXPECT_EQ(StateOf(arn), "SET");
  Advance(1h);
  EXPECT_EQ(RoundOf(arn), 2);
  EXPECT_EQ(StateOf(arn), "SET");
  Advance(24h);
  EXPECT_EQ(RoundOf(arn), 3);
}

TEST_F(SchedulerCalendarTest, AnotherProcessGoesOn) {
  const std::string arn = Submit("a", {{"round", 1}});
  Advance(20h);
  scheduler_ = MakeScheduler(inline_workers_, {.time_scale = 1});
  scheduler_->Resume();
  EXPECT_EQ(scheduler_->NextDue(), clock_.Now() + 4h);
  Advance(4h);
  EXPECT_EQ(RoundOf(arn), 2);
}

TEST_F(SchedulerCalendarTest, WhatFailsWaitsForTheNextTime) {
  const std::string arn = Submit("a", {{"round", 1}, {"fails", true}});
  Advance(24h);
  EXPECT_EQ(StateOf(arn), "SET");
  EXPECT_EQ(resources_.Find(arn)->due_at, clock_.Now() + 24h);
  EXPECT_EQ(resources_.Find(arn)->document.at("reason"), "no bell");
}

}  // namespace
}  // namespace portside
