// SPDX-License-Identifier: Apache-2.0
//
// The rows of a scope as one thing: removed together, or copied into another database of the same
// schema and back. Core thread only; writes join the written database's unit of work.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "portside/store/database.h"
#include "portside/store/state_scope.h"

namespace portside {

// Resources, records and client tokens. Gives how many resources.
std::int64_t RemoveRows(Database& database, const StateScope& scope);
// What the scope matches in `from`. Resources keep their sequence numbers, which must be free in
// `to`; records get new ones, in the same order.
std::int64_t CopyRows(Database& from, Database& to, const StateScope& scope);

// The highest sequence number of a resource; 0 where there is none.
std::int64_t NewestSequence(Database& database);
std::int64_t CountResources(Database& database);
// The number of this program's tables (schema.h).
std::int64_t CurrentSchema();
// A resource that somebody else wrote.
struct SavedResource {
  std::string_view kind, state;
  bool is_due = false;
  std::string_view document;  // JSON
};
// Says what is wrong with it, in half a sentence ("is in the state X, which …"). Nothing: all is
// well.
using KnownKinds = std::function<std::optional<std::string>(const SavedResource& saved)>;
// Makes rows of this program out of a file that somebody else wrote: brings an older schema to this
// one, documents too. Why that cannot be: no database, a newer schema, damage, resources of no kind
// or in no state. Nothing where it was done.
std::optional<std::string> TakeOver(const std::string& path, const KnownKinds& kinds);

}  // namespace portside
