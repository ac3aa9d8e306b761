// SPDX-License-Identifier: Apache-2.0
//
// Scheduler: moves resources with states along their JobKind. The only writer of Resource::state.
// Core thread only.
//
// A transition happens when its time has come and the state's work, if any, is finished. Events run
// in order of (due time, sequence), many of them in one turn, which is flushed as one: transitions
// without work are one unit of work together, the end of a work is a unit of its own. Due times are
// persisted: at start, Resume() goes on with everything that was on its way, and runs interrupted
// work again. What waits is held by number: resources are loaded when their turn has come.

#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "portside/base/clock.h"
#include "portside/jobs/job_events.h"
#include "portside/jobs/job_kind.h"
#include "portside/jobs/job_rules.h"
#include "portside/jobs/worker_pool.h"
#include "portside/store/resource_repository.h"
#include "portside/store/state_scope.h"

namespace portside {

enum class CommandOutcome {
  kDone,      // it is where the command leads (also when it already was)
  kNotLegal,  // its present state cannot be left that way
};

class Scheduler {
 public:
  struct Options {
    double time_scale = 1.0;             // multiplies every duration; 0: no time passes
    std::uint64_t seed = 0;              // of WorkContext
    const Runners* runners = nullptr;    // likewise
    WorkerPool* running_pool = nullptr;  // of states that run commands; null: as all others
  };

  Scheduler(const Clock& clock, Database& database, Stores stores, ObjectStore& objects,
            WorkerPool& workers, Options options);
  ~Scheduler();

  // The kind must outlive the scheduler (it is a constant). Resources of unknown kinds stay as is.
  void Register(const JobKind& kind);

  // Inserts `resource` in the kind's first state; its kind, state, times and due_at are set here.
  // Joins the caller's unit of work.
  ResourcePtr Submit(const JobKind& kind, Resource resource);
  // Puts an existing resource, with the caller's changes to it, into `state` (a repeated export, an
  // update in progress). Work of the state it leaves is told to stop and its result is dropped.
  ResourcePtr Enter(const JobKind& kind, Resource resource, std::string_view state);

  // By the kind's table of commands. `resource` may have the caller's changes.
  CommandOutcome Command(const JobKind& kind, JobVerb verb, Resource resource);
  // Call when a resource was removed by its handler: running work is told to stop.
  void Forget(const Resource& resource) { Forget(resource.sequence); }

  // What work sees as WorkContext::seed.
  [[nodiscard]] std::uint64_t seed() const { return options_.seed; }

  // Likewise WorkContext::runners.
  [[nodiscard]] const Runners* runners() const { return options_.runners; }

  // What a test has ordered. Whoever changes a rule calls RulesChanged.
  [[nodiscard]] JobRules& rules() { return rules_; }
  // What waits for something that the rules do not ask for any more goes on.
  void RulesChanged();
  // A client was shown this resource's state: counts for transitions by polls. Joins the caller's
  // unit of work.
  void Observed(const Resource& resource);
  // Lets resources go on that wait to be observed or released; gives how many. Commits.
  std::size_t Release(const ResourceMatch& match);
  [[nodiscard]] const JobKind* FindKind(std::string_view name) const;
  [[nodiscard]] std::vector<const JobKind*> Kinds() const;  // by name

