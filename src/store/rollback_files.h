// SPDX-License-Identifier: Apache-2.0
//
// How SQLite keeps what rolls back a unit of work that changed much.

#pragma once

#include <cstddef>

namespace portside {

// What a unit would need to be rolled back is kept in memory up to this size, and then in a file
// that nobody else sees. SQLite's own 64 KiB are full after a few units of a group, so that every
// call wrote its pages twice.
inline constexpr int kRollbackBytes = 4 * 1024 * 1024;

// Makes SQLite use that size. Of the whole library, before its first use; any number of times.
void ConfigureRollbackFiles();

}  // namespace portside
