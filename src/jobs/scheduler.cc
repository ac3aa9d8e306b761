// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/scheduler.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <unordered_set>

#include "portside/base/limits.h"
#include "portside/base/log.h"
#include "portside/base/memory.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

// When the disk refuses a transition, it is tried again after this.
constexpr Duration kRetry = 1s;

}  // namespace

Scheduler::Scheduler(const Clock& clock, Database& database, Stores stores, ObjectStore& objects,
                     WorkerPool& workers, Options options)
    : clock_(clock),
      database_(database),
      stores_(stores),
      objects_(objects),
      workers_(workers),
      options_(options) {}

Scheduler::~Scheduler() { Clear(); }

void Scheduler::Register(const JobKind& kind) {
  if (!kinds_.emplace(kind.name, &kind).second) {
    throw std::logic_error("two job kinds are named " + std::string(kind.name));
  }
}

Duration Scheduler::Scaled(Duration duration) const {
  return Duration(std::llround(static_cast<double>(duration.count()) * options_.time_scale));
}

ResourcePtr Scheduler::Submit(const JobKind& kind, Resource resource) {
  const JobState& first = kind.states[0];
  const Timestamp now = clock_.Now();
  resource.kind = kind.name;
  resource.state = first.name;
  resource.timeline = {{std::string(first.name), now, ""}};
  resource.updated_at = now;
  rules_.Begin(kind, resource);
  resource.due_at = DueAt(first, resource, now);
  ResourcePtr stored = stores_.resources.Insert(std::move(resource));
  Tell(first, "", *stored, "");
  Schedule(*stored);
  if (on_entered_) on_entered_(*stored);
  return stored;
}

void Scheduler::Tell(const JobState& entered, std::string from, const Resource& resource,
                     std::string reason) {
  if (!on_transition_) return;
  database_.AfterFlush(
      [this, event = JobEvent{.id = 0,
                              .time = resource.updated_at,
                              .arn = resource.arn,
                              .kind = resource.kind,
                              .name = resource.name,
                              .account = resource.account,
                              .region = resource.region,
                              .from = std::move(from),
                              .to = resource.state,
                              .is_final = entered.next.empty(),
                              .reason = std::move(reason)}] { on_transition_(event); });
}

std::optional<Timestamp> Scheduler::DueAt(const JobState& state, const Resource& resource,
                                          Timestamp at) const {
  if (state.next.empty()) return std::nullopt;
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

void Scheduler::Release(const Resource& resource, Timestamp at) {
  held_.erase(resource.sequence);
  Resource released = resource;
  released.due_at = at;
  Schedule(*stores_.resources.Update(std::move(released)));
}

void Scheduler::RulesChanged() {
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
  database_.Commit();
  NotifyDueChanged();
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
  std::vector<std::int64_t> released;
  for (const auto& [sequence, observed] : held_) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    if (resource == nullptr || !match.Matches(*resource) || rules_.Stays(*resource)) continue;
    released.push_back(sequence);
  }
  for (const std::int64_t sequence : released) {
    Release(*stores_.resources.FindNumber(sequence), clock_.Now());
  }
  database_.Commit();
  return released.size();
}

const JobKind* Scheduler::FindKind(std::string_view name) const {
  const auto found = kinds_.find(name);
  return found == kinds_.end() ? nullptr : found->second;
}

std::vector<const JobKind*> Scheduler::Kinds() const {
  std::vector<const JobKind*> kinds;
  for (const auto& [name, kind] : kinds_) kinds.push_back(kind);
  std::sort(kinds.begin(), kinds.end(),
            [](const JobKind* a, const JobKind* b) { return a->name < b->name; });
  return kinds;
}

bool Scheduler::FailsByOrder(const JobState& state, const Resource& resource) const {
  const JobOutcome* outcome = rules_.OutcomeOf(resource.arn);
  return outcome != nullptr && outcome->failure && !outcome->writes && outcome->where == state.name;
}

ResourcePtr Scheduler::Enter(const JobKind& kind, Resource resource, std::string_view state) {
  const JobState* target = kind.Find(state);
  if (target == nullptr) {
    throw std::logic_error(std::string(kind.name) + " has no state " + std::string(state));
  }
  // A repeated export begins anew.
  if (target == &kind.states[0]) rules_.Begin(kind, resource);
  return MoveTo(*target, std::move(resource), clock_.Now(), "");
}

StopOutcome Scheduler::Leave(const JobKind& kind, const Resource& resource, bool legal,
                             std::string_view target) {
  const JobState* state = kind.Find(target);
  if (state != nullptr && (resource.state == target || resource.state == state->next)) {
    return StopOutcome::kStopping;
  }
  if (!legal) return StopOutcome::kNotLegal;
  Enter(kind, resource, target);
  return StopOutcome::kStopping;
}

