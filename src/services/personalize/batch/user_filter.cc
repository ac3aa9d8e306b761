// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/user_filter.h"

#include "services/personalize/recommending/table_record.h"

namespace portside::personalize {

Expected<UserFilter, std::string> UserFilter::Apply(const FilterUse& use, GroupMemory& group,
                                                    const RecordReader& records) {
  auto expression = FilterExpression::Parse(use.expression);
  if (!expression) return Fail(expression.error().Describe());
  UserFilter applied(
      TRY(BoundFilter::Bind(*expression, group.filter_schemas(), {.values = use.values})));
  if (expression->Reads(FilterDataset::kUsers)) {
    applied.users_ = TRY(group.Records(FilterDataset::kUsers, records));
  }
  if (!applied.bound_.ReadsInteractions()) return applied;
  using enum RecentInteractions::Source;
  for (const auto source : {kImported, kPut}) {
    const RecentInteractions* recent =
        TRY(group.Interactions(FilterDataset::kInteractions, source, records));
    if (recent != nullptr) applied.interactions_.push_back(recent);
  }
  return applied;
}

bool UserFilter::Passes(std::string_view user) const {
  std::vector<std::string_view> types;
  for (const RecentInteractions* recent : interactions_) {
    for (const RecentInteraction& interaction : recent->Of(user)) {
      types.push_back(recent->event_types()[interaction.type]);
    }
  }
  return bound_.Passes(TableRecord(users_, user, &types));
}

}  // namespace portside::personalize
