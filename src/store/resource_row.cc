// SPDX-License-Identifier: Apache-2.0

#include "store/resource_row.h"

namespace portside {
namespace {

// The order of kResourceColumns.
enum Column {
  kSequence,
  kScope,
  kArn,
  kName,
  kParent,
  kAttribute,
  kState,
  kCreatedAt,
  kUpdatedAt,
  kDueAt,
  kDocument,
  kTags,
  kTimeline
};

Timestamp FromMicros(std::int64_t micros) { return Timestamp(Duration(micros)); }

std::vector<StateChange> ParseTimeline(std::string_view text) {
  std::vector<StateChange> timeline;
  if (text == "[]") return timeline;
  for (const Json& change : Json::parse(text)) {
    timeline.push_back({change.at(0), FromMicros(change.at(1)), change.at(2)});
  }
  return timeline;
}

}  // namespace

std::int64_t Micros(Timestamp time) { return time.time_since_epoch().count(); }

std::optional<std::int64_t> DueMicros(const Resource& resource) {
  if (!resource.due_at) return std::nullopt;
  return Micros(*resource.due_at);
}

std::string TimelineText(const std::vector<StateChange>& timeline) {
  Json changes = Json::array();
  for (const StateChange& change : timeline) {
    changes.push_back({change.state, Micros(change.at), change.reason});
  }
  return DumpJson(changes);
}

Resource ReadResource(const Statement& row, ScopeTable& scopes) {
  const ScopeNames& scope = scopes.NamesOf(row.Integer(kScope));
  Resource resource;
  resource.sequence = row.Integer(kSequence);
  resource.arn = row.Text(kArn);
  resource.kind = scope.kind;
  resource.account = scope.account;
  resource.region = scope.region;
  resource.name = row.Text(kName);
  resource.parent = row.Text(kParent);
  resource.attribute = row.Text(kAttribute);
  resource.state = row.Text(kState);
  resource.created_at = FromMicros(row.Integer(kCreatedAt));
  resource.updated_at = FromMicros(row.Integer(kUpdatedAt));
  if (!row.IsNull(kDueAt)) resource.due_at = FromMicros(row.Integer(kDueAt));
  if (row.Text(kDocument) != "null") resource.document = Json::parse(row.Text(kDocument));
  const std::string_view tags = row.Text(kTags);
  if (tags != "{}") {
    resource.tags = Json::parse(tags).get<std::map<std::string, std::string>>();
  }
  resource.timeline = ParseTimeline(row.Text(kTimeline));
  return resource;
}

std::int64_t SequenceOf(const Statement& row) { return row.Integer(kSequence); }

std::size_t StoredBytesOf(const Statement& row) {
  return row.Text(kDocument).size() + row.Text(kTags).size() + row.Text(kTimeline).size();
}

}  // namespace portside
