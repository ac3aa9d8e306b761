// SPDX-License-Identifier: Apache-2.0
//
// The tables of portside.sqlite3, as numbered migrations; see docs/STORAGE.md. A released
// migration never changes: a new one is appended.

#pragma once

#include "portside/store/database.h"

namespace portside {

// Brings the database to the newest schema. DatabaseError where a newer program wrote it.
void Migrate(Database& database);
// The number of the newest schema.
std::int64_t NewestSchema();

}  // namespace portside
