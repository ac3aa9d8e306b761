// SPDX-License-Identifier: Apache-2.0

#include "store/scope_table.h"

namespace portside {
namespace {

// None of the parts has a line break.
std::string KeyOf(const ResourceScope& scope) {
  std::string key;
  key.reserve(scope.kind.size() + scope.account.size() + scope.region.size() + 2);
  return key.append(scope.kind)
      .append("\n")
      .append(scope.account)
      .append("\n")
      .append(scope.region);
}

}  // namespace

ScopeTable::ScopeTable(Database& database)
    : find_(database, "SELECT id FROM scopes WHERE kind=?1 AND account=?2 AND region=?3"),
      names_(database, "SELECT kind, account, region FROM scopes WHERE id=?1"),
      insert_(database,
              "INSERT INTO scopes (kind, account, region) VALUES (?1,?2,?3) RETURNING id") {}

std::optional<std::int64_t> ScopeTable::Find(const ResourceScope& scope) {
  const std::string key = KeyOf(scope);
  if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  if (!find_.Bind(scope.kind, scope.account, scope.region).Step()) return std::nullopt;
  const std::int64_t id = find_.Integer(0);
  find_.Reset();
  ids_.emplace(key, id);
  return id;
}

std::int64_t ScopeTable::IdOf(const ResourceScope& scope) {
  if (const auto known = Find(scope)) return *known;
  insert_.Bind(scope.kind, scope.account, scope.region).Step();
  const std::int64_t id = insert_.Integer(0);
  insert_.Reset();
  ids_.emplace(KeyOf(scope), id);
  return id;
}

const ScopeNames& ScopeTable::NamesOf(std::int64_t id) {
  if (const auto known = names_of_.find(id); known != names_of_.end()) return known->second;
  if (!names_.Bind(id).Step()) {
    throw DatabaseError("a resource has the scope " + std::to_string(id) + ", which is not there");
  }
  ScopeNames names{std::string(names_.Text(0)), std::string(names_.Text(1)),
                   std::string(names_.Text(2))};
  names_.Reset();
  return names_of_.emplace(id, std::move(names)).first->second;
}

void ScopeTable::Forget() {
  ids_.clear();
  names_of_.clear();
}

}  // namespace portside
