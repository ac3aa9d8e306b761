// SPDX-License-Identifier: Apache-2.0

#include "portside/store/resource_repository.h"

#include <algorithm>

#include "portside/base/limits.h"
#include "portside/store/state_rows.h"

namespace portside {
namespace {

// The order of every SELECT below.
enum Column {
  kSequence,
  kArn,
  kKind,
  kAccount,
  kRegion,
  kName,
  kParent,
  kState,
  kCreatedAt,
  kUpdatedAt,
  kDueAt,
  kDocument,
  kTags,
  kTimeline
};

std::int64_t Micros(Timestamp time) { return time.time_since_epoch().count(); }
Timestamp FromMicros(std::int64_t micros) { return Timestamp(Duration(micros)); }

std::string TimelineText(const std::vector<StateChange>& timeline) {
  Json changes = Json::array();
  for (const StateChange& change : timeline) {
    changes.push_back({change.state, Micros(change.at), change.reason});
  }
  return DumpJson(changes);
}

std::vector<StateChange> ParseTimeline(std::string_view text) {
  std::vector<StateChange> timeline;
  for (const Json& change : Json::parse(text)) {
    timeline.push_back({change.at(0), FromMicros(change.at(1)), change.at(2)});
  }
  return timeline;
}

Resource ReadRow(const Statement& row) {
  Resource resource;
  resource.sequence = row.Integer(kSequence);
  resource.arn = row.Text(kArn);
  resource.kind = row.Text(kKind);
  resource.account = row.Text(kAccount);
  resource.region = row.Text(kRegion);
  resource.name = row.Text(kName);
  resource.parent = row.Text(kParent);
  resource.state = row.Text(kState);
  resource.created_at = FromMicros(row.Integer(kCreatedAt));
  resource.updated_at = FromMicros(row.Integer(kUpdatedAt));
  if (!row.IsNull(kDueAt)) resource.due_at = FromMicros(row.Integer(kDueAt));
  resource.document = Json::parse(row.Text(kDocument));
  resource.tags = Json::parse(row.Text(kTags)).get<std::map<std::string, std::string>>();
  resource.timeline = ParseTimeline(row.Text(kTimeline));
  return resource;
}

std::optional<std::int64_t> DueMicros(const Resource& resource) {
  if (!resource.due_at) return std::nullopt;
  return Micros(*resource.due_at);
}

}  // namespace

ResourceRepository::ResourceRepository(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO resources VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)"),
      update_(database,
              "UPDATE resources SET name=?2, parent=?3, state=?4, updated_at=?5, due_at=?6,"
              " document=?7, tags=?8, timeline=?9 WHERE arn=?1"),
      remove_(database, "DELETE FROM resources WHERE arn=?1"),
      find_(database, "SELECT * FROM resources WHERE arn=?1"),
      list_(database,
            "SELECT * FROM resources WHERE kind=?1 AND account=?2 AND region=?3 ORDER BY sequence"),
      list_of_parent_(database,
                      "SELECT * FROM resources WHERE kind=?1 AND account=?2 AND region=?3"
                      " AND parent=?4 ORDER BY sequence"),
      count_(database, "SELECT COUNT(*) FROM resources WHERE kind=?1 AND account=?2 AND region=?3"),
      count_state_(database,
                   "SELECT COUNT(*) FROM resources WHERE kind=?1 AND account=?2 AND region=?3"
                   " AND state=?4"),
      scan_(database,
            "SELECT * FROM resources WHERE sequence>?1 AND (?2='' OR kind=?2)"
            " AND (?3='' OR account=?3) AND (?4='' OR region=?4) AND (?5='' OR state=?5)"
            " ORDER BY sequence"),
      count_states_(database,
                    "SELECT kind, state, COUNT(*) FROM resources GROUP BY kind, state"
                    " ORDER BY kind, state"),
      pending_(database,
               "SELECT * FROM resources WHERE due_at IS NOT NULL ORDER BY due_at, sequence"),
      last_sequence_(NewestSequence(database)) {
  database.OnRollback([this] { cache_.clear(); });
}

ResourcePtr ResourceRepository::Remember(Resource resource) {
  if (cache_.size() >= limits::kCachedResources) cache_.clear();
  auto snapshot = std::make_shared<const Resource>(std::move(resource));
  cache_.insert_or_assign(snapshot->arn, snapshot);
  return snapshot;
}

ResourcePtr ResourceRepository::Insert(Resource resource) {
  database_.EnsureTransaction();
  resource.sequence = ++last_sequence_;
  const std::string document = DumpJson(resource.document);
  const std::string tags = DumpJson(resource.tags);
  const std::string timeline = TimelineText(resource.timeline);
  insert_
      .Bind(resource.sequence, resource.arn, resource.kind, resource.account, resource.region,
            resource.name, resource.parent, resource.state, Micros(resource.created_at),
            Micros(resource.updated_at), DueMicros(resource), document, tags, timeline)
      .Run();
  return Remember(std::move(resource));
}

ResourcePtr ResourceRepository::Update(Resource resource) {
  database_.EnsureTransaction();
  const std::string document = DumpJson(resource.document);
  const std::string tags = DumpJson(resource.tags);
  const std::string timeline = TimelineText(resource.timeline);
  update_
      .Bind(resource.arn, resource.name, resource.parent, resource.state,
            Micros(resource.updated_at), DueMicros(resource), document, tags, timeline)
      .Run();
  return Remember(std::move(resource));
}

void ResourceRepository::Remove(std::string_view arn) {
  database_.EnsureTransaction();
  remove_.Bind(arn).Run();
  if (const auto cached = cache_.find(arn); cached != cache_.end()) cache_.erase(cached);
}

ResourcePtr ResourceRepository::Find(std::string_view arn) {
  if (const auto cached = cache_.find(arn); cached != cache_.end()) return cached->second;
  find_.Bind(arn);
  if (!find_.Step()) return nullptr;
  Resource resource = ReadRow(find_);
  find_.Reset();
  return Remember(std::move(resource));
}

ResourcePtr ResourceRepository::Snapshot(const Statement& row) const {
  const auto cached = cache_.find(row.Text(kArn));
  return cached != cache_.end() ? cached->second : std::make_shared<const Resource>(ReadRow(row));
}

std::vector<ResourcePtr> ResourceRepository::Collect(Statement& rows) {
  std::vector<ResourcePtr> resources;
  while (rows.Step()) resources.push_back(Snapshot(rows));
  return resources;
}

void ResourceRepository::Scan(const ResourceFilter& filter,
                              const std::function<bool(const ResourcePtr& resource)>& visit) {
  scan_.Bind(filter.after, filter.kind, filter.account, filter.region, filter.state);
  while (scan_.Step()) {
    if (!visit(Snapshot(scan_))) break;
  }
  scan_.Reset();
}

std::vector<ResourceRepository::StateCount> ResourceRepository::CountStates() {
  std::vector<StateCount> counts;
  while (count_states_.Step()) {
    counts.push_back({std::string(count_states_.Text(0)), std::string(count_states_.Text(1)),
                      count_states_.Integer(2)});
  }
  return counts;
}

std::vector<ResourcePtr> ResourceRepository::List(const ResourceScope& scope,
                                                  std::string_view parent) {
  if (parent.empty()) return Collect(list_.Bind(scope.kind, scope.account, scope.region));
  return Collect(list_of_parent_.Bind(scope.kind, scope.account, scope.region, parent));
}

std::int64_t ResourceRepository::Count(const ResourceScope& scope, std::string_view state) {
  Statement& count = state.empty()
                         ? count_.Bind(scope.kind, scope.account, scope.region)
                         : count_state_.Bind(scope.kind, scope.account, scope.region, state);
  const std::int64_t rows = count.Step() ? count.Integer(0) : 0;
  count.Reset();
  return rows;
}

std::vector<ResourcePtr> ResourceRepository::Pending() { return Collect(pending_.Bind()); }

void ResourceRepository::Reload(std::int64_t sequence) {
  cache_.clear();
  last_sequence_ = std::max({last_sequence_, sequence, NewestSequence(database_)});
}

}  // namespace portside
