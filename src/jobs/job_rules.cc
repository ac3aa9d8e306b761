// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_rules.h"

#include <algorithm>

#include "jobs/later_runs.h"
#include "portside/base/glob.h"

namespace portside {
namespace {

bool Fits(std::string_view glob, std::string_view text) {
  return glob.empty() || MatchesGlob(glob, text);
}

template <typename Rule>
bool Remove(std::deque<Rule>& rules, std::string_view id) {
  return std::erase_if(rules, [id](const Rule& rule) { return rule.id == id; }) > 0;
}

// Whether an order is about the run that begins with the job's present state: the creation, or an
// update. One that names no state, only how long each takes, is about all of them.
bool IsAboutRun(const JobKind& kind, const OutcomeRule& rule, const Resource& job) {
  if (rule.outcome.where.empty() && rule.outcome.takes) return true;
  const JobState* state = StateOfOutcome(kind, rule.outcome.where);
  const JobState* first = kind.Find(job.state);
  if (state == nullptr || first == nullptr) return true;
  return IsLater(kind, *state) == IsLater(kind, *first);
}

bool Applies(const OutcomeRule& rule) {
  return rule.matched >= rule.nth && (rule.times == 0 || rule.applied < rule.times);
}

}  // namespace

bool ResourceMatch::Matches(const Resource& resource) const {
  return Fits(kind, resource.kind) && Fits(name, resource.name) && Fits(arn, resource.arn) &&
         (account.empty() || account == resource.account) &&
         (region.empty() || region == resource.region);
}

std::string JobRules::SetTransition(ResourceMatch match, Transition transition) {
  std::erase_if(transitions_, [&match](const TransitionRule& rule) { return rule.match == match; });
  std::string id = "transition-" + std::to_string(++last_id_);
  transitions_.push_front({id, std::move(match), transition});
  return id;
}

bool JobRules::RemoveTransition(std::string_view id) { return Remove(transitions_, id); }

const Transition* JobRules::TransitionOf(const Resource& resource) const {
  for (const TransitionRule& rule : transitions_) {
    if (rule.match.Matches(resource)) return &rule.transition;
  }
  return nullptr;
}

std::string JobRules::AddOutcome(OutcomeRule rule) {
  rule.id = "outcome-" + std::to_string(++last_id_);
  outcomes_.push_back(std::move(rule));
  return outcomes_.back().id;
}

bool JobRules::RemoveOutcome(std::string_view id) { return Remove(outcomes_, id); }

bool JobRules::Begin(const JobKind& kind, const Resource& job) {
  Begun begun;
  if (const auto former = settled_.find(job.arn); former != settled_.end()) {
    begun.former = std::move(former->second);
    settled_.erase(former);
  }
  for (OutcomeRule& rule : outcomes_) {
    if (!rule.match.Matches(job) || !IsAboutRun(kind, rule, job)) continue;
    ++rule.matched;
    begun.matched.push_back(rule.id);
    if (!begun.applied.empty() || !Applies(rule)) continue;
    const JobState* state = StateOfOutcome(kind, rule.outcome.where);
    // A rule for several kinds passes over those that have no such state, or cannot fail.
    if (state == nullptr) continue;
    if (rule.outcome.failure && !CanFail(kind, *state, *rule.outcome.failure)) continue;
    ++rule.applied;
    begun.applied = rule.id;
    JobOutcome outcome = rule.outcome;
    if (!outcome.takes || !outcome.where.empty()) outcome.where = state->name;
    settled_[job.arn] = std::move(outcome);
  }
  if (begun.matched.empty() && !begun.former) return false;
  begun_.insert_or_assign(job.arn, std::move(begun));
  return true;
}

void JobRules::Keep(std::string_view arn) { begun_.erase(std::string(arn)); }

void JobRules::Undo(std::string_view arn) {
  const auto found = begun_.find(std::string(arn));
  if (found == begun_.end()) return;
  const Begun begun = std::move(found->second);
  begun_.erase(found);
  for (OutcomeRule& rule : outcomes_) {
    rule.matched -= std::ranges::count(begun.matched, rule.id);
    if (rule.id == begun.applied) --rule.applied;
  }
  settled_.erase(std::string(arn));
  if (begun.former) settled_.emplace(arn, *begun.former);
}

const JobOutcome* JobRules::OutcomeOf(std::string_view arn) const {
  const auto settled = settled_.find(std::string(arn));
  return settled == settled_.end() ? nullptr : &settled->second;
}

bool JobRules::Stays(const Resource& job) const {
  const JobOutcome* outcome = OutcomeOf(job.arn);
  return outcome != nullptr && outcome->stays && outcome->where == job.state;
}

void JobRules::Forget(std::string_view arn) { settled_.erase(std::string(arn)); }

void JobRules::SettleAs(const JobRules& other, const StateScope& scope) {
  std::erase_if(settled_, [&](const auto& entry) { return scope.MatchesArn(entry.first); });
  for (const auto& [arn, outcome] : other.settled_) {
    if (scope.MatchesArn(arn)) settled_.emplace(arn, outcome);
  }
}

void JobRules::Clear() {
  transitions_.clear();
  outcomes_.clear();
  settled_.clear();
}

const JobState* StateOfOutcome(const JobKind& kind, std::string_view named) {
  if (!named.empty()) {
    const JobState* state = kind.Find(named);
    return state == nullptr || state->next.empty() ? nullptr : state;
  }
  // Work that only a command leads to (an update) is not what a new one comes to.
  for (const JobState& state : kind.states) {
    if (state.work != nullptr && kind.IsOnTheWay(state.name, kind.states[0].name)) return &state;
  }
  return kind.states[0].next.empty() ? nullptr : &kind.states[0];
}

bool CanFail(const JobKind& kind, const JobState& state, const JobFailure& failure) {
  if (failure.part.empty()) return FailureStateFrom(kind, state) != nullptr;
  return state.work != nullptr && std::ranges::find(kind.parts, failure.part) != kind.parts.end();
}

const JobState* FailureStateFrom(const JobKind& kind, const JobState& state) {
  if (kind.fail == nullptr) return nullptr;
  if (!state.on_failure.empty()) return kind.Find(state.on_failure);
  for (const JobState& other : kind.states) {
    if (!other.on_failure.empty()) return kind.Find(other.on_failure);
  }
  return nullptr;
}

}  // namespace portside
