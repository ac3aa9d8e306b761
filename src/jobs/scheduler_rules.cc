// SPDX-License-Identifier: Apache-2.0
//
// The part of Scheduler that asks what a test has ordered: when a job is due, what it waits for,
// and what lets it go on.

#include <algorithm>
#include <utility>
#include <vector>

#include "portside/jobs/scheduler.h"
#include "portside/store/unit_of_work.h"

namespace portside {

// A rule has counted a job, and settled what becomes of it, once that is stored.
void Scheduler::BeginRules(const JobKind& kind, const Resource& resource) {
  if (!rules_.Begin(kind, resource)) return;
  begun_in_unit_.push_back(resource.arn);
  database_.AfterFlush([this, arn = resource.arn] {
    rules_.Keep(arn);
    std::erase(begun_in_unit_, arn);
    std::erase(begun_in_group_, arn);
  });
}

void Scheduler::KeepBegun() {
  begun_in_group_.insert(begun_in_group_.end(), begun_in_unit_.begin(), begun_in_unit_.end());
  begun_in_unit_.clear();
}

void Scheduler::UndoBegun(Database::Lost lost) {
  for (const std::string& arn : std::exchange(begun_in_unit_, {})) rules_.Undo(arn);
  if (lost == Database::Lost::kUnit) return;
  for (const std::string& arn : std::exchange(begun_in_group_, {})) rules_.Undo(arn);
}

std::optional<Timestamp> Scheduler::DueAt(const JobState& state, const Resource& resource,
                                          Timestamp at) const {
  if (state.next.empty()) return std::nullopt;
  if (state.due != nullptr) return state.due(resource, at);
  if (state.waits) return FailsByOrder(state, resource) ? at + Scaled(state.duration) : kHeld;
  if (const JobOutcome* outcome = rules_.OutcomeOf(resource.arn)) {
    const bool is_here = outcome->where.empty() || outcome->where == state.name;
    if (is_here && outcome->stays) return kHeld;
    if (is_here && outcome->takes) return at + *outcome->takes;
  }
  const Transition* transition = rules_.TransitionOf(resource);
  if (transition == nullptr) return at + Scaled(state.duration);
  switch (transition->progression) {
    case Progression::kImmediate: return at;
    case Progression::kTime: return at + transition->per_state;
    case Progression::kPolls:
    case Progression::kManual: break;
  }
  return kHeld;
}

// It is held until that is stored.
void Scheduler::Release(const Resource& resource, Timestamp at) {
  Resource released = resource;
  released.due_at = at;
  ResourcePtr stored = stores_.resources.Update(std::move(released));
  database_.AfterFlush([this, stored = std::move(stored)] {
    if (held_.erase(stored->sequence) > 0) Schedule(*stored);
  });
}

void Scheduler::RulesChanged() {
  UnitOfWork unit(database_);
  std::vector<std::int64_t> numbers;
  for (const auto& [sequence, observed] : held_) numbers.push_back(sequence);
  for (const std::int64_t sequence : numbers) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    const JobKind* kind = resource == nullptr ? nullptr : KindOf(*resource);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
    if (state == nullptr) {
      held_.erase(sequence);
    } else if (const auto due = DueAt(*state, *resource, resource->updated_at); due != kHeld) {
      Release(*resource, std::max(due.value_or(clock_.Now()), clock_.Now()));
    }
  }
  unit.Commit();
  database_.Flush();
}

void Scheduler::Observed(const Resource& resource) {
  const auto held = held_.find(resource.sequence);
  const Transition* transition = rules_.TransitionOf(resource);
  if (held == held_.end() || transition == nullptr ||
      transition->progression != Progression::kPolls) {
    return;
  }
  if (rules_.Stays(resource)) return;
  if (++held->second >= transition->polls) Release(resource, clock_.Now());
}

std::size_t Scheduler::Release(const ResourceMatch& match) {
  UnitOfWork unit(database_);
  std::vector<std::int64_t> released;
  for (const auto& [sequence, observed] : held_) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    if (resource == nullptr || !match.Matches(*resource) || rules_.Stays(*resource)) continue;
    const JobKind* kind = KindOf(*resource);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
    if (state != nullptr && state->waits) continue;
    released.push_back(sequence);
  }
  for (const std::int64_t sequence : released) {
    Release(*stores_.resources.FindNumber(sequence), clock_.Now());
  }
  unit.Commit();
  database_.Flush();
  return released.size();
}

bool Scheduler::FailsByOrder(const JobState& state, const Resource& resource) const {
  const JobOutcome* outcome = rules_.OutcomeOf(resource.arn);
  return outcome != nullptr && outcome->failure && outcome->failure->part.empty() &&
         !outcome->writes && outcome->where == state.name;
}

}  // namespace portside
