// SPDX-License-Identifier: Apache-2.0

#include "portside/store/database.h"

#include <sqlite3.h>

#include <utility>

#include "portside/base/log.h"
#include "store/rollback_files.h"
#include "store/schema.h"

namespace portside {
namespace {

[[noreturn]] void Throw(sqlite3* handle, const std::string& doing) {
  throw DatabaseError(doing + ": " + (handle ? sqlite3_errmsg(handle) : "out of memory"));
}

}  // namespace

Database::Database(const std::string& path, Mode mode) : path_(path) {
  ConfigureRollbackFiles();
  const int flags =
      SQLITE_OPEN_NOMUTEX |
      (mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
    const std::string reason = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw DatabaseError("cannot open " + path + ": " + reason);
  }
  sqlite3_busy_timeout(handle_, 5000);
  try {
    if (mode == Mode::kReadWrite) {
      Execute("PRAGMA journal_mode = WAL");
      // With WAL, NORMAL loses nothing to a killed process; only a power cut may take the last
      // transactions (docs/decisions/0003-durability.md).
      Execute("PRAGMA synchronous = NORMAL");
      // A checkpoint waits for the disk; every 1000 pages (the default) is every 200 requests.
      Execute("PRAGMA wal_autocheckpoint = 8000");
    }
    begin_ = std::make_unique<Statement>(*this, Sql("BEGIN IMMEDIATE"));
    commit_ = std::make_unique<Statement>(*this, Sql("COMMIT"));
    rollback_ = std::make_unique<Statement>(*this, Sql("ROLLBACK"));
    begin_unit_ = std::make_unique<Statement>(*this, Sql("SAVEPOINT unit"));
    keep_unit_ = std::make_unique<Statement>(*this, Sql("RELEASE unit"));
    forget_unit_ = std::make_unique<Statement>(*this, Sql("ROLLBACK TO unit"));
    if (mode == Mode::kReadWrite) Migrate(*this);
  } catch (...) {
    Close();
    throw;
  }
}

// SQLite reads and frees the variable, so the text is its own.
void Database::SetScratchFolder(const std::string& folder) {
  ConfigureRollbackFiles();
  sqlite3_free(sqlite3_temp_directory);
  sqlite3_temp_directory = sqlite3_mprintf("%s", folder.c_str());
}

Database::~Database() { Close(); }

void Database::Close() {
  for (auto* statement :
       {&begin_, &commit_, &rollback_, &begin_unit_, &keep_unit_, &forget_unit_}) {
    statement->reset();
  }
  sqlite3_close(handle_);
}

void Database::Execute(Sql sql) {
  const std::string text(sql.text());
  if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    Throw(handle_, "database " + path_);
  }
}

void Database::EnsureTransaction() {
  if (in_unit_) return;
  if (!in_transaction_) {
    begin_->Run();
    in_transaction_ = true;
    ++group_;
  }
  if (group_commit_) begin_unit_->Run();
  in_unit_ = true;
}

void Database::Commit() {
  if (!in_unit_) return;
  if (!group_commit_) return Flush();
  for (const auto& callback : before_commit_) callback();
  keep_unit_->Run();
  in_unit_ = false;
  kept_actions_.insert(kept_actions_.end(), std::make_move_iterator(unit_actions_.begin()),
                       std::make_move_iterator(unit_actions_.end()));
  unit_actions_.clear();
}

void Database::Rollback() {
  if (!in_unit_) return;
  in_unit_ = false;
  unit_actions_.clear();
  Lost lost = Lost::kUnit;
  // A disk error may have ended the transaction already; then there is nothing to roll back, and
  // what other units had kept in it is gone as well.
  if (sqlite3_get_autocommit(handle_) != 0) {
    lost = Lost::kGroup;
    if (group_commit_) lost_groups_.insert(group_);
    kept_actions_.clear();
    in_transaction_ = false;
  } else if (group_commit_) {
    forget_unit_->Run();
    keep_unit_->Run();
  } else {
    rollback_->Run();
    in_transaction_ = false;
  }
  for (const auto& callback : on_rollback_) callback(lost);
}

