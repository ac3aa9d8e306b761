// SPDX-License-Identifier: Apache-2.0
//
// How a job's work ends: kept, refused, stopped, too late, or as a test has ordered.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jobs/scheduler_fixture.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kStream = "rows of the test";

// What happens while a work is at work.
std::function<void()> amid_work;

// Writes an object, and stages so many rows.
WorkResult Write(WorkContext& context) {
  const Json& document = context.job.document;
  for (int row = 0; row < document.value("rows", 0); ++row) {
    context.rows.Append("row " + std::to_string(row) + std::string(limits::kStagedBytes / 3, '.'));
  }
  if (amid_work) amid_work();
  const auto written = context.objects.WriteAll({"out", context.job.name}, "bytes", {});
  if (!written) return Fail(ToJobFailure(written.error()));
  if (context.part_failure) return Fail(*context.part_failure);
  if (document.value("fails", false)) return Fail(JobFailure{"no such file"});
  WorkOutput output;
  output.document = {{"deep", {{"new", 1}}}, {"gone", nullptr}};
  if (document.contains("rows")) output.rows = {kStream};
  output.commit = [](const Resource& job, Stores&) {
    if (job.document.value("refused", false)) throw std::runtime_error("it does not fit");
  };
  return output;
}

void FillReason(Json& document, const JobFailure& failure) {
  if (document.value("cannot fail", false)) throw std::runtime_error("nor does this");
  document["failureReason"] = failure.type + ": " + failure.reason + failure.part;
}

std::optional<TimeLimit> LimitOf(const Resource& job) {
  if (!job.document.contains("limit")) return std::nullopt;
  return TimeLimit{std::chrono::seconds(job.document["limit"].get<int>()), {"too long"}};
}

constexpr std::string_view kParts[] = {"Images"};
// It begins with work.
constexpr JobState kStates[] = {
    {.name = "WRITING",
     .duration = 3s,
     .next = "DONE",
     .work = Write,
     .on_failure = "FAILED",
     .on_timeout = "LATE"},
    {.name = "STOPPING", .duration = 1s, .next = "STOPPED"},
    {.name = "DONE"},
    {.name = "FAILED"},
    {.name = "LATE"},
    {.name = "STOPPED"},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kStop, {"WRITING"}, "STOPPING"},
    {JobVerb::kStart, {"STOPPED", "DONE"}, "WRITING", /*repeats=*/false},
};
constexpr JobKind kWriting{.name = "test::writing",
                           .states = kStates,
                           .commands = kCommands,
                           .fail = FillReason,
                           .time_limit = LimitOf,
                           .parts = kParts};
static_assert(IsWellFormed(kWriting));

class SchedulerWorkTest : public SchedulerFixture {
 protected:
  SchedulerWorkTest() : SchedulerFixture(kWriting) {
    Bucket bucket;
    bucket.name = "out";
    bucket.account = "000000000000";
    EXPECT_TRUE(objects_.CreateBucket(bucket));
  }
  bool HasObject(const std::string& key) { return objects_.Head("out", key).has_value(); }
  // Until nothing is due any more.
  void Rest() {
    for (int turn = 0; turn < 100 && scheduler_->NextDue() == clock_.Now(); ++turn) {
      scheduler_->RunDue();
    }
  }
  std::int64_t CountRecords() {
    Statement count(database_, "SELECT COUNT(*) FROM records");
    return count.Step() ? count.Integer(0) : -1;
  }
};

TEST_F(SchedulerWorkTest, AKindMayBeginWithWork) {
  const std::string arn = Submit("a", {{"deep", {{"old", 1}}}, {"gone", 1}});
  scheduler_->RunDue();
  EXPECT_TRUE(HasObject("a"));
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(resources_.Find(arn)->document, Json({{"deep", {{"new", 1}}}}))
      << "members of the top replace, whatever is in them";
}

