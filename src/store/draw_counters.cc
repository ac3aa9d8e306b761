// SPDX-License-Identifier: Apache-2.0

#include "portside/store/draw_counters.h"

namespace portside {

DrawCounters::DrawCounters(Database& database)
    : database_(database),
      find_(database, "SELECT count FROM draws WHERE operation=?1 AND account=?2 AND region=?3"),
      save_(database, "INSERT OR REPLACE INTO draws VALUES (?1, ?2, ?3, ?4)") {}

std::int64_t DrawCounters::Next(const DrawScope& scope) {
  database_.EnsureTransaction();
  find_.Bind(scope.operation, scope.account, scope.region);
  const std::int64_t before = find_.Step() ? find_.Integer(0) : 0;
  find_.Reset();
  save_.Bind(scope.operation, scope.account, scope.region, before + 1).Run();
  return before;
}

}  // namespace portside
