// SPDX-License-Identifier: Apache-2.0
//
// FilterUse: a filter as a request uses it, and who passes: the expression bound to the request's
// user, item and values, with the rows that it looks at.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/personalize/filters/filter_evaluation.h"
#include "services/personalize/recommending/group_memory.h"

namespace portside::personalize {

struct FilterUse {
  std::string expression;
  FilterValues values;
};

// What a user did lately with each item or action, by event type.
using EventTypesByItem = std::unordered_map<std::string_view, std::vector<std::string_view>>;

// Imported and put ones together. `type` is kInteractions or kActionInteractions.
Expected<EventTypesByItem, std::string> RecentEventTypes(std::string_view user, FilterDataset type,
                                                         GroupMemory& group,
                                                         const RecordReader& records);

class AppliedFilter {
 public:
  // Of items or actions, not of users. `user` and `item` may be empty. The error is a sentence for
  // the client.
  static Expected<AppliedFilter, std::string> Apply(const FilterUse& use, std::string_view user,
                                                    std::string_view item, GroupMemory& group,
                                                    const RecordReader& records);

  [[nodiscard]] bool Passes(std::string_view id) const;

 private:
  explicit AppliedFilter(BoundFilter bound) : bound_(std::move(bound)) {}

  BoundFilter bound_;
  const RecordTable* candidates_ = nullptr;  // null: no dataset
  EventTypesByItem events_;
};

}  // namespace portside::personalize
