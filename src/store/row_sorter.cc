// SPDX-License-Identifier: Apache-2.0

#include "portside/store/row_sorter.h"

#include "portside/store/database.h"

namespace portside {

struct RowSorter::Parts {
  // A database without a name is a temporary file, made when it is needed.
  Database database{"", Database::Mode::kScratch};
  std::int64_t rows = 0;
  std::unique_ptr<Statement> add;

  Parts() {
    database.Execute(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;"
        "CREATE TABLE rows (number INTEGER PRIMARY KEY, grp BLOB, place INTEGER, bytes BLOB);"
        "BEGIN");
    add = std::make_unique<Statement>(database, Sql("INSERT INTO rows VALUES (?1,?2,?3,?4)"));
  }
};

RowSorter::RowSorter() : parts_(std::make_unique<Parts>()) {}
RowSorter::~RowSorter() = default;

void RowSorter::Add(std::string_view group, std::int64_t order, std::string_view row) {
  parts_->add->Bind(++parts_->rows, Blob{group}, order, Blob{row}).Run();
}

std::int64_t RowSorter::rows() const { return parts_->rows; }

void RowSorter::Visit(
    const std::function<bool(std::string_view group, std::string_view row)>& visit) {
  Statement sorted(parts_->database,
                   "SELECT grp, bytes FROM"
                   " (SELECT *, MIN(number) OVER (PARTITION BY grp) AS first FROM rows)"
                   " ORDER BY first, place, number");
  while (sorted.Step()) {
    if (!visit(sorted.Text(0), sorted.Text(1))) return;
  }
}

}  // namespace portside
