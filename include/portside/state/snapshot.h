// SPDX-License-Identifier: Apache-2.0
//
// Snapshot: what is known of a saved state.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/base/timestamp.h"
#include "portside/store/state_scope.h"

namespace portside {

struct Snapshot {
  std::string name;
  StateScope scope;
  Timestamp created_at{};  // of the users' clock
  std::int64_t resources = 0;
  std::uint64_t objects = 0;
};

struct StateError {
  enum class Kind {
    kUnknown,  // there is no snapshot of that name
    kRefused,  // it cannot be done, and nothing was
    kUnfit,    // what was sent is no state of this Portside
    kBroken,   // the disk refused on the way
  };
  Kind kind;
  std::string message;
};

template <typename T>
using StateResult = Expected<T, StateError>;

// 1 to 64 of A-Z a-z 0-9 . _ -, not beginning with a dot: names become folders.
[[nodiscard]] bool IsSnapshotName(std::string_view name);

// As it is on disk, with what only the disk's reader needs.
struct StoredSnapshot {
  Snapshot snapshot;
  std::int64_t schema = 0;           // of its database
  std::int64_t newest_sequence = 0;  // of its resources
};
Json ToJson(const StoredSnapshot& stored);
// Nothing where it is none.
std::optional<StoredSnapshot> StoredSnapshotFromJson(const Json& json);

// {"service", "account", "region"} without what is empty.
Json ToJson(const StateScope& scope);

}  // namespace portside
