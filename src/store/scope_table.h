// SPDX-License-Identifier: Apache-2.0
//
// ScopeTable: the table `scopes`: a short number for each (kind, account, region) that has, or had,
// resources, so that every index over resources is narrow. Core thread only.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "portside/store/database.h"
#include "portside/store/resource_repository.h"

namespace portside {

class ScopeTable {
 public:
  explicit ScopeTable(Database& database);

  // Adds the scope where it is new; joins the unit of work.
  std::int64_t IdOf(const ResourceScope& scope);
  // Nothing: it never had a resource.
  [[nodiscard]] std::optional<std::int64_t> Find(const ResourceScope& scope);
  // Of an id that a row has; DatabaseError where the table does not know it.
  [[nodiscard]] const ScopeNames& NamesOf(std::int64_t id);
  // What was read is read anew: after a rollback, or when rows were written past this table.
  void Forget();

 private:
  Statement find_, names_, insert_;
  std::unordered_map<std::string, std::int64_t> ids_;
  std::unordered_map<std::int64_t, ScopeNames> names_of_;
};

}  // namespace portside
