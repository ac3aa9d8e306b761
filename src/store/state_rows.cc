// SPDX-License-Identifier: Apache-2.0

#include "portside/store/state_rows.h"

#include <map>
#include <string>
#include <vector>

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
constexpr Sql kSelectDraws =
    "SELECT * FROM draws WHERE substr(operation, 1, length(?1))=?1"
    " AND (?2='' OR account=?2) AND (?3='' OR region=?3)";
constexpr Sql kDeleteDraws =
    "DELETE FROM draws WHERE substr(operation, 1, length(?1))=?1"
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

constexpr Sql kCountOddStreams =
    "SELECT (SELECT COUNT(*) FROM records WHERE stream NOT IN (SELECT id FROM streams))"
    " + (SELECT COUNT(*) FROM client_tokens WHERE NOT json_valid(output))";

struct StreamRow {
  std::int64_t id = 0;
  std::string name;
  std::int64_t place = 0;
};

// What readers find. Streams that are being written come anew with their work.
std::vector<StreamRow> StreamsOf(Database& database, const StateScope& scope) {
  Statement rows(database, "SELECT id, name, place FROM streams WHERE place>0 ORDER BY id");
  std::vector<StreamRow> streams;
  while (rows.Step()) {
    if (!scope.MatchesArn(rows.Text(1))) continue;
    streams.push_back({rows.Integer(0), std::string(rows.Text(1)), rows.Integer(2)});
  }
  return streams;
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

// In order of arrival over all streams, as their readers merge them; under new numbers.
void CopyRecords(Database& from, Database& to, const StateScope& scope) {
  Statement insert_stream(to, "INSERT INTO streams (name, place) VALUES (?1,?2)");
  Statement number(to, "SELECT last_insert_rowid()");
  std::map<std::int64_t, std::int64_t> streams;
  for (const StreamRow& stream : StreamsOf(from, scope)) {
    insert_stream.Bind(stream.name, stream.place).Run();
    if (number.Bind().Step()) streams[stream.id] = number.Integer(0);
    number.Reset();
  }
  if (streams.empty()) return;
  Statement records(from, "SELECT stream, bytes FROM records ORDER BY sequence");
  Statement insert(to, "INSERT INTO records (stream, bytes) VALUES (?1,?2)");
  while (records.Step()) {
    const auto stream = streams.find(records.Integer(0));
    if (stream != streams.end()) insert.Bind(stream->second, Blob{records.Text(1)}).Run();
  }
}

// They are no more for readers; their records go in slices (RecordLog::Sweep).
void DropStreams(Database& database, const StateScope& scope) {
  if (scope.IsEverything()) return database.Execute("UPDATE streams SET place=0");
  Statement rows(database, "SELECT id, name FROM streams WHERE place IS NOT 0");
  Statement drop(database, "UPDATE streams SET place=0 WHERE id=?1");
  std::vector<std::int64_t> ids;
  while (rows.Step()) {
    if (scope.MatchesArn(rows.Text(1))) ids.push_back(rows.Integer(0));
  }
  for (const std::int64_t id : ids) drop.Bind(id).Run();
}

}  // namespace

std::int64_t RemoveRows(Database& database, const StateScope& scope) {
  if (!scope.HasRows()) return 0;
  database.EnsureTransaction();
  const std::int64_t removed = RemoveResources(database, scope);
  DropStreams(database, scope);
  if (scope.IsEverything()) {
    database.Execute("DELETE FROM client_tokens; DELETE FROM draws");
    return removed;
  }
  Statement tokens(database, kDeleteTokens);
  Statement draws(database, kDeleteDraws);
  for (const std::string& operation : OperationsOf(scope)) {
    tokens.Bind(operation, scope.account, scope.region).Run();
    draws.Bind(operation, scope.account, scope.region).Run();
  }
  return removed;
}

std::int64_t CopyRows(Database& from, Database& to, const StateScope& scope) {
  if (!scope.HasRows()) return 0;
  to.EnsureTransaction();
  const std::int64_t copied = CopyResources(from, to, scope);
  CopyRecords(from, to, scope);
  Statement tokens(from, kSelectTokens);
  Statement insert_token(to, "INSERT INTO client_tokens VALUES (?1,?2,?3,?4,?5,?6,?7,?8)");
  Statement draws(from, kSelectDraws);
  Statement insert_draw(to, "INSERT OR REPLACE INTO draws VALUES (?1,?2,?3,?4)");
  for (const std::string& operation : OperationsOf(scope)) {
    CopySelected(tokens.Bind(operation, scope.account, scope.region), insert_token);
    CopySelected(draws.Bind(operation, scope.account, scope.region), insert_draw);
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

namespace {

// What the program can go on with: states that its kinds have, and due times where they lead on.
std::optional<std::string> FindFlawOfKinds(Database& rows, const KnownKinds& kinds) {
  Statement resources(rows,
                      "SELECT arn, kind, state, due_at IS NOT NULL, document FROM resources"
                      " JOIN scopes ON scope=id");
  while (resources.Step()) {
    const auto flaw =
        kinds({resources.Text(1), resources.Text(2), resources.Integer(3) != 0, resources.Text(4)});
    if (flaw) return "its resource " + std::string(resources.Text(0)) + " " + *flaw;
  }
  return std::nullopt;
}

std::optional<std::string> FindFlawOfTables(const std::string& path) {
  Database rows(path, Database::Mode::kReadOnly);
  const std::int64_t schema = SchemaOf(rows);
  if (schema < 1 || schema > CurrentSchema()) {
    return "its database has the schema " + std::to_string(schema) + ", this Portside's is " +
           std::to_string(CurrentSchema());
  }
  Database empty(":memory:", Database::Mode::kScratch);
  Migrate(empty, schema);
  if (TablesOf(rows) != TablesOf(empty)) return "its database has other tables than Portside's";
  Statement check(rows, "PRAGMA quick_check(1)");
  if (!check.Step() || check.Text(0) != "ok") return "its database is damaged";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> TakeOver(const std::string& path, const KnownKinds& kinds) {
  try {
    if (auto flaw = FindFlawOfTables(path)) return flaw;
    // Only now is it written to: brought to this schema, its documents too.
    Database rows(path);
    if (Number(rows, kCountOddResources) > 0) return "its database holds resources that are none";
    if (Number(rows, kCountOddStreams) > 0) return "its database holds records of no stream";
    return FindFlawOfKinds(rows, kinds);
  } catch (const DatabaseError& refused) {
    return "its database cannot be read: " + std::string(refused.what());
  }
}

}  // namespace portside
