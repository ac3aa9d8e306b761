// SPDX-License-Identifier: Apache-2.0
//
// JobKind: the states of a kind of resource, as a table, checked by the compiler:
//
//   constexpr JobState kStates[] = {
//       {.name = "CREATE PENDING", .duration = 300ms, .next = "CREATE IN_PROGRESS"},
//       {.name = "CREATE IN_PROGRESS", .duration = 700ms, .next = "ACTIVE", .work = Run,
//        .on_failure = "CREATE FAILED"},
//       {.name = "STOPPING", .duration = 200ms, .next = "STOPPED"},
//       {.name = "ACTIVE"}, {.name = "CREATE FAILED"}, {.name = "STOPPED"},
//   };
//   constexpr JobCommand kCommands[] = {
//       {JobVerb::kStop, {"CREATE PENDING", "CREATE IN_PROGRESS"}, "STOPPING"},
//   };
//   constexpr JobKind kSolutionVersion{.name = "personalize::solution_version",
//                                      .states = kStates, .commands = kCommands,
//                                      .fail = FillFailureReason};
//   static_assert(IsWellFormed(kSolutionVersion));

#pragma once

#include <array>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "portside/base/limits.h"
#include "portside/base/timestamp.h"
#include "portside/jobs/job_work.h"
#include "portside/store/resource.h"

namespace portside {

struct JobState {
  std::string_view name;          // as on the wire
  Duration duration{};            // time in this state at time scale 1, before `next`
  std::string_view next{};        // empty: at rest
  JobWork work = nullptr;         // starts on entering; `next` waits for it
  std::string_view on_failure{};  // where failed work leads, and a failure that a test has ordered
  std::string_view on_timeout{};  // where JobKind::time_limit leads
  bool removed = false;           // on entering, the resource is gone
  // What its work holds in memory at most; works wait until that much is free (WorkerPool).
  std::size_t memory = limits::kUsualWorkBytes;
  // In place of `duration`: a time of the users' calendar, of the whole resource and when it
  // entered the state. No time scale and no rule of a test changes it, and until then the resource
  // counts as at rest. It must be later than that.
  Timestamp (*due)(const Resource& resource, Timestamp entered) = nullptr;
  // What clients see of several states that are one to them ("InProgress"); all states of a kind
  // have it, or none. It is kept as Resource::attribute, by which lists sort and filter.
  std::string_view status{};
  // Entered while the work of another state goes on, it does not cancel that: the work is told to
  // stop, `next` waits for its end, and what it still brings counts. It has no work of its own.
  bool awaits = false;
  // Its work may run a person's command, so it waits more than it works: threads of its own, where
  // there are commands.
  bool runs = false;
  // It is left when somebody moves the job on (JobKind::entered of another), not by time or by a
  // test's release; only a failure that a test has ordered comes after `duration`.
  bool waits = false;

  // Nothing is under way.
  [[nodiscard]] constexpr bool IsRest() const { return next.empty() || due != nullptr; }
};

class Scheduler;

// What an API asks of a resource that is on its way or at rest.
enum class JobVerb { kStart, kStop, kUpdate, kDelete };

// A few names of states.
class StateNames {
 public:
  constexpr StateNames(std::initializer_list<std::string_view> names) : count_(names.size()) {
    std::size_t next = 0;
    for (const std::string_view name : names) names_.at(next++) = name;
  }
  [[nodiscard]] constexpr const std::string_view* begin() const { return names_.data(); }
  [[nodiscard]] constexpr const std::string_view* end() const { return names_.data() + count_; }

 private:
  std::array<std::string_view, 8> names_{};
  std::size_t count_;
};

// The states from which a verb is legal, and where it leads.
struct JobCommand {
  JobVerb verb;
  StateNames from;
  std::string_view to;
  // Asked again of one that is there already, or further on the way from there: success, and
  // nothing happens. Else that is refused, unless `from` has it.
  bool repeats = true;

