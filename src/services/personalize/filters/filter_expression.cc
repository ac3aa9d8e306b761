// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_expression.h"

#include <algorithm>

#include "services/personalize/filters/filter_parser.h"

namespace portside::personalize {

std::string_view FilterDatasetName(FilterDataset dataset) {
  switch (dataset) {
    case FilterDataset::kInteractions: return "Interactions";
    case FilterDataset::kItems: return "Items";
    case FilterDataset::kUsers: return "Users";
    case FilterDataset::kActions: return "Actions";
    case FilterDataset::kActionInteractions: return "Action_Interactions";
  }
  return "";
}

std::string_view FilterOperatorName(FilterOperator comparison) {
  switch (comparison) {
    case FilterOperator::kIn: return "IN";
    case FilterOperator::kNotIn: return "NOT IN";
    case FilterOperator::kEqual: return "=";
    case FilterOperator::kNotEqual: return "!=";
    case FilterOperator::kLess: return "<";
    case FilterOperator::kLessOrEqual: return "<=";
    case FilterOperator::kGreater: return ">";
    case FilterOperator::kGreaterOrEqual: return ">=";
  }
  return "";
}

bool FilterColumn::IsOfInteractions() const {
  return dataset == FilterDataset::kInteractions || dataset == FilterDataset::kActionInteractions;
}

std::string FilterColumn::Describe() const {
  std::string owner(FilterDatasetName(dataset));
  if (of_current) owner = dataset == FilterDataset::kUsers ? "CurrentUser" : "CurrentItem";
  return owner + "." + name;
}

std::string FilterError::Describe() const {
  if (is_sentence) return message;
  return "Invalid Expression: at position " + std::to_string(position) + ": " + message + ".";
}

Expected<FilterExpression, FilterError> FilterExpression::Parse(std::string_view text) {
  return FilterParser(text).Run();
}

bool FilterExpression::Reads(FilterDataset dataset) const {
  return std::ranges::any_of(
      columns_, [dataset](const FilterColumn& column) { return column.dataset == dataset; });
}

bool FilterExpression::UsesCurrentItem() const {
  return std::ranges::any_of(clauses_, [](const FilterClause& clause) {
    return std::ranges::any_of(clause.conditions, [](const FilterCondition& condition) {
      return condition.current_item.has_value();
    });
  });
}

}  // namespace portside::personalize
