// SPDX-License-Identifier: Apache-2.0

#include "store/schema.h"

#include <string>

namespace portside {
namespace {

constexpr Sql kMigrations[] = {
    // 1: everything that an API creates, the rows that jobs read, the answers to client tokens.
    R"sql(
      CREATE TABLE resources (
        sequence   INTEGER PRIMARY KEY,
        arn        TEXT NOT NULL UNIQUE,
        kind       TEXT NOT NULL,
        account    TEXT NOT NULL,
        region     TEXT NOT NULL,
        name       TEXT NOT NULL,
        parent     TEXT NOT NULL,
        state      TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        due_at     INTEGER,
        document   TEXT NOT NULL,
        tags       TEXT NOT NULL,
        timeline   TEXT NOT NULL
      ) STRICT;
      CREATE INDEX resources_by_scope ON resources (kind, account, region, sequence);
      CREATE INDEX resources_by_due ON resources (due_at) WHERE due_at IS NOT NULL;

      CREATE TABLE records (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        stream   TEXT NOT NULL,
        bytes    BLOB NOT NULL
      ) STRICT;
      CREATE INDEX records_by_stream ON records (stream, sequence);

      CREATE TABLE client_tokens (
        account    TEXT NOT NULL,
        region     TEXT NOT NULL,
        operation  TEXT NOT NULL,
        token      TEXT NOT NULL,
        input_hash TEXT NOT NULL,
        output     TEXT NOT NULL,
        PRIMARY KEY (account, region, operation, token)
      ) STRICT, WITHOUT ROWID;
    )sql",
};
constexpr std::int64_t kNewest = std::size(kMigrations);

}  // namespace

std::int64_t NewestSchema() { return kNewest; }

void Migrate(Database& database) {
  std::int64_t version = 0;
  {
    Statement read(database, "PRAGMA user_version");
    if (read.Step()) version = read.Integer(0);
  }
  if (version > kNewest) {
    throw DatabaseError(database.path() + " was written by a newer version of Portside (schema " +
                        std::to_string(version) + ", this program knows " +
                        std::to_string(kNewest) + ")");
  }
  if (version == kNewest) return;
  database.EnsureTransaction();
  for (std::int64_t next = version; next < kNewest; ++next) database.Execute(kMigrations[next]);
  // PRAGMA takes no parameters; each schema version has its literal.
  static_assert(kNewest == 1);
  database.Execute("PRAGMA user_version = 1");
  database.Commit();
}

}  // namespace portside
