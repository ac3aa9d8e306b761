// SPDX-License-Identifier: Apache-2.0
//
// Database, Statement: SQLite, as little of it as the repositories need. SQL comes from string
// literals only. One connection belongs to one thread. What SQLite refuses (disk, corruption, a
// constraint that our code should have kept) is a DatabaseError exception.
//
// Writes form a unit of work: the first write since the last Commit begins it, Commit keeps it,
// Rollback forgets it. The dispatcher commits once per request, the scheduler once per transition.
//
// A kept unit survives a killed process (WAL) once it is flushed. Without group commit that is at
// once. With it, units gather in one transaction until Flush: then nobody may be told of a unit
// before its group was flushed. A group that cannot be flushed is lost as a whole.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace portside {

class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// SQL text that can only be made from a literal.
class Sql {
 public:
  template <std::size_t N>
  consteval Sql(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT: implicit on purpose
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Bytes that are bound as a blob; plain strings are bound as text.
struct Blob {
  std::string_view bytes;
};

class Database {
 public:
  enum class Mode { kReadWrite, kReadOnly, kScratch };

  // `path` is a file or ":memory:". kReadWrite creates it, switches to WAL and migrates it to the
  // current schema (schema.h). kScratch only opens it: tables are the caller's.
  explicit Database(const std::string& path, Mode mode = Mode::kReadWrite);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void Execute(Sql sql);

  // Where SQLite puts what it does not hold in memory: sorts and temporary databases. For the whole
  // process, before it opens its first database.
  static void SetScratchFolder(const std::string& folder);

  // See the header comment. EnsureTransaction is called by every repository before it writes.
  void EnsureTransaction();
  void Commit();
  void Rollback();
  [[nodiscard]] bool InTransaction() const { return in_unit_; }

  void SetGroupCommit(bool on) { group_commit_ = on; }
  // Makes every kept unit durable. Throws where it cannot: then the group is lost.
  void Flush();
  // The group that a unit kept now belongs to, while it waits for Flush; nothing: all is flushed.
  [[nodiscard]] std::optional<std::uint64_t> OpenGroup() const;
  [[nodiscard]] bool IsLost(std::uint64_t group) const { return lost_groups_.contains(group); }
  // Runs `action` once what the present unit writes is durable. It is forgotten where the unit is
  // rolled back or its group lost. It writes nothing.
  void AfterFlush(std::function<void()> action);
  // From now on such actions wait, over any number of flushes, until this is called again: while
  // another thread than theirs works with the database.
  void KeepActions(bool on);
  // The size of the database's pages.
  [[nodiscard]] std::int64_t Bytes();
  // Called before a unit is kept, and may write into it: for what gathers over a unit.
  void BeforeCommit(std::function<void()> callback) {
    before_commit_.push_back(std::move(callback));
  }
  // Called after each Rollback, so that caches over this database can forget what the unit wrote,
  // or where kept units are lost as well, everything.
  enum class Lost { kUnit, kGroup };
  void OnRollback(std::function<void(Lost)> callback) {
    on_rollback_.push_back(std::move(callback));
  }

  // Rows that the last DELETE, INSERT or UPDATE was about.
  [[nodiscard]] std::int64_t Changes() const;

  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void Close();
  void RunActions();
  void RunFlushed();

  std::string path_;
  sqlite3* handle_ = nullptr;
  bool group_commit_ = false;
  bool in_transaction_ = false;  // of SQLite; with group commit it holds several units
  bool in_unit_ = false;
  bool keeps_actions_ = false;
  std::uint64_t group_ = 0;
  std::set<std::uint64_t> lost_groups_;
  std::unique_ptr<class Statement> begin_, commit_, rollback_, begin_unit_, keep_unit_,
      forget_unit_;
  std::vector<std::function<void()>> before_commit_;
  std::vector<std::function<void(Lost)>> on_rollback_;
  // For after the flush: of the present unit, of the units that the group has kept, and of what is
  // flushed while actions are kept.
  std::vector<std::function<void()>> unit_actions_, kept_actions_, flushed_actions_;
};

// A prepared statement, a member of its repository beside its name. Use:
//
//   find_.Bind(arn);                        // positional parameters ?1, ?2, …
//   if (find_.Step()) name = find_.Text(0);
//   find_.Reset();                          // or step to the end
class Statement {
 public:
  Statement(Database& database, Sql sql) : Statement(database, std::span(&sql, 1)) {}
  // One statement from several literals.
  Statement(Database& database, std::span<const Sql> pieces);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Binds ?1… in order after resetting. Text and blobs are not copied: they must outlive the steps.
  template <typename... Values>
  Statement& Bind(const Values&... values) {
    Reset();
    int index = 0;
    (BindOne(++index, values), ...);
    return *this;
  }

  // The columns of another statement's present row, which stays as it is meanwhile.
  Statement& BindRow(const Statement& row);

  // The next row: true, or false at the end (then the statement is reset).
  bool Step();
  // For statements without rows.
  void Run();
  void Reset();

  [[nodiscard]] std::int64_t Integer(int column) const;
  [[nodiscard]] std::string_view Text(int column) const;  // also blobs; valid until the next Step
  [[nodiscard]] bool IsNull(int column) const;

 private:
  void BindOne(int index, std::int64_t value);
  void BindOne(int index, int value) { BindOne(index, static_cast<std::int64_t>(value)); }
  void BindOne(int index, std::string_view value);
  void BindOne(int index, const std::string& value) { BindOne(index, std::string_view(value)); }
  void BindOne(int index, const char* value) { BindOne(index, std::string_view(value)); }
  void BindOne(int index, Blob value);
  void BindOne(int index, const std::optional<std::int64_t>& value);

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace portside
