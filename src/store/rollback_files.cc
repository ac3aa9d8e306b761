// SPDX-License-Identifier: Apache-2.0

#include "store/rollback_files.h"

#include <sqlite3.h>

#include <algorithm>

#include "portside/store/database.h"

namespace portside {
namespace {

// SQLite (3.40) hands what it had in memory to the file in one write, and its Unix layer writes at
// most 128 KiB at a time: of a multiple of that it writes nothing, which counts as a full disk. So
// these files are written in pieces.
constexpr int kPieceBytes = 64 * 1024;

sqlite3_vfs* original = nullptr;
const sqlite3_io_methods* original_methods = nullptr;
sqlite3_io_methods piecewise_methods;
sqlite3_vfs piecewise;

int WriteInPieces(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const char* const begin = static_cast<const char*>(bytes);
  for (int written = 0; written < size;) {
    const int piece = std::min(size - written, kPieceBytes);
    const int result = original_methods->xWrite(file, begin + written, piece, offset + written);
    if (result != SQLITE_OK) return result;
    written += piece;
  }
  return SQLITE_OK;
}

// The rest of such a file is SQLite's own. All of them are alike: temporary, and never locked.
int Open(sqlite3_vfs* /*self*/, const char* name, sqlite3_file* file, int flags, int* opened) {
  const int result = original->xOpen(original, name, file, flags, opened);
  if (result != SQLITE_OK || (flags & SQLITE_OPEN_SUBJOURNAL) == 0) return result;
  // Several threads may come here at once, and would all store the same.
  static const bool is_known = [file] {
    original_methods = file->pMethods;
    piecewise_methods = *original_methods;
    piecewise_methods.xWrite = WriteInPieces;
    return true;
  }();
  if (is_known && file->pMethods == original_methods) file->pMethods = &piecewise_methods;
  return result;
}

bool Configure() {
  if (sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kRollbackBytes) != SQLITE_OK) return false;
  if (sqlite3_initialize() != SQLITE_OK) return false;
  original = sqlite3_vfs_find(nullptr);
  if (original == nullptr) return false;
  piecewise = *original;
  piecewise.zName = "portside";
  piecewise.pNext = nullptr;
  piecewise.xOpen = Open;
  return sqlite3_vfs_register(&piecewise, /*makeDflt=*/1) == SQLITE_OK;
}

}  // namespace

void ConfigureRollbackFiles() {
  static const bool is_configured = Configure();
  if (!is_configured) throw DatabaseError("SQLite cannot be configured");
}

}  // namespace portside
