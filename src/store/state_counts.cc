// SPDX-License-Identifier: Apache-2.0

#include "store/state_counts.h"

namespace portside {

// The row with the parent '' is the sum over all parents.
StateCounts::StateCounts(Database& database)
    : add_(database,
           "INSERT INTO counts VALUES (?1,?2,?3,?4)"
           " ON CONFLICT DO UPDATE SET count=count+excluded.count"),
      drop_(database, "DELETE FROM counts WHERE scope=?1 AND parent=?2 AND state=?3 AND count=0"),
      count_(database, "SELECT COALESCE(SUM(count), 0) FROM counts WHERE scope=?1 AND parent=?2"),
      count_state_(database, "SELECT count FROM counts WHERE scope=?1 AND parent=?2 AND state=?3"),
      states_(database, "SELECT state FROM counts WHERE scope=?1 AND parent='' ORDER BY state") {}

void StateCounts::Add(std::int64_t scope, std::string_view parent, std::string_view state,
                      std::int64_t by) {
  gathered_[Key(scope, "", state)] += by;
  if (!parent.empty()) gathered_[Key(scope, parent, state)] += by;
}

void StateCounts::Write() {
  for (const auto& [key, by] : gathered_) {
    if (by == 0) continue;
    const auto& [scope, parent, state] = key;
    add_.Bind(scope, parent, state, by).Run();
    if (by < 0) drop_.Bind(scope, parent, state).Run();
  }
  gathered_.clear();
}

std::int64_t StateCounts::Count(std::int64_t scope, std::string_view parent) {
  Write();
  const std::int64_t count = count_.Bind(scope, parent).Step() ? count_.Integer(0) : 0;
  count_.Reset();
  return count;
}

std::int64_t StateCounts::CountState(std::int64_t scope, std::string_view parent,
                                     std::string_view state) {
  Write();
  const bool found = count_state_.Bind(scope, parent, state).Step();
  const std::int64_t count = found ? count_state_.Integer(0) : 0;
  count_state_.Reset();
  return count;
}

std::vector<std::string> StateCounts::States(std::int64_t scope) {
  Write();
  std::vector<std::string> states;
  states_.Bind(scope);
  while (states_.Step()) states.emplace_back(states_.Text(0));
  return states;
}

}  // namespace portside
