// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_progress.h"

#include <algorithm>

namespace portside {
namespace {

// What a state weighs: its time, or where no state on the way has one, the same for each.
double WeightOf(const JobState& state, bool by_time) {
  return by_time ? static_cast<double>(state.duration.count()) : 1.0;
}

// The part of its present state that has passed.
double PartOfState(const Resource& resource, Timestamp now) {
  if (!resource.due_at || *resource.due_at == kHeld) return 0;
  const auto whole = static_cast<double>((*resource.due_at - resource.updated_at).count());
  if (whole <= 0) return 1;  // it goes on as soon as its work is done
  return std::clamp(static_cast<double>((now - resource.updated_at).count()) / whole, 0.0, 1.0);
}

}  // namespace

double JobProgress(const JobKind& kind, const Resource& resource, Timestamp now) {
  const JobState* present = kind.Find(resource.state);
  if (present == nullptr || present->IsRest()) return 1;

  // The states that it was in since it began (anew), each once.
  std::vector<const JobState*> passed;
  for (const StateChange& change : resource.timeline) {
    const JobState* state = kind.Find(change.state);
    if (state == &kind.states[0]) passed.clear();
    if (state == nullptr || state == present || state->next.empty()) continue;
    if (std::find(passed.begin(), passed.end(), state) == passed.end()) passed.push_back(state);
  }
  std::vector<const JobState*> ahead;
  for (const JobState* state = present; !state->next.empty(); state = kind.Find(state->next)) {
    ahead.push_back(state);
  }

  const auto has_time = [](const JobState* state) { return state->duration.count() > 0; };
  const bool by_time = std::any_of(passed.begin(), passed.end(), has_time) ||
                       std::any_of(ahead.begin(), ahead.end(), has_time);
  double done = PartOfState(resource, now) * WeightOf(*present, by_time);
  double whole = 0;
  for (const JobState* state : passed) {
    done += WeightOf(*state, by_time);
    whole += WeightOf(*state, by_time);
  }
  for (const JobState* state : ahead) whole += WeightOf(*state, by_time);
  // A job that is not at rest is not done, however late its work is.
  return std::min(done / whole, 0.99);
}

}  // namespace portside
