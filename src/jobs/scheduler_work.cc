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
    if (state == nullptr || state->work == nullptr || FailsByOrder(*state, *resource)) {
      running_.erase(running);
      continue;
    }
    StartWork(*state, resource, running->second);
  }
}

void Scheduler::StartWork(const JobState& state, const ResourcePtr& resource, Running& running) {
  const std::uint64_t ticket = next_ticket_++;
  running.ticket = ticket;
  running.stop.emplace();
  ObjectRights rights;
  std::optional<std::string> deployment_failure;
  if (const JobOutcome* outcome = rules_.OutcomeOf(resource->arn)) {
    rights = {.may_read = !outcome->denies_read,
              .may_write = !outcome->denies_write,
              .writes = outcome->writes};
    deployment_failure = outcome->deployment_failure;
  }
  WorkTask task = [work = state.work, resource, store = &objects_, seed = options_.seed, rights,
                   deployment_failure, stop = running.stop->get_token(),
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
  in_flight_.emplace(ticket, InFlightTask{resource->sequence, resource->arn});
  workers_.Run(std::move(task), [this, sequence = resource->sequence, ticket](WorkResult result) {
    in_flight_.erase(ticket);
    WorkFinished(sequence, ticket, std::move(result));
    // There is room for another.
    if (!awaiting_.empty()) NotifyDueChanged();
    TellIdle();
  });
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

}  // namespace portside
