// SPDX-License-Identifier: Apache-2.0

#include "portside/store/state_rows.h"

#include "store/schema.h"
#include "store/scope_table.h"

namespace portside {
namespace {

// `?1` is a service, `?2` an account, `?3` a region, each empty for all.
constexpr Sql kSelectScopes =
    "SELECT id, kind, account, region FROM scopes"
    " WHERE (?1='' OR substr(kind, 1, length(?1)+2)=?1||'::') AND (?2='' OR account=?2)"
    " AND (?3='' OR region=?3) ORDER BY id";
// `?1` is what the operation begins with.
constexpr Sql kSelectTokens =
    "SELECT * FROM client_tokens WHERE substr(operation, 1, length(?1))=?1"
    " AND (?2='' OR account=?2) AND (?3='' OR region=?3)";
constexpr Sql kDeleteTokens =
    "DELETE FROM client_tokens WHERE substr(operation, 1, length(?1))=?1"
    " AND (?2='' OR account=?2) AND (?3='' OR region=?3)";

// What ResourceRepository could not read back.
constexpr Sql kCountOddResources =
    "SELECT COUNT(*) FROM resources WHERE NOT (json_valid(document) AND json_valid(tags)"
    " AND json_valid(timeline) AND json_type(document)='object' AND json_type(tags)='object'"
    " AND json_type(timeline)='array')"
    " OR scope NOT IN (SELECT id FROM scopes)"
    " OR sequence NOT BETWEEN 1 AND 1000000000000000"
    " OR created_at NOT BETWEEN 0 AND 253402300799000000"
    " OR updated_at NOT BETWEEN 0 AND 253402300799000000"
    " OR COALESCE(due_at, 0) NOT BETWEEN 0 AND 253402300799000000"
    " OR EXISTS (SELECT 1 FROM json_each(tags) WHERE type<>'text')"
    " OR EXISTS (SELECT 1 FROM json_each(timeline) AS change WHERE change.type<>'array'"
    "  OR json_type(change.value, '$[0]') IS NOT 'text'"
    "  OR json_type(change.value, '$[1]') IS NOT 'integer'"
    "  OR json_type(change.value, '$[2]') IS NOT 'text')";

// One look-up in the index for each stream, however many records it has.
std::vector<std::string> StreamsOf(Database& database, const StateScope& scope) {
  Statement next(database, "SELECT MIN(stream) FROM records WHERE stream > ?1");
  std::vector<std::string> streams;
  for (std::string last;;) {
    next.Bind(last);
    if (!next.Step() || next.IsNull(0)) return streams;
    last = next.Text(0);
    if (scope.MatchesArn(last)) streams.push_back(last);
  }
}

std::vector<std::string> OperationsOf(const StateScope& scope) {
  return scope.service.empty() ? std::vector<std::string>{""} : scope.operations;
}

std::int64_t Number(Database& database, Sql sql) {
  Statement rows(database, sql);
  return rows.Step() ? rows.Integer(0) : 0;
}

// Everything that was created, with the text that created it: also triggers, if there are any.
std::vector<std::string> TablesOf(Database& database) {
  Statement rows(database,
                 "SELECT type, name, COALESCE(sql, '') FROM sqlite_schema"
                 " WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name");
  std::vector<std::string> tables;
  while (rows.Step()) {
    tables.push_back(std::string(rows.Text(0)) + " " + std::string(rows.Text(1)) + " " +
                     std::string(rows.Text(2)));
  }
  return tables;
}

void CopySelected(Statement& rows, Statement& insert) {
  while (rows.Step()) insert.BindRow(rows).Run();
}

std::vector<std::int64_t> ScopesOf(Database& database, const StateScope& scope) {
  Statement rows(database, kSelectScopes);
  rows.Bind(scope.service, scope.account, scope.region);
  std::vector<std::int64_t> ids;
  while (rows.Step()) ids.push_back(rows.Integer(0));
  return ids;
}

std::int64_t CountOf(Database& database, std::int64_t scope) {
  Statement count(database, "SELECT COUNT(*) FROM resources WHERE scope=?1");
  return count.Bind(scope).Step() ? count.Integer(0) : 0;
}

// What was counted elsewhere is counted anew: an archive may say anything.
void CountAnew(Database& database, std::int64_t scope) {
  Statement drop(database, "DELETE FROM counts WHERE scope=?1");
  drop.Bind(scope).Run();
  Statement sums(database,
                 "INSERT INTO counts SELECT scope, '', state, COUNT(*) FROM resources"
                 " WHERE scope=?1 GROUP BY state");
  sums.Bind(scope).Run();
  Statement of_parents(database,
                       "INSERT INTO counts SELECT scope, parent, state, COUNT(*) FROM resources"
                       " WHERE scope=?1 AND parent<>'' GROUP BY parent, state");
  of_parents.Bind(scope).Run();
}

std::int64_t CopyResources(Database& from, Database& to, const StateScope& scope) {
  Statement scopes(from, kSelectScopes);
  scopes.Bind(scope.service, scope.account, scope.region);
  Statement rows(from,
                 "SELECT ?2, arn, name, parent, attribute, state, created_at, updated_at, due_at,"
                 " document, tags, timeline, sequence FROM resources WHERE scope=?1"
                 " ORDER BY sequence");
  Statement insert(to, "INSERT INTO resources VALUES (?13,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)");
  ScopeTable targets(to);
  std::int64_t copied = 0;
  while (scopes.Step()) {
    const std::int64_t source = scopes.Integer(0);
    const std::int64_t target = targets.IdOf({scopes.Text(1), scopes.Text(2), scopes.Text(3)});
    copied += CountOf(from, source);
    CopySelected(rows.Bind(source, target), insert);
    CountAnew(to, target);
  }
  return copied;
}

// One look-up in an index for each scope, and one walk along it.
std::int64_t RemoveResources(Database& database, const StateScope& scope) {
  if (scope.IsEverything()) {
    const std::int64_t removed = CountResources(database);
    // Without a condition SQLite drops whole pages, however many rows are on them.
    database.Execute("DELETE FROM resources; DELETE FROM counts; DELETE FROM scopes");
    return removed;
  }
  Statement rows(database, "DELETE FROM resources WHERE scope=?1");
  Statement counts(database, "DELETE FROM counts WHERE scope=?1");
  Statement ids(database, "DELETE FROM scopes WHERE id=?1");
  std::int64_t removed = 0;
  for (const std::int64_t id : ScopesOf(database, scope)) {
    rows.Bind(id).Run();
    removed += database.Changes();
    counts.Bind(id).Run();
    ids.Bind(id).Run();
  }
  return removed;
}

}  // namespace

std::int64_t RemoveRows(Database& database, const StateScope& scope) {
  if (!scope.HasRows()) return 0;
  database.EnsureTransaction();
  const std::int64_t removed = RemoveResources(database, scope);
  if (scope.IsEverything()) {
    database.Execute("DELETE FROM records; DELETE FROM client_tokens");
    return removed;
  }
  Statement records(database, "DELETE FROM records WHERE stream=?1");
  for (const std::string& stream : StreamsOf(database, scope)) records.Bind(stream).Run();
  Statement tokens(database, kDeleteTokens);
  for (const std::string& operation : OperationsOf(scope)) {
    tokens.Bind(operation, scope.account, scope.region).Run();
  }
  return removed;
}

std::int64_t CopyRows(Database& from, Database& to, const StateScope& scope) {
  if (!scope.HasRows()) return 0;
  to.EnsureTransaction();
  const std::int64_t copied = CopyResources(from, to, scope);
  Statement records(from, "SELECT * FROM records WHERE stream=?1");
  Statement insert_record(to, "INSERT INTO records VALUES (?1,?2,?3)");
  for (const std::string& stream : StreamsOf(from, scope)) {
    CopySelected(records.Bind(stream), insert_record);
  }
  Statement tokens(from, kSelectTokens);
  Statement insert_token(to, "INSERT INTO client_tokens VALUES (?1,?2,?3,?4,?5,?6)");
  for (const std::string& operation : OperationsOf(scope)) {
    CopySelected(tokens.Bind(operation, scope.account, scope.region), insert_token);
  }
  return copied;
}

std::int64_t NewestSequence(Database& database) {
  return Number(database, "SELECT COALESCE(MAX(sequence), 0) FROM resources");
}

std::int64_t CountResources(Database& database) {
  return Number(database, "SELECT COUNT(*) FROM resources");
}

std::int64_t CurrentSchema() { return NewestSchema(); }

std::optional<std::string> FindFlaw(const std::string& path) {
  try {
    Database rows(path, Database::Mode::kReadOnly);
    const std::int64_t schema = Number(rows, "PRAGMA user_version");
    if (schema != CurrentSchema()) {
      return "its database has the schema " + std::to_string(schema) + ", this Portside's is " +
             std::to_string(CurrentSchema());
    }
    Database empty(":memory:");
    if (TablesOf(rows) != TablesOf(empty)) return "its database has other tables than Portside's";
    Statement check(rows, "PRAGMA quick_check(1)");
    if (!check.Step() || check.Text(0) != "ok") return "its database is damaged";
    check.Reset();
    if (Number(rows, kCountOddResources) > 0) return "its database holds resources that are none";
    return std::nullopt;
  } catch (const DatabaseError& refused) {
    return "its database cannot be read: " + std::string(refused.what());
  }
}

}  // namespace portside
