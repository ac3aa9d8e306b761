// SPDX-License-Identifier: Apache-2.0
//
// How a Resource is a row of the table `resources`: its columns, and the texts in them.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/store/database.h"
#include "portside/store/resource.h"
#include "store/scope_table.h"

namespace portside {

// What ReadResource reads, in its order.
inline constexpr Sql kResourceColumns =
    "sequence, scope, arn, name, parent, attribute, state, created_at, updated_at, due_at,"
    " document, tags, timeline";

// The present row of a statement that selects kResourceColumns.
Resource ReadResource(const Statement& row, ScopeTable& scopes);
std::int64_t SequenceOf(const Statement& row);
// The size of the texts of which a snapshot is made.
std::size_t StoredBytesOf(const Statement& row);

std::int64_t Micros(Timestamp time);
std::optional<std::int64_t> DueMicros(const Resource& resource);
std::string TimelineText(const std::vector<StateChange>& timeline);

}  // namespace portside
