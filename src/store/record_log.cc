// SPDX-License-Identifier: Apache-2.0

#include "portside/store/record_log.h"

#include <sqlite3.h>

#include <atomic>

namespace portside {
namespace {

void VisitRows(Statement& rows, std::string_view stream,
               const std::function<void(const Record&)>& visit) {
  rows.Bind(stream);
  while (rows.Step()) visit({rows.Integer(0), stream, rows.Text(1)});
}

constexpr Sql kVisit =
    "SELECT sequence, bytes FROM streams CROSS JOIN records ON stream=id"
    " WHERE name=?1 AND place>0 ORDER BY place, sequence";
constexpr Sql kVisitAfter =
    "SELECT sequence, bytes FROM streams CROSS JOIN records ON stream=id"
    " WHERE name=?1 AND place>0 AND sequence>?2 ORDER BY place, sequence";
constexpr Sql kNext =
    "SELECT sequence, bytes FROM records WHERE stream="
    "(SELECT id FROM streams WHERE name=?1 AND place>0 ORDER BY place DESC LIMIT 1)"
    " AND sequence>?2 ORDER BY sequence LIMIT ?3";
constexpr Sql kLast =
    "SELECT sequence, bytes FROM records WHERE stream="
    "(SELECT id FROM streams WHERE name=?1 AND place>0 ORDER BY place DESC LIMIT 1)"
    " AND sequence<?2 ORDER BY sequence DESC LIMIT ?3";
constexpr Sql kState =
    "SELECT MIN(id), MAX(id), (SELECT MAX(sequence) FROM records WHERE stream="
    "(SELECT MAX(id) FROM streams WHERE name=?1 AND place>0))"
    " FROM streams WHERE name=?1 AND place>0";

void VisitRowsAfter(Statement& rows, std::string_view stream, std::int64_t sequence,
                    const std::function<void(const Record&)>& visit) {
  rows.Bind(stream, sequence);
  while (rows.Step()) visit({rows.Integer(0), stream, rows.Text(1)});
}

void VisitSomeRows(Statement& rows, std::string_view stream, const RecordReader::Reach& reach,
                   const std::function<void(const Record&)>& visit) {
  rows.Bind(stream, reach.from, reach.most);
  while (rows.Step()) visit({rows.Integer(0), stream, rows.Text(1)});
}

// Where there is no such stream, the numbers are null, which reads as zero.
StreamState ReadState(Statement& state, std::string_view stream) {
  StreamState found;
  if (state.Bind(stream).Step()) found = {state.Integer(0), state.Integer(1), state.Integer(2)};
  state.Reset();
  return found;
}

std::atomic<std::uint64_t> generations = 0;

class ConnectedRecordReader final : public RecordReader {
 public:
  explicit ConnectedRecordReader(const std::string& path)
      : database_(path, Database::Mode::kReadOnly),
        visit_(database_, kVisit),
        visit_after_(database_, kVisitAfter),
        next_(database_, kNext),
        last_(database_, kLast),
        state_(database_, kState) {}

  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override {
    VisitRows(visit_, stream, visit);
  }

  void VisitAfter(std::string_view stream, std::int64_t sequence,
                  const std::function<void(const Record&)>& visit) const override {
    VisitRowsAfter(visit_after_, stream, sequence, visit);
  }

  void VisitSome(std::string_view stream, const Reach& reach,
                 const std::function<void(const Record&)>& visit) const override {
    VisitSomeRows(reach.backwards ? last_ : next_, stream, reach, visit);
  }

  [[nodiscard]] StreamState StateOf(std::string_view stream) const override {
    return ReadState(state_, stream);
  }

  void Together(const std::function<void()>& readings) const override {
    // Within another reading of one moment it is of the same.
    if (sqlite3_get_autocommit(database_.handle()) == 0) return readings();
    const ReadTransaction open(database_);
    readings();
  }

 private:
  class ReadTransaction {
   public:
    explicit ReadTransaction(Database& database) : database_(database) {
      database_.Execute("BEGIN");
    }
    // Also where a visit threw; there is nothing that could fail to be kept.
    ~ReadTransaction() { sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr); }
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

   private:
    Database& database_;
  };

  mutable Database database_;
  mutable Statement visit_, visit_after_, next_, last_, state_;
};

}  // namespace

