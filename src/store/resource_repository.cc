// SPDX-License-Identifier: Apache-2.0

#include "portside/store/resource_repository.h"

#include <algorithm>

#include "portside/base/limits.h"
#include "portside/store/state_rows.h"
#include "store/resource_cache.h"
#include "store/resource_row.h"
#include "store/resource_walk.h"
#include "store/scope_table.h"
#include "store/state_counts.h"

namespace portside {
namespace {

ResourceScope ScopeOf(const Resource& resource) {
  return {resource.kind, resource.account, resource.region};
}

std::vector<Sql> Selecting(Sql rest) { return {"SELECT ", kResourceColumns, " FROM ", rest}; }

// One more entry of a stored timeline, about.
constexpr std::size_t kStateChangeBytes = 40;

bool OnlyMoved(const Resource& before, const Resource& after) {
  return before.name == after.name && before.parent == after.parent &&
         before.attribute == after.attribute && before.tags == after.tags &&
         before.document == after.document;
}

// Where a page ends that has this resource last.
ResourcePosition PositionOf(const Resource& last, ResourceOrder order) {
  ResourcePosition position{"", Micros(last.created_at), last.sequence};
  switch (order) {
    case ResourceOrder::kCreated: break;
    case ResourceOrder::kUpdated: position.number = Micros(last.updated_at); break;
    case ResourceOrder::kName: position.text = last.name; break;
    case ResourceOrder::kState: position.text = last.state; break;
    case ResourceOrder::kAttribute: position.text = last.attribute; break;
  }
  return position;
}

}  // namespace

struct ResourceRepository::Parts {
  explicit Parts(Database& database)
      : scopes(database),
        counts(database),
        walk(database, counts),
        insert(database,
               "INSERT INTO resources VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)"),
        update(database,
               "UPDATE resources SET name=?2, parent=?3, attribute=?4, state=?5, updated_at=?6,"
               " due_at=?7, document=?8, tags=?9, timeline=?10 WHERE sequence=?1"),
        move(database,
             "UPDATE resources SET state=?2, updated_at=?3, due_at=?4, timeline=?5"
             " WHERE sequence=?1"),
        append(database,
               "UPDATE resources SET state=?2, updated_at=?3, due_at=?4,"
               " timeline=CASE timeline WHEN '[]' THEN '[' ELSE"
               "  substr(timeline, 1, length(timeline)-1)||',' END||?5||']' WHERE sequence=?1"),
        remove(database, "DELETE FROM resources WHERE sequence=?1"),
        remove_tokens(database, "DELETE FROM client_tokens WHERE resource=?1 AND resource<>0"),
        remove_tokens_of_children(
            database,
            "DELETE FROM client_tokens WHERE resource<>0 AND resource IN"
            " (SELECT sequence FROM resources WHERE scope=?1 AND parent=?2 AND parent<>'')"),
        remove_children(database,
                        "DELETE FROM resources WHERE scope=?1 AND parent=?2 AND parent<>''"),
        states_of_parent(database, "SELECT state, count FROM counts WHERE scope=?1 AND parent=?2"),
        find(database, Selecting("resources WHERE arn=?1")),
        find_number(database, Selecting("resources WHERE sequence=?1")),
        find_head(database,
                  "SELECT sequence, scope, arn, name, parent, attribute, state, created_at,"
                  " updated_at, due_at, 'null', '{}', '[]' FROM resources WHERE sequence=?1"),
        named(database, Selecting("resources WHERE scope=?1 AND name=?2 ORDER BY sequence")),
        all_scopes(database, "SELECT kind, account, region FROM scopes ORDER BY id"),
        count_states(database,
                     "SELECT kind, state, SUM(count) FROM scopes CROSS JOIN counts"
                     " ON scope=id AND parent='' GROUP BY kind, state ORDER BY kind, state"),
        due(database,
            "SELECT due_at, sequence, arn, kind, state"
            " FROM resources INDEXED BY resources_by_due JOIN scopes ON scope=id"
            " WHERE due_at IS NOT NULL ORDER BY due_at, sequence") {}

