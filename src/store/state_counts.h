// SPDX-License-Identifier: Apache-2.0
//
// StateCounts: the table `counts`: how many resources of a scope, and of each parent in it, are in
// each state, so that a quota costs one look. Changes gather until the unit of work is kept, and go
// with it. Core thread only.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "portside/store/database.h"
#include "portside/store/resource.h"

namespace portside {

class StateCounts {
 public:
  explicit StateCounts(Database& database);

  // `by` resources more of the scope, parent and state of this one.
  void Add(std::int64_t scope, std::string_view parent, std::string_view state, std::int64_t by);

  // `parent` empty: of every parent.
  [[nodiscard]] std::int64_t Count(std::int64_t scope, std::string_view parent);
  [[nodiscard]] std::int64_t CountState(std::int64_t scope, std::string_view parent,
                                        std::string_view state);
  // The states of the scope that some resource is in, by text.
  [[nodiscard]] std::vector<std::string> States(std::int64_t scope);

  // Writes what has gathered; part of the present unit of work.
  void Write();
  // What has gathered belongs to a unit that is no more.
  void Forget() { gathered_.clear(); }

 private:
  using Key = std::tuple<std::int64_t, std::string, std::string>;  // scope, parent, state

  Statement add_, drop_, count_, count_state_, states_;
  std::map<Key, std::int64_t> gathered_;
};

}  // namespace portside
