// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_progress.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

using namespace std::chrono_literals;

constexpr JobState kStates[] = {
    {.name = "NEW", .duration = 2s, .next = "RUNNING"},
    {.name = "RUNNING", .duration = 6s, .next = "DONE"},
    {.name = "STOPPING", .duration = 2s, .next = "STOPPED"},
    {.name = "DONE"},
    {.name = "STOPPED"},
};
constexpr JobKind kJob{.name = "test::job", .states = kStates};
constexpr JobState kTimeless[] = {
    {.name = "A", .next = "B"}, {.name = "B", .next = "C"}, {.name = "C"}};
constexpr JobKind kTimelessJob{.name = "test::timeless", .states = kTimeless};

constexpr Timestamp kStart{std::chrono::seconds(1'700'000'000)};

// In the last of these states since `since`, due after `duration`.
Resource In(std::vector<std::string> states, Duration since, std::optional<Duration> duration) {
  Resource job;
  for (const std::string& state : states) job.timeline.push_back({state, kStart + since, ""});
  job.state = states.back();
  job.updated_at = kStart + since;
  if (duration) job.due_at = job.updated_at + *duration;
  return job;
}

TEST(JobProgressTest, FollowsTheTimesOfTheTable) {
  const Resource fresh = In({"NEW"}, 0s, 2s);
  EXPECT_DOUBLE_EQ(JobProgress(kJob, fresh, kStart), 0);
  EXPECT_DOUBLE_EQ(JobProgress(kJob, fresh, kStart + 1s), 1.0 / 8);
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "RUNNING"}, 2s, 6s), kStart + 5s), 5.0 / 8);
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "RUNNING", "DONE"}, 8s, {}), kStart + 8s), 1);
}

TEST(JobProgressTest, APartOfAStateIsOfItsOwnDueTime) {
  // A test has ordered a minute where the table says six seconds.
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "RUNNING"}, 2s, 60s), kStart + 32s), 5.0 / 8);
  // A clock that was set back.
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW"}, 10s, 2s), kStart), 0);
}

TEST(JobProgressTest, AWayThatWasLeftCountsAsFarAsItWent) {
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "STOPPING"}, 1s, 2s), kStart + 2s), 3.0 / 4);
}

TEST(JobProgressTest, WhatIsHeldStandsAndWhatIsLateIsNotDone) {
  Resource held = In({"NEW", "RUNNING"}, 2s, 0s);
  held.due_at = kHeld;
  EXPECT_DOUBLE_EQ(JobProgress(kJob, held, kStart + 1h), 2.0 / 8);
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "RUNNING"}, 2s, 6s), kStart + 1h), 0.99);
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "RUNNING"}, 2s, 0s), kStart + 2s), 0.99);
}

TEST(JobProgressTest, WhatBeginsAnewBeginsAtZero) {
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"NEW", "RUNNING", "DONE", "NEW"}, 9s, 2s), kStart + 9s),
                   0);
}

TEST(JobProgressTest, WithoutTimesStatesCount) {
  EXPECT_DOUBLE_EQ(JobProgress(kTimelessJob, In({"A"}, 0s, 4s), kStart), 0);
  EXPECT_DOUBLE_EQ(JobProgress(kTimelessJob, In({"A", "B"}, 0s, 4s), kStart + 2s), 0.75);
}

TEST(JobProgressTest, AStateThatIsNotInTheTableIsRest) {
  EXPECT_DOUBLE_EQ(JobProgress(kJob, In({"ELSE"}, 0s, 2s), kStart), 1);
}

}  // namespace
}  // namespace portside
