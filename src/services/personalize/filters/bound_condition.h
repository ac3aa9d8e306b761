// SPDX-License-Identifier: Apache-2.0
//
// One condition of a filter with its values in place, ready to be asked for many candidates: no
// look-up by name, no allocation.
//
// Event types are compared without case, everything else exactly (developer guide: "ignores case
// only when matching event types", "only on exact strings"). A categorical cell `A|B` has two
// values. Chosen: NOT IN and != are the negations of IN and =, so that they hold where there is no
// value, and for interactions where none is of these types; nothing else holds without a value.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/personalize/filters/filter_check.h"

namespace portside::personalize {

class BoundCondition {
 public:
  // `field` is the condition's column. No values: nothing equals.
  BoundCondition(const FilterCondition& condition, const FilterField& field);

  // The error is a clause, "'cheap' is not a number".
  Expected<void, std::string> AddValue(std::string text);
  // After the last value.
  void Seal();

  [[nodiscard]] bool IsOfInteractions() const { return is_of_interactions_; }
  [[nodiscard]] std::size_t column() const { return column_; }

  [[nodiscard]] bool HoldsForCell(std::optional<std::string_view> cell) const;
  [[nodiscard]] bool HoldsForEventTypes(std::span<const std::string_view> types) const;

 private:
  [[nodiscard]] bool IsNegated() const;
  [[nodiscard]] bool HasText(std::string_view cell) const;
  [[nodiscard]] bool HoldsForNumber(std::string_view cell) const;

  FilterOperator comparison_;
  std::size_t column_;
  bool is_of_interactions_;
  bool is_number_;
  bool is_categorical_;
  bool has_every_event_type_ = false;
  std::vector<std::string> texts_;  // sorted
  std::vector<double> numbers_;     // sorted
};

// Calls `visit` for each value of a categorical cell, until one returns true; whether one did.
template <typename Visit>
bool AnyCategory(std::string_view cell, const Visit& visit) {
  while (true) {
    const std::size_t bar = cell.find('|');
    if (visit(cell.substr(0, bar))) return true;
    if (bar == std::string_view::npos) return false;
    cell.remove_prefix(bar + 1);
  }
}

}  // namespace portside::personalize
