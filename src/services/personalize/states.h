// SPDX-License-Identifier: Apache-2.0
//
// The states of what is created and deleted without work: those of most nouns.

#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "portside/jobs/job_kind.h"

namespace portside::personalize {

inline constexpr JobState kDeletableStates[] = {
    {.name = "CREATE PENDING",
     .duration = std::chrono::milliseconds(200),
     .next = "CREATE IN_PROGRESS"},
    {.name = "CREATE IN_PROGRESS",
     .duration = std::chrono::milliseconds(300),
     .next = "ACTIVE",
     .on_failure = "CREATE FAILED"},
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
    {.name = "DELETE PENDING",
     .duration = std::chrono::milliseconds(200),
     .next = "DELETE IN_PROGRESS"},
    {.name = "DELETE IN_PROGRESS", .duration = std::chrono::milliseconds(300), .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
// Those of a job that is never deleted: its work holds at most `memory` bytes.
constexpr std::array<JobState, 4> WorkStates(JobWork work, std::size_t memory) {
  return {{{.name = "CREATE PENDING",
            .duration = std::chrono::milliseconds(300),
            .next = "CREATE IN_PROGRESS"},
           {.name = "CREATE IN_PROGRESS",
            .duration = std::chrono::milliseconds(700),
            .next = "ACTIVE",
            .work = work,
            .on_failure = "CREATE FAILED",
            .memory = memory},
           {.name = "ACTIVE"},
           {.name = "CREATE FAILED"}}};
}

// Those states and a noun's own.
template <std::size_t Size, std::size_t More>
constexpr auto Joined(const JobState (&states)[Size], const JobState (&more)[More]) {
  std::array<JobState, Size + More> joined{};
  std::copy(more, more + More, std::copy(states, states + Size, joined.begin()));
  return joined;
}

inline constexpr JobCommand kDeletableCommands[] = {
    {JobVerb::kDelete, {"ACTIVE", "CREATE FAILED"}, "DELETE PENDING"},
};

}  // namespace portside::personalize
