// SPDX-License-Identifier: Apache-2.0
//
// A filter at work: an expression is bound once for a request (its user, its item, its
// filterValues), and the bound filter is asked for each candidate.
//
// How expressions are joined is the developer guide's ("Combining multiple expressions"):
// `INCLUDE A | INCLUDE B` takes what A or B matches, `EXCLUDE` takes away from that whatever the
// order. Without INCLUDE everything is there to be taken away from. An EXCLUDE whose placeholders
// have no values is not used; an INCLUDE needs all of them (both: model, filterValues).
//
// Chosen: an expression whose IF does not hold is not used, so that an INCLUDE then takes
// everything; one missing value is enough to drop an EXCLUDE; a key of filterValues that is no
// placeholder is refused, because it is a misspelt one (they have case). A user without a record
// has null in every column.

#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/personalize/filters/bound_condition.h"
#include "services/personalize/filters/filter_check.h"
#include "services/personalize/filters/filter_expression.h"

namespace portside::personalize {

// A row of a dataset; columns in the order of its schema.
class FilterRecord {
 public:
  virtual ~FilterRecord() = default;
  // Nothing: null, or there is no such record.
  [[nodiscard]] virtual std::optional<std::string_view> Cell(std::size_t column) const = 0;
};

// The item, action or (segments) user that may be filtered out: its row in its dataset.
class FilterCandidate : public FilterRecord {
 public:
  // Types of the recent interactions between it and the user; of a user all. May repeat.
  [[nodiscard]] virtual std::span<const std::string_view> EventTypes() const = 0;
};

// Names without `$`.
using FilterValues = std::map<std::string, std::string, std::less<>>;

struct FilterRequest {
  const FilterValues& values;
  const FilterRecord* current_user = nullptr;  // null: no record
  const FilterRecord* current_item = nullptr;  // null: the request names none
};

class BoundFilter {
 public:
  // Checks the expression against the schemas as well; they are not needed afterwards. The error is
  // a sentence for the client that names the placeholder.
  static Expected<BoundFilter, std::string> Bind(const FilterExpression& expression,
                                                 const FilterSchemas& schemas,
                                                 const FilterRequest& request);

  [[nodiscard]] bool Passes(const FilterCandidate& candidate) const;
  // False: no candidate is asked for its event types.
  [[nodiscard]] bool ReadsInteractions() const;

 private:
  struct Clause {
    std::vector<BoundCondition> conditions;
    std::vector<FilterStep> steps;

    [[nodiscard]] bool Matches(const FilterCandidate& candidate) const;
  };

  std::vector<Clause> includes_;
  std::vector<Clause> excludes_;
};

}  // namespace portside::personalize