StopOutcome Scheduler::RequestStop(const JobKind& kind, const Resource& resource) {
  const JobState* state = kind.Find(resource.state);
  return Leave(kind, resource, state != nullptr && state->stoppable, kind.on_stop);
}

StopOutcome Scheduler::RequestDelete(const JobKind& kind, const Resource& resource) {
  const JobState* state = kind.Find(resource.state);
  return Leave(kind, resource, state != nullptr && state->deletable, kind.on_delete);
}

void Scheduler::Forget(std::int64_t sequence) {
  held_.erase(sequence);
  const auto running = running_.find(sequence);
  if (running == running_.end()) return;
  if (running->second.stop) running->second.stop->request_stop();
  running_.erase(running);
}

void Scheduler::Schedule(const Resource& resource) {
  if (!resource.due_at) return;
  if (*resource.due_at == kHeld) {
    held_.emplace(resource.sequence, 0);
    return;
  }
  due_.insert({*resource.due_at, resource.sequence});
  NotifyDueChanged();
}

void Scheduler::NotifyDueChanged() {
  if (on_due_changed_) on_due_changed_();
}

std::optional<Timestamp> Scheduler::NextDue() const {
  if (!awaiting_.empty() && in_flight_.size() < limits::kWorkInFlight) return clock_.Now();
  if (due_.empty()) return std::nullopt;
  return due_.begin()->at;
}

std::size_t Scheduler::Due() const {
  const auto later = due_.lower_bound({clock_.Now() + Duration(1), 0});
  return static_cast<std::size_t>(std::distance(due_.begin(), later));
}

void Scheduler::RunDue() {
  // Workers read what is flushed; what requests kept so far is, before their jobs start.
  if (!awaiting_.empty() || !due_.empty()) FlushRequests();
  StartAwaitedWork();
  for (std::size_t left = limits::kTransitionsPerTurn; left > 0;) {
    const std::vector<DueEntry> turn = TakeDue(left);
    if (turn.empty()) break;
    PerformTogether(turn);
    left -= turn.size();
    StartAwaitedWork();
  }
  TrimMemory();
}

std::vector<Scheduler::DueEntry> Scheduler::TakeDue(std::size_t most) {
  std::vector<DueEntry> turn;
  const Timestamp now = clock_.Now();
  while (turn.size() < most && !due_.empty() && due_.begin()->at <= now) {
    turn.push_back(*due_.begin());
    due_.erase(due_.begin());
  }
  return turn;
}

// One flush for all. Where the disk refuses it, or one of them cannot be stored, each is tried by
// itself, so that the others are not held up; what had been done in vain is done again, because an
// entry is held against what is stored.
void Scheduler::PerformTogether(const std::vector<DueEntry>& turn) {
  try {
    for (const DueEntry& entry : turn) {
      const bool is_alone = EndsWork(entry);
      if (is_alone) database_.Commit();
      Perform(entry);
      if (is_alone) database_.Commit();
    }
    database_.Commit();
    database_.Flush();
    since_trim_ += turn.size();
  } catch (const std::exception&) {
    database_.Rollback();
    for (const DueEntry& entry : turn) PerformAlone(entry);
  }
}

void Scheduler::PerformAlone(const DueEntry& entry) {
  try {
    Perform(entry);
    database_.Commit();
    database_.Flush();
  } catch (const std::exception& broken) {
    database_.Rollback();
    log::Error("a transition could not be stored and will be tried again",
               {{"resource", entry.sequence}, {"reason", std::string_view(broken.what())}});
    Forget(entry.sequence);
    due_.insert({clock_.Now() + kRetry, entry.sequence});
  }
}

bool Scheduler::EndsWork(const DueEntry& entry) const {
  const auto running = running_.find(entry.sequence);
  return running != running_.end() && running->second.result != nullptr;
}

// After very many transitions the allocator holds what they needed; an idle server is small.
void Scheduler::TrimMemory() {
  if (since_trim_ < limits::kTransitionsPerTrim || !due_.empty() || !running_.empty()) return;
  since_trim_ = 0;
  GiveMemoryBack();
}

void Scheduler::FlushRequests() {
  try {
    database_.Flush();
  } catch (const std::exception& broken) {
    log::Error("requests could not be stored", {{"reason", std::string_view(broken.what())}});
  }
}

void Scheduler::Perform(const DueEntry& entry) {
  ResourcePtr resource = stores_.resources.FindHead(entry.sequence);
  // Gone, at rest, or on its way elsewhere by now: the entry is of the past.
  if (resource == nullptr || !resource->due_at || *resource->due_at > entry.at) return;
  const JobKind* kind = KindOf(*resource);
  const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
  if (state == nullptr || state->next.empty()) return;
  const JobState& next = *kind->Find(state->next);
  const bool is_plain = state->work == nullptr && next.work == nullptr && !next.removed &&
                        rules_.OutcomeOf(resource->arn) == nullptr && !on_entered_;
  if (is_plain) return Pass(next, *resource, *resource->due_at);
  resource = stores_.resources.FindNumber(entry.sequence);
  Step(*kind, *state, *resource);
}

