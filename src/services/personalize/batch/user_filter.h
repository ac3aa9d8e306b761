// SPDX-License-Identifier: Apache-2.0
//
// UserFilter: a filter about users (`EXCLUDE UserID WHERE …`) as a batch segment job uses it.

#pragma once

#include <string>
#include <string_view>

#include "services/personalize/recommending/filter_use.h"
#include "services/personalize/recommending/group_memory.h"

namespace portside::personalize {

class UserFilter {
 public:
  // Good until the group's rows are asked for anew. The error is a sentence.
  static Expected<UserFilter, std::string> Apply(const FilterUse& use, GroupMemory& group,
                                                 const RecordReader& records);

  // By the user's record, and by the types of all that the user did lately.
  [[nodiscard]] bool Passes(std::string_view user) const;

 private:
  explicit UserFilter(BoundFilter bound) : bound_(std::move(bound)) {}

  BoundFilter bound_;
  const RecordTable* users_ = nullptr;                   // null: no dataset, or it is not read
  std::vector<const RecentInteractions*> interactions_;  // none: they are not read
};

}  // namespace portside::personalize