TEST_F(SchedulerWorkTest, CommandsFollowTheTable) {
  const std::string arn = Submit("a");
  EXPECT_EQ(Ask(JobVerb::kDelete, arn), CommandOutcome::kNotLegal);
  EXPECT_EQ(Ask(JobVerb::kStart, arn), CommandOutcome::kNotLegal) << "it is there, and is refused";
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);
  EXPECT_EQ(StateOf(arn), "STOPPING");
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone);
  Advance(1s);
  EXPECT_EQ(Ask(JobVerb::kStop, arn), CommandOutcome::kDone) << "stopped is what was asked for";
  EXPECT_EQ(StateOf(arn), "STOPPED");
  EXPECT_EQ(Ask(JobVerb::kStart, arn), CommandOutcome::kDone);
  EXPECT_EQ(StateOf(arn), "WRITING");
}

TEST_F(SchedulerWorkTest, RowsArePublishedWithTheTransition) {
  const std::string arn = Submit("a", {{"rows", 7}});
  scheduler_->RunDue();
  EXPECT_EQ(CountRecords(), 7) << "they are there while it works";
  EXPECT_THAT(RowsOf(kStream), IsEmpty()) << "and nobody sees them";
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(RowsOf(kStream).size(), 7U);
  // Those of another take their place.
  Submit("b", {{"rows", 2}});
  Advance(3s);
  EXPECT_EQ(RowsOf(kStream).size(), 2U);
  Submit("c", {{"rows", 0}});
  Advance(3s);
  EXPECT_THAT(RowsOf(kStream), IsEmpty());
  Rest();
  EXPECT_EQ(CountRecords(), 0);
}

TEST_F(SchedulerWorkTest, RowsOfWhatFailsOrIsStoppedGo) {
  Submit("failing", {{"rows", 7}, {"fails", true}});
  const std::string stopped = Submit("stopped", {{"rows", 7}});
  scheduler_->RunDue();
  EXPECT_GT(CountRecords(), 10);
  Ask(JobVerb::kStop, stopped);
  database_.Commit();
  Advance(3s);
  Rest();
  EXPECT_EQ(CountRecords(), 0);
  EXPECT_THAT(RowsOf(kStream), IsEmpty());
}

TEST_F(SchedulerWorkTest, DroppedRowsGoInSlices) {
  constexpr int kRows = 3 * limits::kRecordsPerSweep;
  const auto stage = records_.Stage("of a test");
  for (int row = 0; row < kRows; ++row) records_.AppendStaged(stage, "x");
  records_.Abandon(stage);
  database_.Commit();
  EXPECT_EQ(scheduler_->NextDue(), clock_.Now());
  scheduler_->RunDue();
  EXPECT_EQ(CountRecords(), kRows - static_cast<int>(limits::kRecordsPerSweep));
  Rest();
  EXPECT_EQ(CountRecords(), 0);
  EXPECT_EQ(scheduler_->NextDue(), std::nullopt);
}

TEST_F(SchedulerWorkTest, WhatWasStoppedWritesNothingAnyMore) {
  const std::string arn = Submit("a");
  amid_work = [&] {
    Ask(JobVerb::kStop, arn);
    database_.Commit();
  };
  scheduler_->RunDue();
  amid_work = nullptr;
  EXPECT_FALSE(HasObject("a")) << "it had begun to write, and was too late";
  Advance(10s);
  EXPECT_EQ(StateOf(arn), "STOPPED");
}

TEST_F(SchedulerWorkTest, AnEndThatIsRefusedThreeTimesFailsTheJob) {
  const std::string arn = Submit("a", {{"refused", true}});
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "WRITING");
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "WRITING");
  Advance(1s);
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "FAILED");
  EXPECT_EQ(resources_.Find(arn)->document["failureReason"],
            "SERVER_ERROR: Internal error: the result of the job could not be stored.");
  EXPECT_EQ(scheduler_->NextDue(), std::nullopt);
}

TEST_F(SchedulerWorkTest, AFailureThatCannotBeShownIsAFailureAllTheSame) {
  const std::string arn = Submit("a", {{"fails", true}, {"cannot fail", true}});
  for (int second = 0; second < 7; ++second) Advance(1s);
  EXPECT_EQ(StateOf(arn), "FAILED");
  EXPECT_THAT(resources_.Find(arn)->timeline.back().reason, HasSubstr("could not be stored"));
}

