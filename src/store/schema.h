// SPDX-License-Identifier: Apache-2.0
//
// The tables of portside.sqlite3, as numbered migrations; see docs/STORAGE.md. A released
// migration never changes: a new one is appended.

#pragma once

#include "portside/store/database.h"

namespace portside {

// The number of the newest schema.
std::int64_t NewestSchema();
// That of a database; 0: it has no tables yet.
std::int64_t SchemaOf(Database& database);
// Brings the database to that schema, if it is at an older one: tables, and the documents in them.
// DatabaseError where a newer program wrote it.
void Migrate(Database& database, std::int64_t to = NewestSchema());

}  // namespace portside
