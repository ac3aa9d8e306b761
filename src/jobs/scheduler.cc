// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/scheduler.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <unordered_set>

#include "jobs/later_runs.h"
#include "portside/base/limits.h"
#include "portside/base/log.h"
#include "portside/base/memory.h"
#include "portside/store/unit_of_work.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

// When the disk refuses a transition, it is tried again after this.
constexpr Duration kRetry = 1s;

// What came first says how it began, what came last how it goes; a resource that is started and
// stopped all day has no end.
void AddToTimeline(std::vector<StateChange>& timeline, StateChange change) {
  while (timeline.size() >= limits::kTimelineFirst + limits::kTimelineLast) {
    timeline.erase(timeline.begin() + limits::kTimelineFirst);
  }
  timeline.push_back(std::move(change));
}

}  // namespace

Scheduler::Scheduler(const Clock& clock, Database& database, Stores stores, ObjectStore& objects,
                     WorkerPool& workers, Options options)
    : clock_(clock),
      database_(database),
      stores_(stores),
      objects_(objects),
      workers_(workers),
      options_(options) {
  const std::weak_ptr<Scheduler*> self = self_;
  database_.BeforeCommit([self] {
    if (const auto scheduler = self.lock()) (*scheduler)->KeepBegun();
  });
  database_.OnRollback([self](Database::Lost lost) {
    if (const auto scheduler = self.lock()) (*scheduler)->UndoBegun(lost);
  });
}

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
  if (!first.status.empty()) resource.attribute = first.status;
  resource.timeline = {{std::string(first.name), now, ""}};
  resource.updated_at = now;
  // What waits for the calendar is no job that a test gives orders for.
  if (first.due == nullptr) BeginRules(kind, resource);
  resource.due_at = DueAt(first, resource, now);
  ResourcePtr stored = stores_.resources.Insert(std::move(resource));
  Tell(first, "", *stored, "");
  if (first.work != nullptr) Await(stored->sequence);
  Schedule(*stored);
  ScheduleTimeLimit(first, *stored);
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
                              .is_final = entered.IsRest(),
                              .reason = std::move(reason)}] { on_transition_(event); });
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

ResourcePtr Scheduler::Enter(const JobKind& kind, Resource resource, std::string_view state) {
  const JobState* target = kind.Find(state);
  if (target == nullptr) {
    throw std::logic_error(std::string(kind.name) + " has no state " + std::string(state));
  }
  // A repeated export begins anew, and so does an update that a command leads to.
  if (target == &kind.states[0] || IsLater(kind, *target)) {
    Resource begun = resource;
    begun.state = target->name;
    BeginRules(kind, begun);
  }
  return MoveTo(*target, std::move(resource), clock_.Now(), "");
}

CommandOutcome Scheduler::Command(const JobKind& kind, JobVerb verb, Resource resource) {
  const JobCommand* command = kind.Find(verb);
  if (command == nullptr) return CommandOutcome::kNotLegal;
  if (command->IsLegalFrom(resource.state)) {
    Enter(kind, std::move(resource), command->to);
    return CommandOutcome::kDone;
  }
  const bool is_there = command->repeats && kind.IsOnTheWay(resource.state, command->to);
  return is_there ? CommandOutcome::kDone : CommandOutcome::kNotLegal;
}

void Scheduler::Forget(std::int64_t sequence) {
  const auto running = running_.find(sequence);
  // Where this unit is rolled back, they stay until the next start.
  if (running != running_.end() && running->second.rows) {
    stores_.records.Abandon(*running->second.rows);
  }
  Drop(sequence);
}

void Scheduler::Drop(std::int64_t sequence) {
  held_.erase(sequence);
  const auto running = running_.find(sequence);
  if (running == running_.end()) return;
  Stop(running->second);
  running_.erase(running);
}

void Scheduler::AskToStop(std::int64_t sequence) {
  const auto running = running_.find(sequence);
  if (running == running_.end() || running->second.ticket == 0) return Forget(sequence);
  held_.erase(sequence);
  running->second.overdue = false;
  if (running->second.stop) running->second.stop->request_stop();
}