RecordLog::RecordLog(Database& database)
    : database_(database),
      visit_(database, kVisit),
      visit_after_(database, kVisitAfter),
      next_(database, kNext),
      last_(database, kLast),
      state_(database, kState),
      append_(database, "INSERT INTO records (stream, bytes) VALUES (?1, ?2)"),
      find_(database,
            "SELECT id FROM streams WHERE name=?1 AND place>0 ORDER BY place DESC LIMIT 1"),
      stage_(database, "INSERT INTO streams (name, place) VALUES (?1, NULL)"),
      publish_(database,
               "UPDATE streams SET name=?2, place=(SELECT COALESCE(MAX(place), 0)+1 FROM streams"
               " WHERE name=?2) WHERE id=?1"),
      drop_name_(database, "UPDATE streams SET place=0 WHERE name=?1 AND place>0"),
      drop_(database, "UPDATE streams SET place=0 WHERE id=?1"),
      next_dropped_(database, "SELECT id FROM streams WHERE place=0 ORDER BY id LIMIT 1"),
      sweep_(database,
             "DELETE FROM records WHERE sequence IN"
             " (SELECT sequence FROM records WHERE stream=?1 LIMIT ?2)"),
      forget_(database, "DELETE FROM streams WHERE id=?1") {
  database_.EnsureTransaction();
  database_.Execute("UPDATE streams SET place=0 WHERE place IS NULL");
  database_.Commit();
  Reload();
}

void RecordLog::Reload() {
  generation_ = ++generations;
  has_dropped_ = next_dropped_.Bind().Step();
  next_dropped_.Reset();
}

std::int64_t RecordLog::Append(std::string_view stream, std::string_view bytes) {
  database_.EnsureTransaction();
  StageId id = 0;
  if (find_.Bind(stream).Step()) id = find_.Integer(0);
  find_.Reset();
  if (id == 0) {
    id = Stage(stream);
    Publish(id, stream, Publication::kAfter);
  }
  AppendStaged(id, bytes);
  return sqlite3_last_insert_rowid(database_.handle());
}

bool RecordLog::Has(std::string_view stream) {
  const bool has = find_.Bind(stream).Step();
  find_.Reset();
  return has;
}

void RecordLog::AppendStaged(StageId stage, std::string_view bytes) {
  database_.EnsureTransaction();
  append_.Bind(stage, Blob{bytes}).Run();
}

void RecordLog::Clear(std::string_view stream) {
  database_.EnsureTransaction();
  drop_name_.Bind(stream).Run();
  if (database_.Changes() > 0) has_dropped_ = true;
}

void RecordLog::Visit(std::string_view stream,
                      const std::function<void(const Record&)>& visit) const {
  VisitRows(visit_, stream, visit);
}

void RecordLog::VisitAfter(std::string_view stream, std::int64_t sequence,
                           const std::function<void(const Record&)>& visit) const {
  VisitRowsAfter(visit_after_, stream, sequence, visit);
}

void RecordLog::VisitSome(std::string_view stream, const Reach& reach,
                          const std::function<void(const Record&)>& visit) const {
  VisitSomeRows(reach.backwards ? last_ : next_, stream, reach, visit);
}

StreamState RecordLog::StateOf(std::string_view stream) const { return ReadState(state_, stream); }

RecordLog::StageId RecordLog::Stage(std::string_view name) {
  database_.EnsureTransaction();
  stage_.Bind(name).Run();
  return sqlite3_last_insert_rowid(database_.handle());
}

void RecordLog::Publish(StageId stage, std::string_view name, Publication publication) {
  database_.EnsureTransaction();
  if (publication == Publication::kInstead) Clear(name);
  publish_.Bind(stage, name).Run();
}

void RecordLog::Abandon(StageId stage) {
  database_.EnsureTransaction();
  drop_.Bind(stage).Run();
  has_dropped_ = true;
}

void RecordLog::Sweep(std::size_t records) {
  if (!next_dropped_.Bind().Step()) {
    has_dropped_ = false;
    return;
  }
  const StageId stage = next_dropped_.Integer(0);
  next_dropped_.Reset();
  const auto most = static_cast<std::int64_t>(records);
  database_.EnsureTransaction();
  sweep_.Bind(stage, most).Run();
  if (database_.Changes() < most) forget_.Bind(stage).Run();
  database_.Commit();
}

std::unique_ptr<RecordReader> OpenRecordReader(const std::string& database_path) {
  return std::make_unique<ConnectedRecordReader>(database_path);
}

}  // namespace portside