TEST_F(SchedulerWorkTest, ATimeLimitEndsWhatATestHasMadeLonger) {
  OutcomeRule rule;
  rule.outcome.takes = 1h;
  scheduler_->rules().AddOutcome(rule);
  const Timestamp start = clock_.Now();
  const std::string arn = Submit("a", {{"limit", 60}});
  EXPECT_EQ(scheduler_->NextDue(), start) << "its work";
  Advance(59s);
  EXPECT_EQ(StateOf(arn), "WRITING");
  Advance(1h);
  EXPECT_EQ(StateOf(arn), "LATE");
  EXPECT_EQ(resources_.Find(arn)->Entered("LATE"), start + 60s);
  EXPECT_EQ(resources_.Find(arn)->document["failureReason"], "CLIENT_ERROR: too long");
}

TEST_F(SchedulerWorkTest, ATimeLimitOutlivesTheProcess) {
  OutcomeRule rule;
  rule.outcome.takes = 1h;
  scheduler_->rules().AddOutcome(rule);
  const std::string arn = Submit("a", {{"limit", 60}});
  Advance(30s);
  scheduler_ = MakeScheduler(inline_workers_, {});
  scheduler_->Resume();
  Advance(29s);
  EXPECT_EQ(StateOf(arn), "WRITING");
  Advance(1s);
  EXPECT_EQ(StateOf(arn), "LATE");
}

TEST_F(SchedulerWorkTest, WhatATestHoldsIsTheTests) {
  OutcomeRule rule;
  rule.outcome.stays = true;
  scheduler_->rules().AddOutcome(rule);
  const std::string arn = Submit("a", {{"limit", 60}});
  Advance(1h);
  EXPECT_EQ(StateOf(arn), "WRITING");
}

TEST_F(SchedulerWorkTest, ATimeLimitLeavesWhatIsQuickAlone) {
  const std::string arn = Submit("a", {{"limit", 60}});
  Advance(1h);
  EXPECT_EQ(StateOf(arn), "DONE");
  EXPECT_EQ(scheduler_->NextDue(), std::nullopt);
}

TEST_F(SchedulerWorkTest, APartFailsWhileTheOthersDoNot) {
  OutcomeRule rule;
  rule.outcome.failure = JobFailure{"no room for ", "CLIENT_ERROR", "Images"};
  scheduler_->rules().AddOutcome(rule);
  const std::string arn = Submit("a");
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "FAILED");
  EXPECT_TRUE(HasObject("a"));
  EXPECT_EQ(resources_.Find(arn)->document["failureReason"], "CLIENT_ERROR: no room for Images");
}

TEST_F(SchedulerWorkTest, ARuleCountsAJobOnceThatIsStored) {
  OutcomeRule rule;
  rule.times = 1;
  rule.outcome.failure = JobFailure{"as ordered"};
  scheduler_->rules().AddOutcome(rule);
  Resource resource;
  resource.arn = "arn:aws:test:::greeting/lost";
  scheduler_->Submit(kWriting, resource);
  EXPECT_EQ(scheduler_->rules().outcomes().front().applied, 1);
  database_.Rollback();
  EXPECT_EQ(scheduler_->rules().outcomes().front().matched, 0);
  EXPECT_EQ(scheduler_->rules().outcomes().front().applied, 0);
  EXPECT_EQ(scheduler_->rules().OutcomeOf(resource.arn), nullptr);
  const std::string arn = Submit("a");
  Advance(3s);
  EXPECT_EQ(StateOf(arn), "FAILED");
  EXPECT_EQ(scheduler_->rules().outcomes().front().applied, 1);
}

TEST_F(SchedulerWorkTest, ATimelineKeepsItsBeginningAndItsEnd) {
  const std::string arn = Submit("a");
  constexpr std::size_t kMost = limits::kTimelineFirst + limits::kTimelineLast;
  for (std::size_t round = 0; round < kMost; ++round) {
    Ask(JobVerb::kStop, arn);
    database_.Commit();
    Advance(1s);
    Ask(JobVerb::kStart, arn);
    database_.Commit();
  }
  const ResourcePtr job = resources_.Find(arn);
  // A plain transition adds to what is stored without a look at it.
  EXPECT_LE(job->timeline.size(), kMost + 2);
  EXPECT_EQ(job->timeline.front().at, job->created_at);
  EXPECT_EQ(job->timeline.back().at, clock_.Now());
  EXPECT_EQ(job->Entered("WRITING"), job->created_at);
}

}  // namespace
}  // namespace portside