void Scheduler::Step(const JobKind& kind, const JobState& state, const Resource& resource) {
  // The nominal time, so that a chain of states keeps its durations however late the timer is.
  const Timestamp at = *resource.due_at;
  if (FailsByOrder(state, resource)) {
    const JobFailure failure = *rules_.OutcomeOf(resource.arn)->failure;
    Resource failed = resource;
    kind.fail(failed.document, failure);
    MoveTo(*FailureStateFrom(kind, state), std::move(failed), at, failure.reason);
    return;
  }
  if (state.work == nullptr) {
    MoveTo(*kind.Find(state.next), resource, at, "");
    return;
  }
  auto running = running_.find(resource.sequence);
  if (running == running_.end()) {
    Await(resource.sequence);  // a result was lost to a disk error: work again
    running = running_.find(resource.sequence);
  }
  if (running->second.result == nullptr) {
    running->second.overdue = true;
    return;
  }
  WorkResult result = std::move(*running->second.result);
  const Timestamp when = running->second.overdue ? clock_.Now() : at;
  running_.erase(running);
  FinishWork(kind, state, resource, std::move(result), when);
}

void Scheduler::Pass(const JobState& state, const Resource& head, Timestamp at) {
  Forget(head.sequence);
  Resource moved;
  moved.sequence = head.sequence;
  moved.arn = head.arn;
  moved.kind = head.kind;
  moved.name = head.name;
  moved.account = head.account;
  moved.region = head.region;
  moved.state = state.name;
  moved.updated_at = at;
  moved.due_at = DueAt(state, moved, at);
  stores_.resources.Move(head, moved, {moved.state, at, ""});
  Tell(state, head.state, moved, "");
  Schedule(moved);
}

ResourcePtr Scheduler::MoveTo(const JobState& state, Resource resource, Timestamp at,
                              std::string reason) {
  Forget(resource.sequence);
  std::string from = std::move(resource.state);
  resource.state = state.name;
  resource.updated_at = at;
  resource.timeline.push_back({resource.state, at, std::move(reason)});
  resource.due_at.reset();
  if (state.removed) {
    stores_.resources.Remove(resource.arn);
    Tell(state, std::move(from), resource, resource.timeline.back().reason);
    return std::make_shared<const Resource>(std::move(resource));
  }
  resource.due_at = DueAt(state, resource, at);
  if (state.next.empty() && rules_.OutcomeOf(resource.arn) != nullptr) {
    database_.AfterFlush([this, arn = resource.arn] { rules_.Forget(arn); });
  }
  ResourcePtr stored = stores_.resources.Update(std::move(resource));
  Tell(state, std::move(from), *stored, stored->timeline.back().reason);
  if (state.work != nullptr) Await(stored->sequence);
  Schedule(*stored);
  if (on_entered_) on_entered_(*stored);
  return stored;
}

void Scheduler::Resume(const StateScope& scope) {
  std::vector<std::int64_t> held;
  stores_.resources.VisitDue([&](const ResourceRepository::DueResource& due) {
    if (!scope.MatchesArn(due.arn)) return;
    const JobKind* kind = FindKind(due.kind);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(due.in_state);
    if (state == nullptr) return;
    if (state->work != nullptr) Await(due.sequence);
    if (due.due_at == kHeld) {
      held.push_back(due.sequence);
    } else {
      due_.insert(due_.end(), {due.due_at, due.sequence});
    }
  });
  // What held them may have ended with its process, or be another rule now.
  for (const std::int64_t sequence : held) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    const JobState& state = *KindOf(*resource)->Find(resource->state);
    const auto due = DueAt(state, *resource, resource->updated_at);
    if (due == kHeld) {
      Schedule(*resource);
    } else {
      Release(*resource, std::max(due.value_or(clock_.Now()), clock_.Now()));
    }
  }
  database_.Commit();
  database_.Flush();
  NotifyDueChanged();
}

void Scheduler::Clear(const StateScope& scope) {
  std::unordered_set<std::int64_t> meant;
  if (!scope.IsEverything()) {
    stores_.resources.VisitDue([&](const ResourceRepository::DueResource& due) {
      if (scope.MatchesArn(due.arn)) meant.insert(due.sequence);
    });
  }
  const auto is_meant = [&](std::int64_t sequence) {
    return scope.IsEverything() || meant.contains(sequence);
  };
  for (auto& [sequence, running] : running_) {
    if (is_meant(sequence) && running.stop) running.stop->request_stop();
  }
  std::erase_if(running_, [&](const auto& entry) { return is_meant(entry.first); });
  std::erase_if(held_, [&](const auto& entry) { return is_meant(entry.first); });
  std::erase_if(due_, [&](const DueEntry& entry) { return is_meant(entry.sequence); });
  std::erase_if(awaiting_, is_meant);
}

}  // namespace portside