  [[nodiscard]] constexpr bool IsLegalFrom(std::string_view state) const {
    for (const std::string_view candidate : from) {
      if (candidate == state) return true;
    }
    return false;
  }
};

// How long a job may be in a state, by the users' clock, and what is said when it was longer.
struct TimeLimit {
  Duration longest{};
  JobFailure failure;
};

struct JobKind {
  std::string_view name;             // "<signing name>::<resource in snake case>"
  std::span<const JobState> states;  // the first is where a new one begins
  std::span<const JobCommand> commands{};
  // Puts a failure where the service shows it (failureReason, ErrorDetails, …). Needed where any
  // state has on_failure.
  void (*fail)(Json& document, const JobFailure& failure) = nullptr;
  // Of a job in a state with on_timeout; nothing: as long as it takes. It ends what is longer by
  // its table, or because a test has ordered so many seconds. The emulator's own slowness does not
  // count, and what a test holds is the test's.
  std::optional<TimeLimit> (*time_limit)(const Resource& job) = nullptr;
  // What is wrong with a document that somebody else saved, in half a sentence; nothing: its work
  // can go on from it. Needed where that relies on more than the members that it looks at by name.
  std::optional<std::string> (*find_flaw)(const Json& document) = nullptr;
  bool deploys = false;  // its work looks at WorkContext::deployment_failure
  // Called when a job of the kind has moved to a state, within that unit of work: for what waits
  // for it, or begins with it. Core thread.
  void (*entered)(const Resource& job, Scheduler& jobs, Stores& stores) = nullptr;
  // Where the lines are found that its works write (WorkContext::log).
  JobLogPlace log{};
  // Parts of its work that can fail while the others do not: WorkContext::part_failure.
  std::span<const std::string_view> parts{};
  // Of a resource at rest, asked at a start and when a state was restored, where there are runners:
  // the state to enter, whose work gives back what ended with the process; empty: it rests on.
  std::string_view (*resumes)(const Resource& job, const Runners& runners) = nullptr;

  [[nodiscard]] constexpr const JobState* Find(std::string_view state) const {
    for (const JobState& candidate : states) {
      if (candidate.name == state) return &candidate;
    }
    return nullptr;
  }
  [[nodiscard]] constexpr const JobCommand* Find(JobVerb verb) const {
    for (const JobCommand& command : commands) {
      if (command.verb == verb) return &command;
    }
    return nullptr;
  }
  // Whether `state` is `from`, or comes after it by itself.
  [[nodiscard]] constexpr bool IsOnTheWay(std::string_view state, std::string_view from) const {
    for (const JobState* at = Find(from); at != nullptr; at = Find(at->next)) {
      if (at->name == state) return true;
      if (at->next.empty()) break;
    }
    return false;
  }
};

// Every name leads to a state, every path ends, work has a state to fail into.
constexpr bool IsWellFormed(const JobKind& kind) {
  if (kind.name.empty() || kind.states.empty()) return false;
  if (kind.log.group.empty() != (kind.log.stream == nullptr)) return false;
  for (const JobState& state : kind.states) {
    if (state.status.empty() != kind.states[0].status.empty()) return false;
  }
  for (const JobState& state : kind.states) {
    if (!state.next.empty() && kind.Find(state.next) == nullptr) return false;
    if (!state.on_failure.empty() && kind.Find(state.on_failure) == nullptr) return false;
    if (state.work != nullptr && (state.on_failure.empty() || state.next.empty())) return false;
    if (!state.on_failure.empty() && kind.fail == nullptr) return false;
    if (!state.on_timeout.empty() && kind.Find(state.on_timeout) == nullptr) return false;
    if (!state.on_timeout.empty() && (kind.time_limit == nullptr || kind.fail == nullptr)) {
      return false;
    }
    if (state.removed && !state.next.empty()) return false;
    if (state.awaits && (state.work != nullptr || state.next.empty())) return false;
    std::size_t steps = 0;
    for (const JobState* at = &state; !at->next.empty(); at = kind.Find(at->next)) {
      if (kind.Find(at->next) == nullptr || ++steps > kind.states.size()) return false;
    }
  }
  for (const JobCommand& command : kind.commands) {
    if (kind.Find(command.verb) != &command || kind.Find(command.to) == nullptr) return false;
    for (const std::string_view from : command.from) {
      if (kind.Find(from) == nullptr) return false;
    }
  }
  return true;
}

}  // namespace portside