void Scheduler::Stop(Running& running) {
  if (running.stop) running.stop->request_stop();
  if (running.guard) running.guard->Close();
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
  if (stores_.records.HasDropped()) return clock_.Now();
  if (due_.empty()) return std::nullopt;
  return due_.begin()->at;
}

std::size_t Scheduler::Due() const {
  const Timestamp now = clock_.Now();
  std::size_t due = 0;
  for (auto entry = due_.begin(); entry != due_.end() && entry->at <= now; ++entry) {
    if (++due == limits::kCountedDue) break;
  }
  return due;
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
  SweepRecords();
  TrimMemory();
}

void Scheduler::SweepRecords() {
  if (!stores_.records.HasDropped()) return;
  try {
    stores_.records.Sweep(limits::kRecordsPerSweep);
    database_.Flush();
  } catch (const std::exception& broken) {
    database_.Rollback();
    log::Error("dropped records could not be deleted; the next start tries again",
               {{"reason", std::string_view(broken.what())}});
    stores_.records.Postpone();
  }
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
  const bool ends_work = EndsWork(entry);
  try {
    Perform(entry);
    database_.Commit();
    database_.Flush();
    refusals_.erase(entry.sequence);
  } catch (const std::exception& broken) {
    database_.Rollback();
    if (ends_work) ++refusals_[entry.sequence];
    log::Error("a transition could not be stored and will be tried again",
               {{"resource", entry.sequence}, {"reason", std::string_view(broken.what())}});
    if (!ends_work) Drop(entry.sequence);
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
  // Gone, or at rest by now: the entry is of the past.
  if (resource == nullptr || !resource->due_at) return;
  const JobKind* kind = KindOf(*resource);
  const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
  if (state == nullptr || state->next.empty()) return;
  if (*resource->due_at > entry.at) {
    // On its way elsewhere, or at the end of the time that it may take.
    if (state->on_timeout.empty()) return;
    return EndByTimeLimit(*kind, *state, *stores_.resources.FindNumber(entry.sequence), entry.at);
  }
  const JobState& next = *kind->Find(state->next);
  const bool is_plain =
      state->work == nullptr && !state->awaits && !next.awaits && kind->entered == nullptr &&
      next.work == nullptr && !next.removed && next.on_timeout.empty() && next.due == nullptr &&
      next.status == state->status && rules_.OutcomeOf(resource->arn) == nullptr && !on_entered_;
  if (is_plain) return Pass(next, *resource, *resource->due_at);
  resource = stores_.resources.FindNumber(entry.sequence);
  Step(*kind, *state, *resource);
}

void Scheduler::EndByTimeLimit(const JobKind& kind, const JobState& state, const Resource& resource,
                               Timestamp now) {
  const std::optional<Timestamp> end = EndsByTimeLimit(state, resource);
  if (!end || *end > now) return;
  EndFailed(kind, *kind.Find(state.on_timeout), resource, kind.time_limit(resource)->failure, *end);
}

void Scheduler::EndFailed(const JobKind& kind, const JobState& to, Resource resource,
                          const JobFailure& failure, Timestamp at) {
  kind.fail(resource.document, failure);
  MoveTo(to, std::move(resource), at, failure.reason);
}

void Scheduler::Step(const JobKind& kind, const JobState& state, const Resource& resource) {
  // The nominal time, so that a chain of states keeps its durations however late the timer is.
  const Timestamp at = *resource.due_at;
  if (FailsByOrder(state, resource)) {
    return EndFailed(kind, *FailureStateFrom(kind, state), resource,
                     *rules_.OutcomeOf(resource.arn)->failure, at);
  }
  auto running = running_.find(resource.sequence);
  if (state.work == nullptr && (!state.awaits || running == running_.end())) {
    MoveTo(*kind.Find(state.next), resource, at, "");
    return;
  }
  if (running == running_.end()) {
    Await(resource.sequence);  // a result was lost to a disk error: work again
    running = running_.find(resource.sequence);
  }
  if (running->second.result == nullptr) {
    running->second.overdue = true;
    return;
  }
  const Timestamp when = running->second.overdue ? clock_.Now() : at;
  // Out of the way of the transition, which forgets what is running; back where it is refused.
  auto ended = running_.extract(running);
  try {
    (this->*(state.awaits ? &Scheduler::FinishAwaited : &Scheduler::FinishWork))(
        kind, state, resource, ended.mapped(), when);
  } catch (...) {
    running_.insert(std::move(ended));
    throw;
  }
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
  if (state.awaits) {
    AskToStop(resource.sequence);
  } else {
    Forget(resource.sequence);
  }
  std::string from = std::move(resource.state);
  resource.state = state.name;
  if (!state.status.empty()) resource.attribute = state.status;
  resource.updated_at = at;
  AddToTimeline(resource.timeline, {resource.state, at, std::move(reason)});
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
  ScheduleTimeLimit(state, *stored);
  if (on_entered_) on_entered_(*stored);
  const JobKind* kind = KindOf(*stored);
  if (kind != nullptr && kind->entered != nullptr) kind->entered(*stored, *this, stores_);
  return stored;
}

// When its time limit ends it, where that is before it would go on by itself. What a test holds is
// the test's; what waits for others is not.
std::optional<Timestamp> Scheduler::EndsByTimeLimit(const JobState& state,
                                                    const Resource& resource) const {
  if (state.on_timeout.empty() || !resource.due_at) return std::nullopt;
  if (resource.due_at == kHeld && !state.waits) return std::nullopt;
  const std::optional<TimeLimit> limit = KindOf(resource)->time_limit(resource);
  if (!limit || resource.updated_at + limit->longest >= *resource.due_at) return std::nullopt;
  return resource.updated_at + limit->longest;
}

void Scheduler::ScheduleTimeLimit(const JobState& state, const Resource& resource) {
  const std::optional<Timestamp> end = EndsByTimeLimit(state, resource);
  if (!end) return;
  due_.insert({*end, resource.sequence});
  NotifyDueChanged();
}

void Scheduler::Resume(const StateScope& scope) {
  std::vector<std::int64_t> held, limited;
  stores_.resources.VisitDue([&](const ResourceRepository::DueResource& due) {
    if (!scope.MatchesArn(due.arn)) return;
    const JobKind* kind = FindKind(due.kind);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(due.in_state);
    if (state == nullptr) return;
    if (state->work != nullptr) Await(due.sequence);
    if (!state->on_timeout.empty()) limited.push_back(due.sequence);
    if (due.due_at == kHeld) {
      held.push_back(due.sequence);
    } else {
      due_.insert(due_.end(), {due.due_at, due.sequence});
    }
  });
  for (const std::int64_t sequence : limited) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    ScheduleTimeLimit(*KindOf(*resource)->Find(resource->state), *resource);
  }
  // What held them may have ended with its process, or be another rule now.
  UnitOfWork unit(database_);
  for (const std::int64_t sequence : held) {
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    const JobState& state = *KindOf(*resource)->Find(resource->state);
    const auto due = DueAt(state, *resource, resource->updated_at);
    Schedule(*resource);
    if (due != kHeld) {
      Release(*resource, std::max(due.value_or(clock_.Now()), clock_.Now()));
    }
  }
  if (options_.runners != nullptr) ResumeResting(scope);
  unit.Commit();
  database_.Flush();
  NotifyDueChanged();
}

void Scheduler::Cancel(const StateScope& scope) {
  if (scope.IsEverything()) return Clear(scope);
  std::unordered_set<std::int64_t> meant;
  for (const auto& [sequence, running] : running_) {
    const ResourcePtr resource = stores_.resources.FindHead(sequence);
    if (resource == nullptr || !scope.MatchesArn(resource->arn)) continue;
    meant.insert(sequence);
    if (resource->due_at) due_.erase({*resource->due_at, sequence});
  }
  for (const std::int64_t sequence : meant) Drop(sequence);
  std::erase_if(awaiting_, [&](std::int64_t sequence) { return meant.contains(sequence); });
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
    if (is_meant(sequence)) Stop(running);
  }
  std::erase_if(refusals_, [&](const auto& entry) { return is_meant(entry.first); });
  std::erase_if(running_, [&](const auto& entry) { return is_meant(entry.first); });
  std::erase_if(held_, [&](const auto& entry) { return is_meant(entry.first); });
  std::erase_if(due_, [&](const DueEntry& entry) { return is_meant(entry.sequence); });
  std::erase_if(awaiting_, is_meant);
  if (on_cleared_) on_cleared_(scope);
}

}  // namespace portside
