// SPDX-License-Identifier: Apache-2.0

#include "portside/state/snapshot.h"

#include <algorithm>

#include "portside/base/limits.h"

namespace portside {

bool IsSnapshotName(std::string_view name) {
  if (name.empty() || name.size() > limits::kSnapshotNameBytes || name.front() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

Json ToJson(const StateScope& scope) {
  Json json = Json::object();
  if (!scope.service.empty()) json["service"] = scope.service;
  if (!scope.account.empty()) json["account"] = scope.account;
  if (!scope.region.empty()) json["region"] = scope.region;
  return json;
}

Json ToJson(const StoredSnapshot& stored) {
  return {{"name", stored.snapshot.name},
          {"scope", ToJson(stored.snapshot.scope)},
          {"created_us", stored.snapshot.created_at.time_since_epoch().count()},
          {"resources", stored.snapshot.resources},
          {"objects", stored.snapshot.objects},
          {"schema", stored.schema},
          {"newest_sequence", stored.newest_sequence}};
}

std::optional<StoredSnapshot> StoredSnapshotFromJson(const Json& json) {
  try {
    StoredSnapshot stored;
    stored.snapshot.name = json.at("name");
    const Json& scope = json.at("scope");
    stored.snapshot.scope = {StringOr(scope, "service"), StringOr(scope, "account"),
                             StringOr(scope, "region")};
    stored.snapshot.created_at = Timestamp(Duration(json.at("created_us").get<std::int64_t>()));
    stored.snapshot.resources = json.at("resources");
    stored.snapshot.objects = json.at("objects");
    stored.schema = json.at("schema");
    stored.newest_sequence = json.at("newest_sequence");
    return stored;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace portside
