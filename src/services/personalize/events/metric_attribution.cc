// SPDX-License-Identifier: Apache-2.0

#include <chrono>

#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 200ms, .next = "CREATE IN_PROGRESS"},
    {.name = "CREATE IN_PROGRESS",
     .duration = 300ms,
     .next = "ACTIVE",
     .on_failure = "CREATE FAILED"},
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
    {.name = "DELETE PENDING", .duration = 200ms, .next = "DELETE IN_PROGRESS"},
    {.name = "DELETE IN_PROGRESS", .duration = 300ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kDelete, {"ACTIVE", "CREATE FAILED"}, "DELETE PENDING"},
};

}  // namespace

constexpr JobKind kMetricAttributionKind{.name = "personalize::metric_attribution",
                                         .states = kStates,
                                         .commands = kCommands,
                                         .fail = PutFailureReason};
static_assert(IsWellFormed(kMetricAttributionKind));

}  // namespace portside::personalize