  ScopeTable scopes;
  StateCounts counts;
  ResourceWalk walk;
  ResourceCache cache{limits::kCachedResources, limits::kCachedResourceBytes};
  // What the present unit has written: a rollback takes it out of the cache.
  std::vector<std::int64_t> written;
  Statement insert, update, move, append, remove, remove_tokens, remove_tokens_of_children,
      remove_children, states_of_parent, find, find_number, find_head, named, all_scopes,
      count_states, due;
};

ResourceRepository::ResourceRepository(Database& database)
    : database_(database),
      parts_(std::make_unique<Parts>(database)),
      last_sequence_(NewestSequence(database)) {
  database.BeforeCommit([this] {
    parts_->counts.Write();
    parts_->written.clear();
  });
  database.OnRollback([this](Database::Lost lost) { ForgetUnit(lost); });
}

ResourceRepository::~ResourceRepository() = default;

void ResourceRepository::ForgetUnit(Database::Lost lost) {
  parts_->counts.Forget();
  parts_->scopes.Forget();
  if (lost == Database::Lost::kGroup) parts_->cache.Clear();
  for (const std::int64_t sequence : parts_->written) parts_->cache.Remove(sequence);
  parts_->written.clear();
}

ResourcePtr ResourceRepository::Remember(Resource resource, std::size_t bytes) {
  auto snapshot = std::make_shared<const Resource>(std::move(resource));
  parts_->cache.Put(snapshot, bytes);
  return snapshot;
}

ResourcePtr ResourceRepository::Insert(Resource resource) {
  database_.EnsureTransaction();
  resource.sequence = ++last_sequence_;
  const std::int64_t scope = parts_->scopes.IdOf(ScopeOf(resource));
  const std::string document = DumpJson(resource.document);
  const std::string tags = DumpJson(resource.tags);
  const std::string timeline = TimelineText(resource.timeline);
  parts_->insert
      .Bind(resource.sequence, scope, resource.arn, resource.name, resource.parent,
            resource.attribute, resource.state, Micros(resource.created_at),
            Micros(resource.updated_at), DueMicros(resource), document, tags, timeline)
      .Run();
  parts_->counts.Add(scope, resource.parent, resource.state, 1);
  parts_->written.push_back(resource.sequence);
  return Remember(std::move(resource), document.size() + tags.size() + timeline.size());
}

ResourcePtr ResourceRepository::Update(Resource resource) {
  database_.EnsureTransaction();
  const ResourcePtr before = FindNumber(resource.sequence);
  if (before == nullptr) throw DatabaseError("there is no resource " + resource.arn);
  const std::int64_t scope = parts_->scopes.IdOf(ScopeOf(*before));
  const std::size_t bytes = OnlyMoved(*before, resource) ? WriteMove(resource) : WriteAll(resource);
  if (before->state != resource.state || before->parent != resource.parent) {
    parts_->counts.Add(scope, before->parent, before->state, -1);
    parts_->counts.Add(scope, resource.parent, resource.state, 1);
  }
  parts_->written.push_back(resource.sequence);
  return Remember(std::move(resource), bytes);
}

std::size_t ResourceRepository::WriteAll(const Resource& resource) {
  const std::string document = DumpJson(resource.document);
  const std::string tags = DumpJson(resource.tags);
  const std::string timeline = TimelineText(resource.timeline);
  parts_->update
      .Bind(resource.sequence, resource.name, resource.parent, resource.attribute, resource.state,
            Micros(resource.updated_at), DueMicros(resource), document, tags, timeline)
      .Run();
  return document.size() + tags.size() + timeline.size();
}

// Most transitions change no member: their texts stay as they are.
std::size_t ResourceRepository::WriteMove(const Resource& resource) {
  const std::string timeline = TimelineText(resource.timeline);
  parts_->move
      .Bind(resource.sequence, resource.state, Micros(resource.updated_at), DueMicros(resource),
            timeline)
      .Run();
  return parts_->cache.BytesOf(resource.sequence) + kStateChangeBytes;
}

void ResourceRepository::RemoveRow(const Resource& resource) {
  parts_->remove.Bind(resource.sequence).Run();
  // A client token does not outlive what it is about.
  parts_->remove_tokens.Bind(resource.sequence).Run();
  parts_->counts.Add(parts_->scopes.IdOf(ScopeOf(resource)), resource.parent, resource.state, -1);
  parts_->cache.Remove(resource.sequence);
}

void ResourceRepository::Remove(std::string_view arn) {
  database_.EnsureTransaction();
  if (const ResourcePtr resource = Find(arn)) RemoveRow(*resource);
}

void ResourceRepository::RemoveChildren(const ResourceScope& scope, std::string_view parent) {
  const auto id = parts_->scopes.Find(scope);
  if (!id || parent.empty()) return;
  database_.EnsureTransaction();
  parts_->counts.Write();
  std::vector<std::pair<std::string, std::int64_t>> states;
  Statement& counted = parts_->states_of_parent.Bind(*id, parent);
  while (counted.Step()) states.emplace_back(counted.Text(0), counted.Integer(1));
  for (const auto& [state, count] : states) parts_->counts.Add(*id, parent, state, -count);
  parts_->remove_tokens_of_children.Bind(*id, parent).Run();
  parts_->remove_children.Bind(*id, parent).Run();
  parts_->cache.RemoveIf([&](const Resource& resource) {
    return resource.parent == parent && resource.kind == scope.kind &&
           resource.account == scope.account && resource.region == scope.region;
  });
}

ResourcePtr ResourceRepository::ReadOne(Statement& found) {
  if (!found.Step()) return nullptr;
  const std::size_t bytes = StoredBytesOf(found);
  Resource resource = ReadResource(found, parts_->scopes);
  found.Reset();
  return Remember(std::move(resource), bytes);
}

ResourcePtr ResourceRepository::Find(std::string_view arn) {
  if (ResourcePtr cached = parts_->cache.Find(arn)) return cached;
  return ReadOne(parts_->find.Bind(arn));
}

ResourcePtr ResourceRepository::FindNumber(std::int64_t sequence) {
  if (ResourcePtr cached = parts_->cache.FindNumber(sequence)) return cached;
  return ReadOne(parts_->find_number.Bind(sequence));
}

ResourcePtr ResourceRepository::FindHead(std::int64_t sequence) {
  if (ResourcePtr cached = parts_->cache.FindNumber(sequence)) return cached;
  Statement& found = parts_->find_head.Bind(sequence);
  if (!found.Step()) return nullptr;
  auto head = std::make_shared<const Resource>(ReadResource(found, parts_->scopes));
  found.Reset();
  return head;
}

void ResourceRepository::Move(const Resource& before, const Resource& after,
                              const StateChange& change) {
  database_.EnsureTransaction();
  const std::string entry = DumpJson({change.state, Micros(change.at), change.reason});
  parts_->append
      .Bind(after.sequence, after.state, Micros(after.updated_at), DueMicros(after), entry)
      .Run();
  const std::int64_t scope = parts_->scopes.IdOf(ScopeOf(before));
  parts_->counts.Add(scope, before.parent, before.state, -1);
  parts_->counts.Add(scope, before.parent, after.state, 1);
  parts_->written.push_back(after.sequence);
  // Rather read anew than patched: who looks at it next is not known.
  parts_->cache.Remove(after.sequence);
}

ResourcePtr ResourceRepository::Snapshot(const Statement& row) const {
  if (ResourcePtr cached = parts_->cache.FindNumber(SequenceOf(row))) return cached;
  return std::make_shared<const Resource>(ReadResource(row, parts_->scopes));
}

ResourcePage ResourceRepository::List(const ResourceQuery& query) {
  ResourcePage page;
  const auto scope = parts_->scopes.Find(query.scope);
  if (!scope || query.limit == 0) return page;
  ResourcePtr last;
  std::size_t looks = 0;
  parts_->walk.Run(*scope, query, [&](const Statement& row) {
    ResourcePtr resource = Snapshot(row);
    if (!query.name_before.empty() && resource->name >= query.name_before) return false;
    if (query.looks && looks++ == *query.looks) {
      page.next = PositionOf(*last, query.order);
      return false;
    }
    last = resource;
    if (query.matches && !query.matches(*resource)) return true;
    if (page.resources.size() == query.limit) {
      page.next = PositionOf(*page.resources.back(), query.order);
      return false;
    }
    // A page is often asked for again, and what is on it is looked at next.
    if (parts_->cache.FindNumber(resource->sequence) == nullptr) {
      parts_->cache.Put(resource, StoredBytesOf(row));
    }
    page.resources.push_back(std::move(resource));
    return true;
  });
  return page;
}

ResourcePtr ResourceRepository::First(ResourceQuery query) {
  query.limit = 1;
  ResourcePage page = List(query);
  return page.resources.empty() ? nullptr : std::move(page.resources.front());
}

std::vector<ScopeNames> ResourceRepository::Scopes() {
  std::vector<ScopeNames> scopes;
  Statement& rows = parts_->all_scopes.Bind();
  while (rows.Step()) {
    scopes.push_back(
        {std::string(rows.Text(0)), std::string(rows.Text(1)), std::string(rows.Text(2))});
  }
  return scopes;
}

std::vector<ResourcePtr> ResourceRepository::Named(const ResourceScope& scope,
                                                   std::string_view name) {
  std::vector<ResourcePtr> named;
  const auto id = parts_->scopes.Find(scope);
  if (!id) return named;
  Statement& rows = parts_->named.Bind(*id, name);
  while (rows.Step()) named.push_back(Snapshot(rows));
  return named;
}

std::vector<ResourceRepository::StateCount> ResourceRepository::CountStates() {
  parts_->counts.Write();
  std::vector<StateCount> counts;
  Statement& rows = parts_->count_states;
  while (rows.Step()) {
    counts.push_back({std::string(rows.Text(0)), std::string(rows.Text(1)), rows.Integer(2)});
  }
  return counts;
}

std::int64_t ResourceRepository::Count(const ResourceScope& scope, std::string_view state,
                                       std::string_view parent) {
  const auto id = parts_->scopes.Find(scope);
  if (!id) return 0;
  if (state.empty()) return parts_->counts.Count(*id, parent);
  return parts_->counts.CountState(*id, parent, state);
}

void ResourceRepository::VisitDue(const std::function<void(const DueResource&)>& visit) {
  Statement& rows = parts_->due;
  while (rows.Step()) {
    visit({Timestamp(Duration(rows.Integer(0))), rows.Integer(1), rows.Text(2), rows.Text(3),
           rows.Text(4)});
  }
}

void ResourceRepository::Reload(std::int64_t sequence) {
  parts_->cache.Clear();
  parts_->scopes.Forget();
  parts_->counts.Forget();
  parts_->written.clear();
  last_sequence_ = std::max({last_sequence_, sequence, NewestSequence(database_)});
}

}  // namespace portside
