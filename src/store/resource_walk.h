// SPDX-License-Identifier: Apache-2.0
//
// ResourceWalk: visits the rows of a query in its order, along the index that has that order. The
// statements are put together from literals and prepared when first used. Core thread only.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>

#include "portside/store/database.h"
#include "portside/store/resource_query.h"
#include "store/state_counts.h"

namespace portside {

class ResourceWalk {
 public:
  // Selects kResourceColumns; false ends the walk. It may not start another one.
  using Visit = std::function<bool(const Statement& row)>;

  ResourceWalk(Database& database, StateCounts& counts) : database_(database), counts_(counts) {}

  // `matches` and `limit` of the query are the visitor's business.
  void Run(std::int64_t scope, const ResourceQuery& query, const Visit& visit);

  // The rows of an index, in the order of one column, with another one fixed or none.
  enum class Path {
    kCreated,
    kCreatedInState,
    kCreatedInParent,
    kCreatedOfAttribute,
    kUpdated,
    kName,
    kNameInParent,
    kAttribute
  };

 private:
  // Where a leg of the walk begins: anywhere, among rows of the same key, or beyond that key.
  enum class Begin { kAnywhere, kSameKey, kBeyond };
  struct Leg {
    Path path;
    std::string_view fixed{};
    const ResourcePosition* after = nullptr;
  };

  // False where the visitor has ended the walk.
  bool RunLeg(std::int64_t scope, const ResourceQuery& query, const Leg& leg, const Visit& visit);
  bool RunStatement(std::int64_t scope, const ResourceQuery& query, const Leg& leg, Begin begin,
                    const Visit& visit);
  void RunByState(std::int64_t scope, const ResourceQuery& query, const Visit& visit);
  Statement& StatementOf(Path path, Begin begin, bool descending);

  Database& database_;
  StateCounts& counts_;
  std::map<std::tuple<Path, Begin, bool>, std::unique_ptr<Statement>> statements_;
};

}  // namespace portside