  // Performs what is due at clock.Now(), at most limits::kTransitionsPerTurn of it, hands work to
  // the pool, of which at most limits::kWorkInFlight is there at once, and deletes a slice of the
  // records that were dropped.
  void RunDue();
  // When RunDue is needed next; nothing: not before work finishes or something is submitted.
  [[nodiscard]] std::optional<Timestamp> NextDue() const;
  // Called (on the core thread) whenever NextDue may have become earlier.
  void OnDueChanged(std::function<void()> callback) { on_due_changed_ = std::move(callback); }
  // Called for every state that a resource enters, once that is durable; without an id yet.
  void OnTransition(std::function<void(JobEvent)> callback) {
    on_transition_ = std::move(callback);
  }
  // Transitions that wait for their time, and those of them whose time has come (counted up to
  // limits::kCountedDue).
  [[nodiscard]] std::size_t Waiting() const { return due_.size(); }
  [[nodiscard]] std::size_t Due() const;
  // Work that is with the pool, running or queued; and work that waits to be given to it.
  [[nodiscard]] std::size_t InFlight() const { return in_flight_.size(); }
  [[nodiscard]] std::size_t Awaiting() const { return awaiting_.size(); }
  // Called (on the core thread, inside the unit of work) whenever a resource has entered a state.
  void OnEntered(std::function<void(const Resource&)> callback) {
    on_entered_ = std::move(callback);
  }
  // Who keeps the lines that works write. Called on the core thread, in a unit of work that is
  // flushed behind it; to be set before anything runs. Nobody: they are dropped.
  void OnLines(std::function<void(const JobLines&)> keep) { on_lines_ = std::move(keep); }
  // Called by Clear: what runs beside the scheduler for resources of that scope is to end.
  void OnCleared(std::function<void(const StateScope&)> callback) {
    on_cleared_ = std::move(callback);
  }
  // Call when the clock was set: what waits for NextDue is to wait anew.
  void ClockChanged() { NotifyDueChanged(); }
  // Calls back, now or later, when no work of the scope is on a worker any more (also none that was
  // cancelled).
  void WhenIdle(std::function<void()> callback, StateScope scope = {});

  // Loads what a former process, or a snapshot, left on its way, and begins what it left at rest
  // but must begin anew (JobKind::resumes).
  void Resume(const StateScope& scope = {});
  // Forgets what is scheduled and cancels the work: for reset.
  void Clear(const StateScope& scope = {});
  // Of Clear only what WhenIdle waits for: cancels the work. Costs as much as there is of that.
  void Cancel(const StateScope& scope);

 private:
  struct DueEntry {
    Timestamp at;
    std::int64_t sequence;
    auto operator<=>(const DueEntry&) const = default;
  };
  // Work of a state that is not yet answered by its transition.
  struct Running {
    std::uint64_t ticket = 0;  // 0: it waits to be given to the pool
    std::optional<std::stop_source> stop;
    std::shared_ptr<WriteGuard> guard;       // of its view of the objects
    std::optional<RecordLog::StageId> rows;  // what it has staged so far
    std::unique_ptr<WorkResult> result;      // set when finished before its time had come
    bool overdue = false;                    // its time came before it was finished
  };
  struct InFlightTask {
    std::int64_t sequence;
    std::string arn;
  };

