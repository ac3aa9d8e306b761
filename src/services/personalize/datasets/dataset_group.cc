// SPDX-License-Identifier: Apache-2.0

#include <chrono>

#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

// There is no DELETE IN_PROGRESS in the documented states of a dataset group.
constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 200ms, .next = "CREATE IN_PROGRESS"},
    {.name = "CREATE IN_PROGRESS",
     .duration = 300ms,
     .next = "ACTIVE",
     .on_failure = "CREATE FAILED"},
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
    {.name = "DELETE PENDING", .duration = 500ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kDelete, {"ACTIVE", "CREATE FAILED"}, "DELETE PENDING"},
};

}  // namespace

constexpr JobKind kDatasetGroupKind{.name = "personalize::dataset_group",
                                    .states = kStates,
                                    .commands = kCommands,
                                    .fail = PutFailureReason};
static_assert(IsWellFormed(kDatasetGroupKind));

}  // namespace portside::personalize
