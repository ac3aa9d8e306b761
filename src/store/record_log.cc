// SPDX-License-Identifier: Apache-2.0

#include "portside/store/record_log.h"

#include <sqlite3.h>

namespace portside {
namespace {

void VisitRows(Statement& rows, std::string_view stream,
               const std::function<void(const Record&)>& visit) {
  rows.Bind(stream);
  while (rows.Step()) visit({rows.Integer(0), stream, rows.Text(1)});
}

constexpr Sql kVisit = "SELECT sequence, bytes FROM records WHERE stream=?1 ORDER BY sequence";

class ConnectedRecordReader final : public RecordReader {
 public:
  explicit ConnectedRecordReader(const std::string& path)
      : database_(path, Database::Mode::kReadOnly), visit_(database_, kVisit) {}

  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override {
    VisitRows(visit_, stream, visit);
  }

 private:
  Database database_;
  mutable Statement visit_;
};

}  // namespace

RecordLog::RecordLog(Database& database)
    : database_(database),
      append_(database, "INSERT INTO records (stream, bytes) VALUES (?1, ?2)"),
      clear_(database, "DELETE FROM records WHERE stream=?1"),
      visit_(database, kVisit) {}

std::int64_t RecordLog::Append(std::string_view stream, std::string_view bytes) {
  database_.EnsureTransaction();
  append_.Bind(stream, Blob{bytes}).Run();
  return sqlite3_last_insert_rowid(database_.handle());
}

void RecordLog::Clear(std::string_view stream) {
  database_.EnsureTransaction();
  clear_.Bind(stream).Run();
}

void RecordLog::Visit(std::string_view stream,
                      const std::function<void(const Record&)>& visit) const {
  VisitRows(visit_, stream, visit);
}

std::unique_ptr<RecordReader> OpenRecordReader(const std::string& database_path) {
  return std::make_unique<ConnectedRecordReader>(database_path);
}

}  // namespace portside
