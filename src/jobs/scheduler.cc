// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/scheduler.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "portside/base/limits.h"
#include "portside/base/log.h"

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

const JobKind* Scheduler::KindOf(const Resource& resource) const {
  const auto found = kinds_.find(resource.kind);
  return found == kinds_.end() ? nullptr : found->second;
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
  Tell(first, "", *stored);
  Schedule(*stored);
  if (on_entered_) on_entered_(*stored);
  return stored;
}

void Scheduler::Tell(const JobState& entered, std::string from, const Resource& resource) {
  if (!on_transition_) return;
  database_.AfterFlush([this, event = JobEvent{.id = 0,
                                               .time = resource.updated_at,
                                               .arn = resource.arn,
                                               .kind = resource.kind,
                                               .name = resource.name,
                                               .account = resource.account,
                                               .region = resource.region,
                                               .from = std::move(from),
                                               .to = resource.state,
                                               .is_final = entered.next.empty(),
                                               .reason = resource.timeline.back().reason}] {
    on_transition_(event);
  });
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
  held_.erase(resource.arn);
  Resource released = resource;
  released.due_at = at;
  Schedule(*stores_.resources.Update(std::move(released)));
}

void Scheduler::RulesChanged() {
  std::vector<std::string> arns;
  for (const auto& [arn, observed] : held_) arns.push_back(arn);
  for (const std::string& arn : arns) {
    const ResourcePtr resource = stores_.resources.Find(arn);
    const JobKind* kind = resource == nullptr ? nullptr : KindOf(*resource);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
    if (state == nullptr) {
      held_.erase(arn);
    } else if (const auto due = DueAt(*state, *resource, resource->updated_at); due != kHeld) {
      Release(*resource, std::max(due.value_or(clock_.Now()), clock_.Now()));
    }
  }
  database_.Commit();
  NotifyDueChanged();
}

void Scheduler::Observed(const Resource& resource) {
  const auto held = held_.find(resource.arn);
  const Transition* transition = rules_.TransitionOf(resource);
  if (held == held_.end() || transition == nullptr ||
      transition->progression != Progression::kPolls) {
    return;
  }
  if (rules_.Stays(resource)) return;
  if (++held->second >= transition->polls) Release(resource, clock_.Now());
}

