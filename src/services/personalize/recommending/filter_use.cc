// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/filter_use.h"

#include <utility>

#include "services/personalize/recommending/table_record.h"

namespace portside::personalize {
Expected<EventTypesByItem, std::string> RecentEventTypes(std::string_view user, FilterDataset type,
                                                         GroupMemory& group,
                                                         const RecordReader& records) {
  using enum RecentInteractions::Source;
  EventTypesByItem types;
  for (const auto source : {kImported, kPut}) {
    const RecentInteractions* recent = TRY(group.Interactions(type, source, records));
    if (recent == nullptr) continue;
    for (const RecentInteraction& interaction : recent->Of(user)) {
      types[recent->items()[interaction.item]].push_back(recent->event_types()[interaction.type]);
    }
  }
  return types;
}

Expected<AppliedFilter, std::string> AppliedFilter::Apply(const FilterUse& use,
                                                          std::string_view user,
                                                          std::string_view item, GroupMemory& group,
                                                          const RecordReader& records) {
  auto expression = FilterExpression::Parse(use.expression);
  if (!expression) return Fail(expression.error().Describe());
  const bool of_actions = expression->target() == FilterTarget::kActions;
  const RecordTable* users = nullptr;
  if (expression->Reads(FilterDataset::kUsers)) {
    users = TRY(group.Records(FilterDataset::kUsers, records));
  }
  const FilterDataset type = of_actions ? FilterDataset::kActions : FilterDataset::kItems;
  const RecordTable* candidates = nullptr;
  if (expression->Reads(type)) candidates = TRY(group.Records(type, records));
  const TableRecord current_user(users, user);
  const TableRecord current_item(candidates, item);
  AppliedFilter applied(
      TRY(BoundFilter::Bind(*expression, group.filter_schemas(),
                            {.values = use.values,
                             .current_user = users == nullptr ? nullptr : &current_user,
                             .current_item = item.empty() ? nullptr : &current_item})));
  applied.candidates_ = candidates;
  if (applied.bound_.ReadsInteractions()) {
    if (user.empty()) {
      return Fail(std::string(
          "The filter looks at a user's interactions; the request must have a userId."));
    }
    applied.events_ = TRY(RecentEventTypes(
        user, of_actions ? FilterDataset::kActionInteractions : FilterDataset::kInteractions, group,
        records));
  }
  return applied;
}

bool AppliedFilter::Passes(std::string_view id) const {
  const auto events = events_.find(id);
  return bound_.Passes(
      TableRecord(candidates_, id, events == events_.end() ? nullptr : &events->second));
}

}  // namespace portside::personalize
