// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_rules.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

using namespace std::chrono_literals;

void Fill(Json& document, const JobFailure& failure) { document["reason"] = failure.reason; }
WorkResult Work(WorkContext&) { return WorkOutput{}; }

constexpr JobState kStates[] = {
    {.name = "NEW", .duration = 1s, .next = "WORKING"},
    {.name = "WORKING", .duration = 1s, .next = "DONE", .work = Work, .on_failure = "FAILED"},
    {.name = "DONE"},
    {.name = "FAILED"},
};
constexpr JobKind kJob{.name = "test::job", .states = kStates, .fail = Fill};
static_assert(IsWellFormed(kJob));

constexpr JobState kPlainStates[] = {{.name = "MAKING", .duration = 1s, .next = "MADE"},
                                     {.name = "MADE"}};
constexpr JobKind kPlain{.name = "test::plain", .states = kPlainStates};

Resource Job(const std::string& name, std::string_view kind = "test::job") {
  Resource job;
  job.kind = kind;
  job.name = name;
  job.arn = "arn:aws:test:us-west-2:123456789012:job/" + name;
  job.account = "123456789012";
  job.region = "us-west-2";
  return job;
}

TEST(ResourceMatch, EveryMemberMustFit) {
  struct Case {
    ResourceMatch match;
    bool matches;
  };
  for (const Case& c : {
           Case{{}, true},
           Case{{.kind = "test::*"}, true},
           Case{{.kind = "test"}, false},
           Case{{.name = "a-?"}, true},
           Case{{.arn = "*:job/a-1"}, true},
           Case{{.arn = "*:job/b*"}, false},
           Case{{.account = "123456789012", .region = "us-west-2"}, true},
           Case{{.account = "210987654321"}, false},
           Case{{.region = "us-*"}, false},
           Case{{.kind = "test::job", .name = "b*"}, false},
       }) {
    EXPECT_EQ(c.match.Matches(Job("a-1")), c.matches);
  }
}

TEST(JobRules, TheFirstRuleThatAppliesSettlesAJob) {
  JobRules rules;
  rules.AddOutcome({.match = {.name = "b*"}, .outcome = {.stays = true}});
  rules.AddOutcome({.outcome = {.failure = JobFailure{"ordered"}}});
  rules.Begin(kJob, Job("a"));
  rules.Begin(kJob, Job("b"));
  ASSERT_NE(rules.OutcomeOf(Job("a").arn), nullptr);
  EXPECT_EQ(rules.OutcomeOf(Job("a").arn)->where, "WORKING");
  EXPECT_EQ(rules.OutcomeOf(Job("a").arn)->failure->reason, "ordered");
  EXPECT_TRUE(rules.OutcomeOf(Job("b").arn)->stays);
  EXPECT_EQ(rules.outcomes()[1].matched, 2);
  EXPECT_EQ(rules.outcomes()[1].applied, 1);
  rules.Forget(Job("a").arn);
  EXPECT_EQ(rules.OutcomeOf(Job("a").arn), nullptr);
}

TEST(JobRules, RulesPassOverKindsThatTheyCannotFit) {
  JobRules rules;
  rules.AddOutcome({.outcome = {.failure = JobFailure{"ordered"}}});
  rules.AddOutcome({.outcome = {.where = "WORKING", .stays = true}});
  rules.Begin(kPlain, Job("p", "test::plain"));
  EXPECT_EQ(rules.OutcomeOf(Job("p").arn), nullptr);
}

TEST(JobRules, AJobThatBeginsAnewIsSettledAnew) {
  JobRules rules;
  rules.AddOutcome({.times = 1, .outcome = {.stays = true}});
  rules.Begin(kJob, Job("a"));
  EXPECT_NE(rules.OutcomeOf(Job("a").arn), nullptr);
  rules.Begin(kJob, Job("a"));
  EXPECT_EQ(rules.OutcomeOf(Job("a").arn), nullptr);
}

constexpr JobState kUpdatedStates[] = {
    {.name = "MAKING", .duration = 1s, .next = "DONE", .work = Work, .on_failure = "FAILED"},
    {.name = "CHANGING", .duration = 1s, .next = "DONE", .work = Work, .on_failure = "DONE"},
    {.name = "DONE"},
    {.name = "FAILED"},
};
constexpr JobKind kUpdated{.name = "test::updated", .states = kUpdatedStates, .fail = Fill};
static_assert(IsWellFormed(kUpdated));

TEST(JobRules, OrdersForUpdatesDoNotCountCreations) {
  JobRules rules;
  rules.AddOutcome({.times = 1, .outcome = {.where = "CHANGING", .failure = JobFailure{"late"}}});
  Resource job = Job("a", "test::updated");
  job.state = "MAKING";
  rules.Begin(kUpdated, job);
  EXPECT_EQ(rules.OutcomeOf(job.arn), nullptr);
  EXPECT_EQ(rules.outcomes()[0].matched, 0);
  job.state = "CHANGING";
  rules.Begin(kUpdated, job);
  ASSERT_NE(rules.OutcomeOf(job.arn), nullptr);
  EXPECT_EQ(rules.OutcomeOf(job.arn)->failure->reason, "late");
}

TEST(JobRules, ATransitionReplacesTheFormerOneOfItsMatch) {
  JobRules rules;
  rules.SetTransition({.name = "a"}, {.progression = Progression::kManual});
  const std::string second = rules.SetTransition({}, {.progression = Progression::kPolls});
  rules.SetTransition({.name = "a"}, {.progression = Progression::kImmediate});
  EXPECT_EQ(rules.transitions().size(), 2U);
  EXPECT_EQ(rules.TransitionOf(Job("a"))->progression, Progression::kImmediate);
  EXPECT_EQ(rules.TransitionOf(Job("b"))->progression, Progression::kPolls);
  EXPECT_TRUE(rules.RemoveTransition(second));
  EXPECT_FALSE(rules.RemoveTransition(second));
  EXPECT_EQ(rules.TransitionOf(Job("b")), nullptr);
}

}  // namespace
}  // namespace portside
