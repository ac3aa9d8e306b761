// SPDX-License-Identifier: Apache-2.0
//
// JobKind: the states of a kind of resource, as a table, checked by the compiler:
//
//   constexpr JobState kStates[] = {
//       {.name = "CREATE PENDING", .duration = 300ms, .next = "CREATE IN_PROGRESS"},
//       {.name = "CREATE IN_PROGRESS", .duration = 700ms, .next = "ACTIVE", .work = Run,
//        .on_failure = "CREATE FAILED"},
//       {.name = "ACTIVE"}, {.name = "CREATE FAILED"},
//   };
//   constexpr JobKind kDatasetImportJob{.name = "personalize::dataset_import_job",
//                                       .states = kStates, .fail = FillFailureReason};
//   static_assert(IsWellFormed(kDatasetImportJob));

#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "portside/base/timestamp.h"
#include "portside/jobs/job_work.h"

namespace portside {

struct JobState {
  std::string_view name;          // as on the wire
  Duration duration{};            // time in this state at time scale 1, before `next`
  std::string_view next{};        // empty: at rest
  JobWork work = nullptr;         // starts on entering; `next` waits for it
  std::string_view on_failure{};  // where failed work leads
  bool stoppable = false;         // RequestStop leads to JobKind::on_stop
  bool deletable = false;         // RequestDelete leads to JobKind::on_delete
  bool removed = false;           // on entering, the resource is gone
};

struct JobKind {
  std::string_view name;             // "<signing name>::<resource in snake case>"
  std::span<const JobState> states;  // the first is where a new one begins; it has no work
  std::string_view on_stop{};
  std::string_view on_delete{};
  // Puts a failure where the service shows it (failureReason, ErrorDetails, …). Needed where any
  // state has on_failure.
  void (*fail)(Json& document, const JobFailure& failure) = nullptr;
  bool deploys = false;  // its work looks at WorkContext::deployment_failure

  [[nodiscard]] constexpr const JobState* Find(std::string_view state) const {
    for (const JobState& candidate : states) {
      if (candidate.name == state) return &candidate;
    }
    return nullptr;
  }
};

// Every name leads to a state, every path ends, work has a state to fail into.
constexpr bool IsWellFormed(const JobKind& kind) {
  if (kind.name.empty() || kind.states.empty() || kind.states[0].work != nullptr) return false;
  for (const JobState& state : kind.states) {
    if (!state.next.empty() && kind.Find(state.next) == nullptr) return false;
    if (!state.on_failure.empty() && kind.Find(state.on_failure) == nullptr) return false;
    if (state.work != nullptr && (state.on_failure.empty() || state.next.empty())) return false;
    if (!state.on_failure.empty() && kind.fail == nullptr) return false;
    if (state.stoppable && kind.Find(kind.on_stop) == nullptr) return false;
    if (state.deletable && kind.Find(kind.on_delete) == nullptr) return false;
    if (state.removed && !state.next.empty()) return false;
    std::size_t steps = 0;
    for (const JobState* at = &state; !at->next.empty(); at = kind.Find(at->next)) {
      if (kind.Find(at->next) == nullptr || ++steps > kind.states.size()) return false;
    }
  }
  return true;
}

}  // namespace portside
