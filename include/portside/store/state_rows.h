// SPDX-License-Identifier: Apache-2.0
//
// The rows of a scope as one thing: removed together, or copied into another database of the same
// schema and back. Core thread only; writes join the written database's unit of work.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/store/database.h"
#include "portside/store/state_scope.h"

namespace portside {

// Resources, records and client tokens. Gives how many resources.
std::int64_t RemoveRows(Database& database, const StateScope& scope);
// What the scope matches in `from`, with its sequence numbers, which must be free in `to`.
std::int64_t CopyRows(Database& from, Database& to, const StateScope& scope);

// The highest sequence number of a resource; 0 where there is none.
std::int64_t NewestSequence(Database& database);
std::int64_t CountResources(Database& database);
// The number of this program's tables (schema.h).
std::int64_t CurrentSchema();
// Why a file that somebody else wrote cannot be read as rows of this program: another schema, no
// database, damage. Nothing where it can.
std::optional<std::string> FindFlaw(const std::string& path);

}  // namespace portside