std::size_t Scheduler::Release(const ResourceMatch& match) {
  std::vector<ResourcePtr> released;
  for (const auto& [arn, observed] : held_) {
    const ResourcePtr resource = stores_.resources.Find(arn);
    if (resource == nullptr || !match.Matches(*resource) || rules_.Stays(*resource)) continue;
    released.push_back(resource);
  }
  for (const ResourcePtr& resource : released) Release(*resource, clock_.Now());
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

void Scheduler::Forget(std::string_view arn) {
  held_.erase(std::string(arn));
  const auto running = running_.find(std::string(arn));
  if (running == running_.end()) return;
  running->second.stop.request_stop();
  running_.erase(running);
}

void Scheduler::Schedule(const Resource& resource) {
  if (!resource.due_at) return;
  if (*resource.due_at == kHeld) {
    held_.emplace(resource.arn, 0);
    return;
  }
  due_.insert({*resource.due_at, resource.sequence, resource.arn});
  NotifyDueChanged();
}

void Scheduler::NotifyDueChanged() {
  if (on_due_changed_) on_due_changed_();
}

std::optional<Timestamp> Scheduler::NextDue() const {
  if (!awaiting_start_.empty()) return clock_.Now();
  if (due_.empty()) return std::nullopt;
  return due_.begin()->at;
}

std::size_t Scheduler::Due() const {
  const auto later = due_.lower_bound({clock_.Now() + Duration(1), 0, ""});
  return static_cast<std::size_t>(std::distance(due_.begin(), later));
}

void Scheduler::RunDue() {
  // Workers read what is flushed; what requests kept so far is, before their jobs start.
  if (!awaiting_start_.empty() || !due_.empty()) FlushRequests();
  StartAwaitedWork();
  for (std::size_t turn = 0; turn < limits::kTransitionsPerTurn && !due_.empty(); ++turn) {
    if (due_.begin()->at > clock_.Now()) break;
    const DueEntry entry = *due_.begin();
    due_.erase(due_.begin());
    try {
      Perform(entry);
      database_.Commit();
      database_.Flush();
    } catch (const std::exception& broken) {
      database_.Rollback();
      log::Error(
          "a transition could not be stored and will be tried again",
          {{"arn", std::string_view(entry.arn)}, {"reason", std::string_view(broken.what())}});
      Forget(entry.arn);
      due_.insert({clock_.Now() + kRetry, entry.sequence, entry.arn});
    }
    StartAwaitedWork();
  }
}

void Scheduler::FlushRequests() {
  try {
    database_.Flush();
  } catch (const std::exception& broken) {
    log::Error("requests could not be stored", {{"reason", std::string_view(broken.what())}});
  }
}

void Scheduler::Perform(const DueEntry& entry) {
  const ResourcePtr resource = stores_.resources.Find(entry.arn);
  // Gone, at rest, or on its way elsewhere by now: the entry is of the past.
  if (resource == nullptr || resource->sequence != entry.sequence) return;
  if (!resource->due_at || *resource->due_at > entry.at) return;
  const JobKind* kind = KindOf(*resource);
  const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
  if (state == nullptr || state->next.empty()) return;
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
  const auto running = running_.find(resource.arn);
  if (running == running_.end()) {
    awaiting_start_.push_back(resource.arn);  // a result was lost to a disk error: work again
    due_.insert({clock_.Now(), resource.sequence, resource.arn});
    return;
  }
  if (!running->second.result) {
    running->second.overdue = true;
    return;
  }
  WorkResult result = std::move(*running->second.result);
  const Timestamp when = running->second.overdue ? clock_.Now() : at;
  running_.erase(running);
  FinishWork(kind, state, resource, std::move(result), when);
}

void Scheduler::FinishWork(const JobKind& kind, const JobState& state, Resource resource,
                           WorkResult result, Timestamp at) {
  const JobOutcome* outcome = rules_.OutcomeOf(resource.arn);
  if (outcome != nullptr && outcome->failure && outcome->where == state.name) {
    result = Fail(*outcome->failure);
  }
  if (!result) {
    kind.fail(resource.document, result.error());
    MoveTo(*kind.Find(state.on_failure), std::move(resource), at, result.error().reason);
    return;
  }
  resource.document.merge_patch(result->document);
  const ResourcePtr stored = MoveTo(*kind.Find(state.next), std::move(resource), at, "");
  if (result->commit) result->commit(*stored, stores_);
  for (const StateMove& move : result->moves) {
    const ResourcePtr other = stores_.resources.Find(move.arn);
    if (other == nullptr || other->state != move.from) continue;
    if (const JobKind* moved = KindOf(*other)) MoveTo(*moved->Find(move.to), *other, at, "");
  }
}

ResourcePtr Scheduler::MoveTo(const JobState& state, Resource resource, Timestamp at,
                              std::string reason) {
  Forget(resource.arn);
  std::string from = std::move(resource.state);
  resource.state = state.name;
  resource.updated_at = at;
  resource.timeline.push_back({resource.state, at, std::move(reason)});
  resource.due_at.reset();
  if (state.removed) {
    stores_.resources.Remove(resource.arn);
    Tell(state, std::move(from), resource);
    return std::make_shared<const Resource>(std::move(resource));
  }
  resource.due_at = DueAt(state, resource, at);
  if (state.next.empty()) rules_.Forget(resource.arn);
  ResourcePtr stored = stores_.resources.Update(std::move(resource));
  Tell(state, std::move(from), *stored);
  if (state.work != nullptr) awaiting_start_.push_back(stored->arn);
  Schedule(*stored);
  if (on_entered_) on_entered_(*stored);
  return stored;
}

void Scheduler::StartAwaitedWork() {
  std::vector<std::string> starting;
  starting.swap(awaiting_start_);
  for (const std::string& arn : starting) {
    const ResourcePtr resource = stores_.resources.Find(arn);
    if (resource == nullptr || running_.contains(arn)) continue;
    const JobKind* kind = KindOf(*resource);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
    // What a rolled-back request had entered is not there.
    if (state == nullptr || state->work == nullptr || FailsByOrder(*state, *resource)) continue;
    StartWork(*state, resource);
  }
}

void Scheduler::StartWork(const JobState& state, const ResourcePtr& resource) {
  const std::uint64_t ticket = next_ticket_++;
  Running& running = running_[resource->arn];
  running.ticket = ticket;
  ObjectRights rights;
  std::optional<std::string> deployment_failure;
  if (const JobOutcome* outcome = rules_.OutcomeOf(resource->arn)) {
    rights = {.may_read = !outcome->denies_read,
              .may_write = !outcome->denies_write,
              .writes = outcome->writes};
    deployment_failure = outcome->deployment_failure;
  }
  WorkTask task = [work = state.work, resource, store = &objects_, seed = options_.seed, rights,
                   deployment_failure, stop = running.stop.get_token(),
                   now = resource->updated_at](const RecordReader& records) -> WorkResult {
    if (stop.stop_requested()) return Fail(JobFailure{"Stopped."});
    const ObjectAccess objects(*store, resource->account, rights);
    Random random(StableHash(resource->arn, seed));
    WorkContext context{*resource, objects, records, random, seed, now, stop, deployment_failure};
    try {
      return work(context);
    } catch (const std::exception& broken) {
      log::Error(
          "the work of a job failed unexpectedly",
          {{"arn", std::string_view(resource->arn)}, {"reason", std::string_view(broken.what())}});
      return Fail(JobFailure{std::string("Internal error: ") + broken.what(), "SERVER_ERROR"});
    }
  };
  in_flight_.emplace(ticket, resource->arn);
  workers_.Run(std::move(task), [this, arn = resource->arn, ticket](WorkResult result) {
    in_flight_.erase(ticket);
    WorkFinished(arn, ticket, std::move(result));
    TellIdle();
  });
}

bool Scheduler::IsIdle(const StateScope& scope) const {
  return std::none_of(in_flight_.begin(), in_flight_.end(),
                      [&scope](const auto& task) { return scope.MatchesArn(task.second); });
}

void Scheduler::WhenIdle(std::function<void()> callback, StateScope scope) {
  if (IsIdle(scope)) return callback();
  when_idle_.emplace_back(std::move(scope), std::move(callback));
}

void Scheduler::TellIdle() {
  // What one of them starts, the next one waits for.
  for (auto& [scope, callback] : std::exchange(when_idle_, {})) {
    WhenIdle(std::move(callback), std::move(scope));
  }
}

void Scheduler::WorkFinished(const std::string& arn, std::uint64_t ticket, WorkResult result) {
  const auto running = running_.find(arn);
  // Stopped or entered anew meanwhile: nobody waits for this result.
  if (running == running_.end() || running->second.ticket != ticket) return;
  running->second.result = std::move(result);
  if (!running->second.overdue) return;
  if (const ResourcePtr resource = stores_.resources.Find(arn)) Schedule(*resource);
}

void Scheduler::Resume(const StateScope& scope) {
  std::vector<std::int64_t> pending;
  stores_.resources.VisitDue([&](const ResourceRepository::DueResource& due) {
    if (scope.MatchesArn(due.arn)) pending.push_back(due.sequence);
  });
  for (const std::int64_t sequence : pending) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    const JobKind* kind = KindOf(*resource);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
    if (state == nullptr) continue;
    if (state->work != nullptr) awaiting_start_.push_back(resource->arn);
    // What held it may have ended with its process, or be another rule now.
    const auto due = *resource->due_at == kHeld ? DueAt(*state, *resource, resource->updated_at)
                                                : resource->due_at;
    if (due != resource->due_at) {
      Release(*resource, std::max(due.value_or(clock_.Now()), clock_.Now()));
    } else {
      Schedule(*resource);
    }
  }
  database_.Commit();
  database_.Flush();
  NotifyDueChanged();
}

void Scheduler::Clear(const StateScope& scope) {
  const auto is_meant = [&scope](const auto& entry) { return scope.MatchesArn(entry.first); };
  for (auto& [arn, running] : running_) {
    if (scope.MatchesArn(arn)) running.stop.request_stop();
  }
  std::erase_if(running_, is_meant);
  std::erase_if(held_, is_meant);
  std::erase_if(due_, [&scope](const DueEntry& entry) { return scope.MatchesArn(entry.arn); });
  std::erase_if(awaiting_start_,
                [&scope](const std::string& arn) { return scope.MatchesArn(arn); });
}

}  // namespace portside
