// SPDX-License-Identifier: Apache-2.0

#include "portside/store/unit_of_work.h"

#include <cassert>

namespace portside {

UnitOfWork::UnitOfWork(Database& database) : database_(database) {
  assert(!database.InTransaction());
}

UnitOfWork::~UnitOfWork() {
  if (!database_.InTransaction()) return;
  try {
    database_.Rollback();
  } catch (const DatabaseError&) {
    // A database that cannot even roll back says so again at its next use.
  }
}

void UnitOfWork::Commit() {
  if (database_.InTransaction()) database_.Commit();
}

}  // namespace portside
