// SPDX-License-Identifier: Apache-2.0
//
// The half of Scheduler that deals with the work of jobs: handing it to the pool, and what comes
// back.

#include "portside/base/limits.h"
#include "portside/base/log.h"
#include "portside/jobs/scheduler.h"

namespace portside {

void Scheduler::Await(std::int64_t sequence) {
  running_.try_emplace(sequence);
  awaiting_.push_back(sequence);
}

void Scheduler::StartAwaitedWork() {
  while (!awaiting_.empty() && in_flight_.size() < limits::kWorkInFlight) {
    const std::int64_t sequence = awaiting_.front();
    awaiting_.pop_front();
    const auto running = running_.find(sequence);
    // Stopped meanwhile, or entered twice.
    if (running == running_.end() || running->second.ticket != 0) continue;
    const ResourcePtr resource = stores_.resources.FindNumber(sequence);
    const JobKind* kind = resource == nullptr ? nullptr : KindOf(*resource);
    const JobState* state = kind == nullptr ? nullptr : kind->Find(resource->state);
    // What a rolled-back request had entered is not there.
    // What is to fail, or to end before its work would count, does not begin it.
    if (state == nullptr || state->work == nullptr || FailsByOrder(*state, *resource) ||
        EndsByTimeLimit(*state, *resource)) {
      running_.erase(running);
      continue;
    }
    StartWork(*kind, *state, resource, running->second);
  }
}

// The stream of one work.
struct Scheduler::LogTarget {
  std::int64_t sequence;
  std::uint64_t ticket;
  std::string_view group;
  std::string stream;
};

// On the work's own thread, while it works.
// Work whose end is awaited may say what it does to end; others have no place for it any more.
JobLog::Keep Scheduler::KeepOf(const LogTarget& target, const WorkerTools& tools) {
  return [this, &target, &tools, is_first = true](std::vector<LogLine> lines) mutable {
    // The call may run after the work has given up waiting for it.
    tools.on_core([this, target, begins = std::exchange(is_first, false), kept = std::move(lines)] {
      KeepLines(target, begins, kept);
    });
  };
}

WorkTask Scheduler::TaskOf(const JobKind& kind, const JobState& state, const ResourcePtr& resource,
                           const Running& running) {
  ObjectRights rights{.guard = running.guard};
  std::optional<std::string> deployment_failure;
  std::optional<JobFailure> part_failure;
  if (const JobOutcome* outcome = rules_.OutcomeOf(resource->arn)) {
    rights.may_read = !outcome->denies_read;
    rights.may_write = !outcome->denies_write;
    rights.writes = outcome->writes;
    deployment_failure = outcome->deployment_failure;
    if (outcome->failure && !outcome->failure->part.empty()) part_failure = outcome->failure;
  }
  std::optional<LogTarget> target;
  if (on_lines_ && !kind.log.group.empty()) {
    target = {resource->sequence, running.ticket, kind.log.group, kind.log.stream(*resource)};
  }
  return [this, work = state.work, resource, store = &objects_, seed = options_.seed, rights,
          deployment_failure, part_failure, stop = running.stop->get_token(),
          ticket = running.ticket, runners = options_.runners, target,
          now = resource->updated_at](const WorkerTools& tools) -> WorkResult {
    const ObjectAccess objects(*store, resource->account, rights);
    Random random(StableHash(resource->arn, seed));
    RowStage rows([&](std::vector<std::string> pages) {
      if (stop.stop_requested()) throw WorkStopped();
      tools.on_core([this, sequence = resource->sequence, ticket, kept = std::move(pages)] {
        KeepRows(sequence, ticket, kept);
      });
    });
    JobLog lines(clock_, target ? KeepOf(*target, tools) : nullptr);
    WorkContext context{*resource,    objects,    tools.records, rows, lines,
                        random,       seed,       now,           stop, deployment_failure,
                        part_failure, tools.crew, runners};
    try {
      if (stop.stop_requested()) throw WorkStopped();
      WorkResult result = work(context);
      lines.Finish();
      if (result) rows.Flush();
      return result;
    } catch (const WorkStopped& stopped) {
      return Fail(JobFailure{stopped.what()});
    } catch (const std::exception& broken) {
      log::Error(
          "the work of a job failed unexpectedly",
          {{"arn", std::string_view(resource->arn)}, {"reason", std::string_view(broken.what())}});
      return Fail(JobFailure{std::string("Internal error: ") + broken.what(), "SERVER_ERROR"});
    }
  };
}

void Scheduler::StartWork(const JobKind& kind, const JobState& state, const ResourcePtr& resource,
                          Running& running) {
  const std::uint64_t ticket = next_ticket_++;
  running.ticket = ticket;
  running.stop.emplace();
  running.guard = std::make_shared<WriteGuard>();
  in_flight_.emplace(ticket, InFlightTask{resource->sequence, resource->arn});
  WorkDone done = [this, sequence = resource->sequence, ticket](WorkResult result) {
    in_flight_.erase(ticket);
    WorkFinished(sequence, ticket, std::move(result));
    // There is room for another.
    if (!awaiting_.empty()) NotifyDueChanged();
    TellIdle();
  };
  WorkerPool& pool =
      state.runs && options_.running_pool != nullptr ? *options_.running_pool : workers_;
  pool.Run(TaskOf(kind, state, resource, running), std::move(done), state.memory);
}

// A unit of its own, in a turn of its own.
void Scheduler::KeepRows(std::int64_t sequence, std::uint64_t ticket,
                         const std::vector<std::string>& pages) {
  const auto running = running_.find(sequence);
  if (running == running_.end() || running->second.ticket != ticket) throw WorkStopped();
  std::optional<RecordLog::StageId> rows = running->second.rows;
  try {
    if (!rows) {
      const ResourcePtr job = stores_.resources.FindNumber(sequence);
      if (job == nullptr) throw WorkStopped();
      rows = stores_.records.Stage(job->arn + "#staged");
    }
    for (const std::string& page : pages) stores_.records.AppendStaged(*rows, page);
    database_.Commit();
    database_.Flush();
  } catch (...) {
    database_.Rollback();
    throw;
  }
  running->second.rows = rows;
}

// Likewise.
void Scheduler::KeepLines(const LogTarget& target, bool begins, const std::vector<LogLine>& lines) {
  const auto running = running_.find(target.sequence);
  if (running == running_.end() || running->second.ticket != target.ticket) throw WorkStopped();
  try {
    const ResourcePtr job = stores_.resources.FindNumber(target.sequence);
    if (job == nullptr) throw WorkStopped();
    on_lines_({*job, target.group, target.stream, begins, clock_.Now(), lines});
    database_.Commit();
    database_.Flush();
  } catch (...) {
    database_.Rollback();
    throw;
  }
}

bool Scheduler::IsIdle(const StateScope& scope) const {
  return std::none_of(in_flight_.begin(), in_flight_.end(),
                      [&scope](const auto& task) { return scope.MatchesArn(task.second.arn); });
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

void Scheduler::WorkFinished(std::int64_t sequence, std::uint64_t ticket, WorkResult result) {
  const auto running = running_.find(sequence);
  // Stopped or entered anew meanwhile: nobody waits for this result.
  if (running == running_.end() || running->second.ticket != ticket) return;
  running->second.result = std::make_unique<WorkResult>(std::move(result));
  if (!running->second.overdue) return;
  if (const ResourcePtr resource = stores_.resources.FindNumber(sequence)) Schedule(*resource);
}

void Scheduler::FinishWork(const JobKind& kind, const JobState& state, const Resource& resource,
                           Running& running, Timestamp at) {
  const JobState& failed = *kind.Find(state.on_failure);
  const JobOutcome* outcome = rules_.OutcomeOf(resource.arn);
  const bool fails_by_order = outcome != nullptr && outcome->failure &&
                              outcome->failure->part.empty() && outcome->where == state.name;
  const WorkResult& result = *running.result;
  const auto refused = refusals_.find(resource.sequence);
  if (refused != refusals_.end() && refused->second >= limits::kTriesToEnd) {
    GiveUp(kind, failed, resource, at);
  } else if (fails_by_order) {
    EndFailed(kind, failed, resource, *outcome->failure, at);
  } else if (!result) {
    EndFailed(kind, failed, resource, result.error(), at);
  } else {
    return StoreOutput(kind, state, resource, *result, running, at);
  }
  if (running.rows) stores_.records.Abandon(*running.rows);
}

// Stopped work may have come to nothing; that is no failure of a job that is being stopped.
void Scheduler::FinishAwaited(const JobKind& kind, const JobState& state, const Resource& resource,
                              Running& running, Timestamp at) {
  const auto refused = refusals_.find(resource.sequence);
  const bool is_refused = refused != refusals_.end() && refused->second >= limits::kTriesToEnd;
  if (*running.result && !is_refused) {
    return StoreOutput(kind, state, resource, **running.result, running, at);
  }
  if (running.rows) stores_.records.Abandon(*running.rows);
  MoveTo(*kind.Find(state.next), resource, at, "");
}

// What the work brought was refused again and again: the service would speak of an internal error.
void Scheduler::GiveUp(const JobKind& kind, const JobState& failed, Resource resource,
                       Timestamp at) {
  log::Error("the end of a job's work could not be stored; the job ends failed",
             {{"arn", std::string_view(resource.arn)}});
  const JobFailure failure{"Internal error: the result of the job could not be stored.",
                           "SERVER_ERROR"};
  Json document = resource.document;
  try {
    kind.fail(document, failure);
    resource.document = std::move(document);
  } catch (const std::exception& broken) {
    log::Error("a job's failure could not be shown", {{"reason", std::string_view(broken.what())}});
  }
  MoveTo(failed, std::move(resource), at, failure.reason);
}

void Scheduler::StoreOutput(const JobKind& kind, const JobState& state, Resource resource,
                            const WorkOutput& output, Running& running, Timestamp at) {
  for (const auto& [name, value] : output.document.items()) {
    if (value.is_null()) {
      resource.document.erase(name);
    } else {
      resource.document[name] = value;
    }
  }
  const bool leads_elsewhere = !output.next.empty() && !state.awaits;
  const std::string_view next = leads_elsewhere ? output.next : state.next;
  const ResourcePtr stored = MoveTo(*kind.Find(next), std::move(resource), at, "");
  if (output.rows) {
    // Also where there are none: what was there before is no more.
    if (!running.rows) running.rows = stores_.records.Stage(output.rows->stream);
    stores_.records.Publish(*running.rows, output.rows->stream, output.rows->publication);
  } else if (running.rows) {
    stores_.records.Abandon(*running.rows);
  }
  if (output.commit) output.commit(*stored, stores_);
  for (const StateMove& move : output.moves) {
    const ResourcePtr other = stores_.resources.Find(move.arn);
    if (other == nullptr || other->state != move.from) continue;
    if (const JobKind* moved = KindOf(*other)) MoveTo(*moved->Find(move.to), *other, at, "");
  }
  if (!output.begin) return;
  for (NewJob& job : output.begin(*stored, stores_)) Submit(*job.kind, std::move(job.resource));
}

void Scheduler::ResumeResting(const StateScope& scope) {
  std::vector<std::pair<ResourcePtr, std::string_view>> begun;
  for (const ScopeNames& names : stores_.resources.Scopes()) {
    const JobKind* kind = FindKind(names.kind);
    if (kind == nullptr || kind->resumes == nullptr) continue;
    ResourceQuery query{.scope = {names.kind, names.account, names.region}};
    for (bool more = true; more;) {
      const ResourcePage page = stores_.resources.List(query);
      for (const ResourcePtr& resource : page.resources) {
        if (!scope.MatchesArn(resource->arn)) continue;
        const std::string_view state = kind->resumes(*resource, *options_.runners);
        if (!state.empty()) begun.emplace_back(resource, state);
      }
      more = page.next.has_value();
      query.after = page.next;
    }
  }
  for (const auto& [resource, state] : begun) Enter(*KindOf(*resource), *resource, state);
}

}  // namespace portside
