// SPDX-License-Identifier: Apache-2.0
//
// ResourceRepository: the table `resources`. Core thread only. Writes join the database's unit of
// work. Reads go through a cache of snapshots, so a Describe in a poll loop costs no SQL. Nothing
// here costs more where more is kept.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/store/database.h"
#include "portside/store/resource.h"
#include "portside/store/resource_query.h"

namespace portside {

// A (kind, account, region) that has, or had, resources.
struct ScopeNames {
  std::string kind;
  std::string account;
  std::string region;
};

class ResourceRepository {
 public:
  explicit ResourceRepository(Database& database);
  ~ResourceRepository();
  ResourceRepository(const ResourceRepository&) = delete;
  ResourceRepository& operator=(const ResourceRepository&) = delete;

  // Stores a new resource and returns its snapshot with the sequence filled. The ARN must be free:
  // handlers look first and answer their service's own error.
  ResourcePtr Insert(Resource resource);
  // Replaces the stored resource of the same sequence, which must be there; ARN, kind, account,
  // region and time of creation stay.
  ResourcePtr Update(Resource resource);
  void Remove(std::string_view arn);
  // The number of the newest one.
  [[nodiscard]] std::int64_t newest() const { return last_sequence_; }
  // Everything of the scope with this parent.
  void RemoveChildren(const ResourceScope& scope, std::string_view parent);

  [[nodiscard]] ResourcePtr Find(std::string_view arn);
  [[nodiscard]] ResourcePtr FindNumber(std::int64_t sequence);
  // The same for a look in passing: where it is not at hand, the document, the tags and the
  // timeline are left out, and it is not remembered.
  [[nodiscard]] ResourcePtr FindHead(std::int64_t sequence);
  // Stores the state, the times and one more change of the timeline, and leaves the rest as it is
  // stored. `before` is what FindHead gave.
  void Move(const Resource& before, const Resource& after, const StateChange& change);
  // One page. Costs what is on it, and what a filter without an index looks at to find it.
  [[nodiscard]] ResourcePage List(const ResourceQuery& query);
  // The first row of the query; null: there is none.
  [[nodiscard]] ResourcePtr First(ResourceQuery query);
  // How many there are: of every parent where that is empty, in every state where that is.
  [[nodiscard]] std::int64_t Count(const ResourceScope& scope, std::string_view state = "",
                                   std::string_view parent = "");
  [[nodiscard]] std::vector<ScopeNames> Scopes();
  // Those of that very name, in order of creation.
  [[nodiscard]] std::vector<ResourcePtr> Named(const ResourceScope& scope, std::string_view name);
  struct StateCount {
    std::string kind, state;
    std::int64_t count = 0;
  };
  // How many there are of each kind in each state, by kind and state.
  [[nodiscard]] std::vector<StateCount> CountStates();

  // A resource with a due time, as the scheduler keeps it in mind.
  struct DueResource {
    Timestamp due_at;
    std::int64_t sequence;
    std::string_view arn, kind, in_state;  // valid during the visit
  };
  // Every resource with a due time, earliest first, without its document.
  void VisitDue(const std::function<void(const DueResource&)>& visit);

  // Rows were written past this repository, or numbers up to `sequence` are in use elsewhere:
  // forgets what it had read, and gives no new resource a number that was given before.
  void Reload(std::int64_t sequence);

 private:
  struct Parts;

  ResourcePtr Remember(Resource resource, std::size_t bytes);
  ResourcePtr Snapshot(const Statement& row) const;
  ResourcePtr ReadOne(Statement& found);
  void RemoveRow(const Resource& resource);
  // These give the size of the stored texts.
  std::size_t WriteAll(const Resource& resource);
  std::size_t WriteMove(const Resource& resource);
  void ForgetUnit(Database::Lost lost);

  Database& database_;
  const std::unique_ptr<Parts> parts_;
  std::int64_t last_sequence_ = 0;
};

}  // namespace portside