void Database::Flush() {
  if (!in_transaction_) return;
  try {
    if (in_unit_) {
      for (const auto& callback : before_commit_) callback();
    }
    in_transaction_ = false;
    in_unit_ = false;
    commit_->Run();
  } catch (...) {
    in_transaction_ = false;
    in_unit_ = false;
    lost_groups_.insert(group_);
    unit_actions_.clear();
    kept_actions_.clear();
    if (sqlite3_get_autocommit(handle_) == 0) rollback_->Run();
    for (const auto& callback : on_rollback_) callback(Lost::kGroup);
    throw;
  }
  RunActions();
}

void Database::AfterFlush(std::function<void()> action) {
  EnsureTransaction();
  unit_actions_.push_back(std::move(action));
}

void Database::KeepActions(bool on) {
  keeps_actions_ = on;
  if (!on) RunFlushed();
}

void Database::RunActions() {
  // Of the unit last: a flush in the middle of a unit keeps it.
  for (auto* actions : {&kept_actions_, &unit_actions_}) {
    flushed_actions_.insert(flushed_actions_.end(), std::make_move_iterator(actions->begin()),
                            std::make_move_iterator(actions->end()));
    actions->clear();
  }
  if (!keeps_actions_) RunFlushed();
}

void Database::RunFlushed() {
  for (const auto& action : std::exchange(flushed_actions_, {})) {
    try {
      action();
    } catch (const std::exception& broken) {
      // What was stored stays stored.
      log::Error("an action after a flush failed", {{"reason", std::string_view(broken.what())}});
    }
  }
}

std::int64_t Database::Bytes() {
  Statement size(*this, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  return size.Step() ? size.Integer(0) : 0;
}

std::optional<std::uint64_t> Database::OpenGroup() const {
  if (!in_transaction_) return std::nullopt;
  return group_;
}

std::int64_t Database::Changes() const { return sqlite3_changes64(handle_); }

Statement::Statement(Database& database, std::span<const Sql> pieces) : database_(database) {
  std::string sql;
  for (const Sql& piece : pieces) sql += piece.text();
  if (sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK) {
    Throw(database.handle(), "statement \"" + sql + "\"");
  }
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::BindRow(const Statement& row) {
  Reset();
  for (int column = 0; column < sqlite3_column_count(row.statement_); ++column) {
    sqlite3_bind_value(statement_, column + 1, sqlite3_column_value(row.statement_, column));
  }
  return *this;
}

bool Statement::Step() {
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: sqlite3_reset(statement_); return false;
    default: {
      const std::string reason = sqlite3_errmsg(database_.handle());
      sqlite3_reset(statement_);
      throw DatabaseError("database " + database_.path() + ": " + reason);
    }
  }
}

void Statement::Run() {
  while (Step()) {
  }
}

void Statement::Reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::Integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return {static_cast<const char*>(bytes), bytes ? static_cast<std::size_t>(size) : 0};
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

void Statement::BindOne(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
}

void Statement::BindOne(int index, std::string_view value) {
  // A null pointer would bind NULL; an empty text is not that.
  const char* bytes = value.data() ? value.data() : "";
  sqlite3_bind_text64(statement_, index, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::BindOne(int index, Blob value) {
  const char* bytes = value.bytes.data() ? value.bytes.data() : "";
  sqlite3_bind_blob64(statement_, index, bytes, value.bytes.size(), SQLITE_STATIC);
}

void Statement::BindOne(int index, const std::optional<std::int64_t>& value) {
  if (value) {
    sqlite3_bind_int64(statement_, index, *value);
  } else {
    sqlite3_bind_null(statement_, index);
  }
}

}  // namespace portside
