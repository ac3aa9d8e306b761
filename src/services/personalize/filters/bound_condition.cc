// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/bound_condition.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "portside/base/encoding.h"
#include "services/personalize/filters/filter_tokens.h"

namespace portside::personalize {

BoundCondition::BoundCondition(const FilterCondition& condition, const FilterField& field)
    : comparison_(condition.comparison),
      column_(field.index),
      is_of_interactions_(condition.column.IsOfInteractions()),
      is_number_(field.IsNumber()),
      is_categorical_(field.field->categorical) {}

Expected<void, std::string> BoundCondition::AddValue(std::string text) {
  if (is_number_) {
    const std::optional<double> number = FilterNumber(text);
    if (!number) return Fail(ShownText(text) + " is not a number");
    numbers_.push_back(*number);
    return {};
  }
  if (is_of_interactions_ && text == "*") has_every_event_type_ = true;
  texts_.push_back(std::move(text));
  return {};
}

void BoundCondition::Seal() {
  std::ranges::sort(texts_);
  std::ranges::sort(numbers_);
}

bool BoundCondition::IsNegated() const {
  return comparison_ == FilterOperator::kNotIn || comparison_ == FilterOperator::kNotEqual;
}

bool BoundCondition::HoldsForCell(std::optional<std::string_view> cell) const {
  if (!cell) return IsNegated();
  if (is_number_) return HoldsForNumber(*cell);
  const auto has = [this](std::string_view value) { return HasText(value); };
  return (is_categorical_ ? AnyCategory(*cell, has) : has(*cell)) != IsNegated();
}

bool BoundCondition::HoldsForEventTypes(std::span<const std::string_view> types) const {
  const auto has = [this](std::string_view type) {
    return has_every_event_type_ || std::ranges::any_of(texts_, [type](const std::string& text) {
             return EqualsIgnoreCase(text, type);
           });
  };
  return std::ranges::any_of(types, has) != IsNegated();
}

bool BoundCondition::HasText(std::string_view cell) const {
  return std::binary_search(texts_.begin(), texts_.end(), cell, std::less<>());
}

bool BoundCondition::HoldsForNumber(std::string_view cell) const {
  const std::optional<double> number = FilterNumber(cell);
  if (!number || numbers_.empty()) return IsNegated();
  const double value = numbers_.front();
  switch (comparison_) {
    case FilterOperator::kLess: return *number < value;
    case FilterOperator::kLessOrEqual: return *number <= value;
    case FilterOperator::kGreater: return *number > value;
    case FilterOperator::kGreaterOrEqual: return *number >= value;
    default: return std::ranges::binary_search(numbers_, *number) != IsNegated();
  }
}

}  // namespace portside::personalize