  void Forget(std::int64_t sequence);
  // Forgets in memory alone.
  void Drop(std::int64_t sequence);
  static void Stop(Running& running);
  // What a state with `awaits` does instead of Forget.
  void AskToStop(std::int64_t sequence);
  void FinishAwaited(const JobKind& kind, const JobState& state, const Resource& resource,
                     Running& running, Timestamp at);
  void Schedule(const Resource& resource);
  void ResumeResting(const StateScope& scope);
  void ScheduleTimeLimit(const JobState& state, const Resource& resource);
  void BeginRules(const JobKind& kind, const Resource& resource);
  void KeepBegun();
  void UndoBegun(Database::Lost lost);
  void FlushRequests();
  std::vector<DueEntry> TakeDue(std::size_t most);
  void PerformTogether(const std::vector<DueEntry>& turn);
  void PerformAlone(const DueEntry& entry);
  void Perform(const DueEntry& entry);
  [[nodiscard]] bool EndsWork(const DueEntry& entry) const;
  void TrimMemory();
  void SweepRecords();
  void Step(const JobKind& kind, const JobState& state, const Resource& resource);
  // Goes on to a state without work and by itself: nobody looks at the document.
  void Pass(const JobState& state, const Resource& head, Timestamp at);
  ResourcePtr MoveTo(const JobState& state, Resource resource, Timestamp at, std::string reason);
  [[nodiscard]] std::optional<Timestamp> EndsByTimeLimit(const JobState& state,
                                                         const Resource& resource) const;
  void EndByTimeLimit(const JobKind& kind, const JobState& state, const Resource& resource,
                      Timestamp now);
  void EndFailed(const JobKind& kind, const JobState& to, Resource resource,
                 const JobFailure& failure, Timestamp at);
  void FinishWork(const JobKind& kind, const JobState& state, const Resource& resource,
                  Running& running, Timestamp at);
  void GiveUp(const JobKind& kind, const JobState& failed, Resource resource, Timestamp at);
  void StoreOutput(const JobKind& kind, const JobState& state, Resource resource,
                   const WorkOutput& output, Running& running, Timestamp at);
  void Await(std::int64_t sequence);
  void StartAwaitedWork();
  void StartWork(const JobKind& kind, const JobState& state, const ResourcePtr& resource,
                 Running& running);
  WorkTask TaskOf(const JobKind& kind, const JobState& state, const ResourcePtr& resource,
                  const Running& running);
  struct LogTarget;
  JobLog::Keep KeepOf(const LogTarget& target, const WorkerTools& tools);
  void KeepLines(const LogTarget& target, bool begins, const std::vector<LogLine>& lines);
  void KeepRows(std::int64_t sequence, std::uint64_t ticket, const std::vector<std::string>& pages);
  void WorkFinished(std::int64_t sequence, std::uint64_t ticket, WorkResult result);
  [[nodiscard]] const JobKind* KindOf(const Resource& resource) const {
    return FindKind(resource.kind);
  }
  // When a resource that entered `state` at `at` is due; kHeld: when it is released; nothing: at
  // rest.
  [[nodiscard]] std::optional<Timestamp> DueAt(const JobState& state, const Resource& resource,
                                               Timestamp at) const;
  [[nodiscard]] bool FailsByOrder(const JobState& state, const Resource& resource) const;
  void Release(const Resource& resource, Timestamp at);
  [[nodiscard]] bool IsIdle(const StateScope& scope) const;
  void TellIdle();
  [[nodiscard]] Duration Scaled(Duration duration) const;
  void NotifyDueChanged();
  void Tell(const JobState& entered, std::string from, const Resource& resource,
            std::string reason);

  // What the database calls back may outlive this.
  std::shared_ptr<Scheduler*> self_ = std::make_shared<Scheduler*>(this);
  const Clock& clock_;
  Database& database_;
  Stores stores_;
  ObjectStore& objects_;
  WorkerPool& workers_;
  Options options_;
  JobRules rules_;
  std::unordered_map<std::string_view, const JobKind*> kinds_;
  // All by the resource's number. On their way, but not due by themselves, with how often each was
  // observed in its state:
  std::unordered_map<std::int64_t, std::int64_t> held_;
  // Entries may be of the past: each is held against its resource when its time has come.
  std::set<DueEntry> due_;
  std::unordered_map<std::int64_t, Running> running_;
  // How often the end of its work could not be stored.
  std::unordered_map<std::int64_t, int> refusals_;
  // Jobs whose rules were settled in the present unit, and in units that are not flushed yet.
  std::vector<std::string> begun_in_unit_, begun_in_group_;
  // Have entered a state with work, perhaps in a unit that is not kept yet, and wait for the pool.
  std::deque<std::int64_t> awaiting_;
  std::uint64_t next_ticket_ = 1;
  std::size_t since_trim_ = 0;  // transitions
  std::function<void()> on_due_changed_;
  std::function<void(JobEvent)> on_transition_;
  std::function<void(const Resource&)> on_entered_;
  std::function<void(const StateScope&)> on_cleared_;
  std::function<void(const JobLines&)> on_lines_;
  // Tasks given to the pool that have not come back, by ticket.
  std::unordered_map<std::uint64_t, InFlightTask> in_flight_;
  std::vector<std::pair<StateScope, std::function<void()>>> when_idle_;
};

}  // namespace portside
