// SPDX-License-Identifier: Apache-2.0
//
// UnitOfWork: writes that are kept together or not at all, whoever makes them. What was written is
// rolled back unless Commit was reached, also when an exception passes; caches over the database
// hear of it (Database::OnRollback).

#pragma once

#include "portside/store/database.h"

namespace portside {

class UnitOfWork {
 public:
  // No other unit may be open: it would be kept or lost with this one.
  explicit UnitOfWork(Database& database);
  ~UnitOfWork();
  UnitOfWork(const UnitOfWork&) = delete;
  UnitOfWork& operator=(const UnitOfWork&) = delete;

  // Keeps what was written; it is durable once it is flushed.
  void Commit();

 private:
  Database& database_;
};

}  // namespace portside
