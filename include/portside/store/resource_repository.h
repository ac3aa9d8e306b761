// SPDX-License-Identifier: Apache-2.0
//
// ResourceRepository: the table `resources`. Core thread only. Writes join the database's unit of
// work. Reads go through a cache of snapshots, so a Describe in a poll loop costs no SQL.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portside/store/database.h"
#include "portside/store/resource.h"

namespace portside {

struct ResourceScope {
  std::string_view kind;
  std::string_view account;
  std::string_view region;
};

// Which resources a scan visits. What is empty is not asked for.
struct ResourceFilter {
  std::string_view kind, account, region, state;
  std::int64_t after = 0;  // of sequences above this
};

class ResourceRepository {
 public:
  explicit ResourceRepository(Database& database);

  // Stores a new resource and returns its snapshot with the sequence filled. The ARN must be free:
  // handlers look first and answer their service's own error.
  ResourcePtr Insert(Resource resource);
  // Replaces the stored resource of the same ARN.
  ResourcePtr Update(Resource resource);
  void Remove(std::string_view arn);

  [[nodiscard]] ResourcePtr Find(std::string_view arn);
  // In order of creation. `parent` empty: of every parent.
  [[nodiscard]] std::vector<ResourcePtr> List(const ResourceScope& scope,
                                              std::string_view parent = "");
  [[nodiscard]] std::int64_t Count(const ResourceScope& scope, std::string_view state = "");
  // Over all kinds, in order of creation, until `visit` says false. It writes nothing.
  void Scan(const ResourceFilter& filter,
            const std::function<bool(const ResourcePtr& resource)>& visit);
  struct StateCount {
    std::string kind, state;
    std::int64_t count = 0;
  };
  // How many there are of each kind in each state, by kind and state.
  [[nodiscard]] std::vector<StateCount> CountStates();
  // Every resource with a due time, earliest first. For the scheduler at start.
  [[nodiscard]] std::vector<ResourcePtr> Pending();

  // Rows were written past this repository, or numbers up to `sequence` are in use elsewhere:
  // forgets what it had read, and gives no new resource a number that was given before.
  void Reload(std::int64_t sequence);

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  ResourcePtr Remember(Resource resource);
  ResourcePtr Snapshot(const Statement& row) const;
  std::vector<ResourcePtr> Collect(Statement& rows);

  Database& database_;
  Statement insert_, update_, remove_, find_, list_, list_of_parent_, count_, count_state_, scan_,
      count_states_, pending_;
  // Snapshots by ARN, what was read or written last. Emptied when full and at each rollback.
  std::unordered_map<std::string, ResourcePtr, TextHash, std::equal_to<>> cache_;
  std::int64_t last_sequence_ = 0;
};

}  // namespace portside
