// SPDX-License-Identifier: Apache-2.0
//
// JobRules: what a test has ordered for jobs: how they go from state to state, and how they end.
// The scheduler asks; nobody else acts on it. Rules live as long as the process. Core thread only.

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portside/jobs/job_kind.h"
#include "portside/store/resource.h"
#include "portside/store/state_scope.h"

namespace portside {

// Which resources a rule is about. A member that is empty matches everything.
struct ResourceMatch {
  std::string kind;  // a glob: "glue::ml_task_run", "personalize::*"
  std::string name;  // a glob
  std::string arn;   // a glob
  std::string account;
  std::string region;

  [[nodiscard]] bool Matches(const Resource& resource) const;
  bool operator==(const ResourceMatch&) const = default;
};

enum class Progression {
  kImmediate,  // no time passes in a state
  kTime,       // `per_state` in each
  kPolls,      // until its status was asked for `polls` times
  kManual,     // until it is released
};

struct Transition {
  Progression progression = Progression::kTime;
  Duration per_state{};
  std::int64_t polls = 1;
};

struct TransitionRule {
  std::string id;
  ResourceMatch match;
  Transition transition;
};

// How a job is to go. `where` is a state; empty: that of its work, or for `takes` every state.
struct JobOutcome {
  std::string where;
  std::optional<JobFailure> failure;  // ends failed, without its work if that is there
  bool stays = false;                 // there, until it is stopped or deleted
  std::optional<Duration> takes;      // that long, of the users' clock
  bool denies_read = false;           // its work may read nothing from S3
  bool denies_write = false;          // nor write
  // It writes so many objects, then may not write any more. With `failure`, its work is done that
  // far, and then it ends failed.
  std::optional<std::uint64_t> writes;
  std::optional<std::string> deployment_failure;  // what it deploys is not, for this reason
};

struct OutcomeRule {
  std::string id;
  ResourceMatch match;
  std::int64_t nth = 1;    // from the nth job that matches on
  std::int64_t times = 0;  // for so many jobs; 0: for all
  JobOutcome outcome;
  std::int64_t matched = 0;  // jobs so far
  std::int64_t applied = 0;
};

class JobRules {
 public:
  // Gives the id. A rule for the same match replaces the former one.
  std::string SetTransition(ResourceMatch match, Transition transition);
  bool RemoveTransition(std::string_view id);
  // Of the rule that was set last among those that match; null: the kind's own times.
  [[nodiscard]] const Transition* TransitionOf(const Resource& resource) const;
  [[nodiscard]] const std::deque<TransitionRule>& transitions() const { return transitions_; }

  std::string AddOutcome(OutcomeRule rule);
  bool RemoveOutcome(std::string_view id);
  [[nodiscard]] const std::deque<OutcomeRule>& outcomes() const { return outcomes_; }

  // A job begins: counts it, and settles what becomes of it by the first rule that applies. True:
  // something has changed, and Keep or Undo is to follow, once it is known whether the job is
  // stored.
  bool Begin(const JobKind& kind, const Resource& job);
  void Keep(std::string_view arn);
  void Undo(std::string_view arn);
  // What was settled; null: nothing.
  [[nodiscard]] const JobOutcome* OutcomeOf(std::string_view arn) const;
  // Whether it was settled that this job stays where it is now.
  [[nodiscard]] bool Stays(const Resource& job) const;
  void Forget(std::string_view arn);
  // What was settled for the jobs of a scope, as it is in `other`.
  void SettleAs(const JobRules& other, const StateScope& scope);

  void Clear();

 private:
  std::deque<TransitionRule> transitions_;
  std::deque<OutcomeRule> outcomes_;
  std::unordered_map<std::string, JobOutcome> settled_;  // by ARN
  // What a Begin has changed, until it is kept.
  struct Begun {
    std::vector<std::string> matched;  // rules
    std::string applied;
    std::optional<JobOutcome> former;
  };
  std::unordered_map<std::string, Begun> begun_;
  std::int64_t last_id_ = 0;
};

// The state that an outcome is about, for jobs of this kind: `named`, else the first with work,
// else the first. Null where there is none of that name, or it is one of rest.
const JobState* StateOfOutcome(const JobKind& kind, std::string_view named);
// Whether jobs of this kind can be made to fail so, in that state.
bool CanFail(const JobKind& kind, const JobState& state, const JobFailure& failure);
// Where a job of this kind fails to from `state`; null: it cannot.
const JobState* FailureStateFrom(const JobKind& kind, const JobState& state);

}  // namespace portside
