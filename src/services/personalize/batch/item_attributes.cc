// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/item_attributes.h"

#include <algorithm>

#include "services/personalize/filters/filter_evaluation.h"
#include "services/personalize/recommending/table_record.h"

namespace portside::personalize {
namespace {

// What makes a filter of them.
constexpr std::string_view kBefore = "INCLUDE ItemID WHERE ";

bool IsCondition(const FilterCondition& condition) {
  return condition.comparison != FilterOperator::kIn &&
         condition.comparison != FilterOperator::kNotIn && !condition.current_item &&
         condition.column.dataset == FilterDataset::kItems && !condition.column.of_current;
}

bool AreAttributes(const FilterExpression& expression) {
  if (expression.clauses().size() != 1 || !expression.placeholders().empty()) return false;
  const FilterClause& clause = expression.clauses().front();
  const auto is_or = [](const FilterStep& step) {
    return step.kind == FilterStep::Kind::kSkipIfTrue;
  };
  return clause.user_conditions.empty() && std::ranges::all_of(clause.conditions, IsCondition) &&
         std::ranges::none_of(clause.steps, is_or);
}

}  // namespace

Expected<std::vector<std::uint32_t>, std::string> FindItemsWith(std::string_view attributes,
                                                                const IdTable& items,
                                                                GroupMemory& group,
                                                                const RecordReader& records) {
  auto expression = FilterExpression::Parse(std::string(kBefore) + std::string(attributes));
  if (!expression) {
    FilterError error = expression.error();
    error.position -= std::min(error.position, kBefore.size());
    return Fail(error.Describe());
  }
  if (!AreAttributes(*expression)) {
    return Fail("Invalid itemAttributes '" + std::string(attributes) +
                "'. They must be conditions on columns of the Items dataset, joined by AND, as in "
                "ITEMS.genres = \"Comedy\".");
  }
  const BoundFilter bound =
      TRY(BoundFilter::Bind(*expression, group.filter_schemas(), {.values = FilterValues()}));
  const RecordTable* table = TRY(group.Records(FilterDataset::kItems, records));
  std::vector<std::uint32_t> found;
  for (std::uint32_t item = 0; item < items.size(); ++item) {
    if (bound.Passes(TableRecord(table, items[item]))) found.push_back(item);
  }
  if (!found.empty()) return found;
  return Fail("No item has the attributes '" + std::string(attributes) + "'.");
}

}  // namespace portside::personalize
