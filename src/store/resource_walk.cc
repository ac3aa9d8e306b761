// SPDX-License-Identifier: Apache-2.0

#include "store/resource_walk.h"

#include <limits>
#include <vector>

#include "store/resource_row.h"

namespace portside {
namespace {

using Path = ResourceWalk::Path;

struct PathSql {
  Sql index;
  Sql fixed;
  Sql key;
  bool is_text = false;  // the key is a text, not a time
};

// A partial index is taken only where the condition of it is repeated.
PathSql SqlOf(Path path) {
  switch (path) {
    case Path::kCreated: return {"resources_by_creation", "", "created_at"};
    case Path::kCreatedInState: return {"resources_by_state", " AND state=?2", "created_at"};
    case Path::kCreatedInParent:
      return {"resources_by_parent", " AND parent=?2 AND parent<>''", "created_at"};
    case Path::kCreatedOfAttribute:
      return {"resources_by_attribute", " AND attribute=?2 AND attribute<>''", "created_at"};
    case Path::kUpdated: return {"resources_by_update", "", "updated_at"};
    case Path::kName: return {"resources_by_name", "", "name", true};
    case Path::kNameInParent:
      return {"resources_by_parent_and_name", " AND parent=?2 AND parent<>''", "name", true};
    case Path::kAttribute: break;
  }
  return {"resources_by_attribute", " AND attribute<>''", "attribute", true};
}

// `?2` is what the path holds fixed, `?3` and `?4` where the walk goes on.
constexpr Sql kFilters =
    " AND (?5='' OR state=?5) AND (?6='' OR parent=?6) AND (?7='' OR attribute=?7)"
    " AND (?8='' OR instr(name, ?8)>0)";
// Along an index of times these cut the walk short.
constexpr Sql kBounds =
    " AND created_at>?9 AND created_at<?10 AND updated_at>?11 AND updated_at<?12";
// Among rows of one key the plus signs keep SQLite from walking the range instead of that key.
constexpr Sql kBoundsOfOneKey =
    " AND +created_at>?9 AND +created_at<?10 AND +updated_at>?11 AND +updated_at<?12";

// Along an index of creation its own bounds cut the walk; elsewhere they only refuse rows.
std::int64_t Above(const std::optional<Timestamp>& bound) {
  return bound ? Micros(*bound) : std::numeric_limits<std::int64_t>::min();
}
std::int64_t Below(const std::optional<Timestamp>& bound) {
  return bound ? Micros(*bound) : std::numeric_limits<std::int64_t>::max();
}

Path PathOf(const ResourceQuery& query) {
  switch (query.order) {
    case ResourceOrder::kUpdated: return Path::kUpdated;
    case ResourceOrder::kAttribute: return Path::kAttribute;
    case ResourceOrder::kName: return query.parent.empty() ? Path::kName : Path::kNameInParent;
    case ResourceOrder::kCreated:
    case ResourceOrder::kState: break;
  }
  if (!query.parent.empty()) return Path::kCreatedInParent;
  if (!query.attribute.empty()) return Path::kCreatedOfAttribute;
  return query.in_state.empty() ? Path::kCreated : Path::kCreatedInState;
}

std::string_view FixedOf(Path path, const ResourceQuery& query) {
  switch (path) {
    case Path::kCreatedInState: return query.in_state;
    case Path::kCreatedInParent:
    case Path::kNameInParent: return query.parent;
    case Path::kCreatedOfAttribute: return query.attribute;
    default: return "";
  }
}

}  // namespace

void ResourceWalk::Run(std::int64_t scope, const ResourceQuery& query, const Visit& visit) {
  if (query.order == ResourceOrder::kState) return RunByState(scope, query, visit);
  const Path path = PathOf(query);
  RunLeg(scope, query, {path, FixedOf(path, query), query.after ? &*query.after : nullptr}, visit);
}

// State after state, each in order of creation.
void ResourceWalk::RunByState(std::int64_t scope, const ResourceQuery& query, const Visit& visit) {
  std::vector<std::string> states = counts_.States(scope);
  if (query.descending) states = {states.rbegin(), states.rend()};
  for (const std::string& state : states) {
    Leg leg{Path::kCreatedInState, state, nullptr};
    if (query.after) {
      const int order = state.compare(query.after->text);
      if (query.descending ? order > 0 : order < 0) continue;
      if (order == 0) leg.after = &*query.after;
    }
    if (!RunLeg(scope, query, leg, visit)) return;
  }
}

// Two looks into the index rather than one with a comparison of pairs, which SQLite would answer by
// passing over every row of the same key; and under a clock that stands all times are the same.
bool ResourceWalk::RunLeg(std::int64_t scope, const ResourceQuery& query, const Leg& leg,
                          const Visit& visit) {
  if (leg.after == nullptr) return RunStatement(scope, query, leg, Begin::kAnywhere, visit);
  return RunStatement(scope, query, leg, Begin::kSameKey, visit) &&
         RunStatement(scope, query, leg, Begin::kBeyond, visit);
}

bool ResourceWalk::RunStatement(std::int64_t scope, const ResourceQuery& query, const Leg& leg,
                                Begin begin, const Visit& visit) {
  Statement& rows = StatementOf(leg.path, begin, query.descending);
  const ResourcePosition nowhere;
  const ResourcePosition& after = leg.after == nullptr ? nowhere : *leg.after;
  const auto bind = [&](const auto& key) {
    rows.Bind(scope, leg.fixed, key, after.sequence, query.in_state, query.parent, query.attribute,
              query.name_contains, Above(query.created_after), Below(query.created_before),
              Above(query.updated_after), Below(query.updated_before));
  };
  if (SqlOf(leg.path).is_text) {
    bind(after.text);
  } else {
    bind(after.number);
  }
  bool goes_on = true;
  while (goes_on && rows.Step()) goes_on = visit(rows);
  rows.Reset();
  return goes_on;
}

Statement& ResourceWalk::StatementOf(Path path, Begin begin, bool descending) {
  std::unique_ptr<Statement>& statement = statements_[{path, begin, descending}];
  if (statement != nullptr) return *statement;
  const PathSql sql = SqlOf(path);
  const Sql beyond = descending ? Sql("<") : Sql(">");
  std::vector<Sql> pieces = {"SELECT ", kResourceColumns,  " FROM resources INDEXED BY ",
                             sql.index, " WHERE scope=?1", sql.fixed};
  if (begin == Begin::kSameKey) {
    pieces.insert(pieces.end(), {" AND ", sql.key, "=?3 AND sequence", beyond, "?4"});
  } else if (begin == Begin::kBeyond) {
    pieces.insert(pieces.end(), {" AND ", sql.key, beyond, "?3"});
  }
  const Sql direction = descending ? Sql(" DESC") : Sql("");
  pieces.insert(pieces.end(), {kFilters, begin == Begin::kSameKey ? kBoundsOfOneKey : kBounds,
                               " ORDER BY ", sql.key, direction, ", sequence", direction});
  statement = std::make_unique<Statement>(database_, pieces);
  return *statement;
}

}  // namespace portside
