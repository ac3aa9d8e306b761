// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_evaluation.h"

#include <algorithm>
#include <utility>

#include "services/personalize/filters/filter_values.h"

namespace portside::personalize {
namespace {

template <typename T>
using Bound = Expected<T, std::string>;

bool TakesOneValue(const FilterCondition& condition) {
  return condition.comparison != FilterOperator::kIn &&
         condition.comparison != FilterOperator::kNotIn;
}

Bound<void> AddPlaceholder(const FilterCondition& condition, const std::string& name,
                           const FilterRequest& request, BoundCondition& bound) {
  const std::string& text = request.values.find(name)->second;
  const std::string subject = "The value of the placeholder $" + name + " in filterValues, for " +
                              condition.column.Describe() + ", is wrong: ";
  auto values = ParseFilterValues(text);
  if (!values) return Fail(subject + values.error() + ".");
  if (TakesOneValue(condition) && values->size() != 1) {
    return Fail(subject + std::string(FilterOperatorName(condition.comparison)) +
                " takes one value, not " + std::to_string(values->size()) + ".");
  }
  for (std::string& value : *values) {
    if (auto added = bound.AddValue(std::move(value)); !added) {
      return Fail(subject + added.error() + ".");
    }
  }
  return {};
}

Bound<void> AddCurrentItem(const FilterCondition& condition, const FilterSchemas& schemas,
                           const FilterRequest& request, BoundCondition& bound) {
  const FilterColumn& column = *condition.current_item;
  if (request.current_item == nullptr) {
    return Fail("The filter compares with " + column.Describe() +
                ", and the request has no itemId.");
  }
  const FilterField found = TRY(FindFilterField(column, schemas));
  const auto cell = request.current_item->Cell(found.index);
  if (!cell) return {};
  // A stored number is one, so that this cannot fail.
  const auto add = [&bound](std::string_view value) { return !bound.AddValue(std::string(value)); };
  if (found.field->categorical) {
    AnyCategory(*cell, add);
  } else {
    add(*cell);
  }
  return {};
}

Bound<BoundCondition> BindCondition(const FilterCondition& condition, const FilterSchemas& schemas,
                                    const FilterRequest& request) {
  BoundCondition bound(condition, TRY(FindFilterField(condition.column, schemas)));
  for (const FilterValue& value : condition.values) {
    if (value.kind == FilterValue::Kind::kPlaceholder) {
      TRY(AddPlaceholder(condition, value.text, request, bound));
    } else {
      TRY(bound.AddValue(value.text));
    }
  }
  if (condition.current_item) TRY(AddCurrentItem(condition, schemas, request, bound));
  bound.Seal();
  return bound;
}

// The first placeholder of these conditions that has no value; null: there is none.
const std::string* FindMissing(const std::vector<FilterCondition>& conditions,
                               const FilterValues& values) {
  for (const FilterCondition& condition : conditions) {
    for (const FilterValue& value : condition.values) {
      if (value.kind == FilterValue::Kind::kPlaceholder && !values.contains(value.text)) {
        return &value.text;
      }
    }
  }
  return nullptr;
}

Bound<void> CheckKeys(const FilterExpression& expression, const FilterValues& values) {
  const auto& placeholders = expression.placeholders();
  for (const auto& [name, value] : values) {
    if (std::ranges::find(placeholders, name) != placeholders.end()) continue;
    std::string known;
    for (const std::string& placeholder : placeholders) {
      known += (known.empty() ? "$" : ", $") + placeholder;
    }
    return Fail("filterValues has the key '" + name + "', which is no placeholder of the filter. " +
                (known.empty() ? "It has none." : "Its placeholders are: " + known + "."));
  }
  return {};
}

bool HoldsForUser(const BoundCondition& condition, const FilterRecord* user) {
  return condition.HoldsForCell(user == nullptr ? std::nullopt : user->Cell(condition.column()));
}

}  // namespace

Expected<BoundFilter, std::string> BoundFilter::Bind(const FilterExpression& expression,
                                                     const FilterSchemas& schemas,
                                                     const FilterRequest& request) {
  TRY(CheckFilter(expression, schemas));
  TRY(CheckKeys(expression, request.values));
  BoundFilter filter;
  for (const FilterClause& clause : expression.clauses()) {
    const std::string* missing = FindMissing(clause.conditions, request.values);
    if (missing == nullptr) missing = FindMissing(clause.user_conditions, request.values);
    if (missing != nullptr) {
      if (clause.action == FilterAction::kExclude) continue;
      return Fail("filterValues has no value for the placeholder $" + *missing +
                  ". An INCLUDE expression needs a value for each of its placeholders.");
    }

    Clause bound;
    bound.steps = clause.steps;
    for (const FilterCondition& condition : clause.conditions) {
      bound.conditions.push_back(TRY(BindCondition(condition, schemas, request)));
    }
    bool is_used = true;
    for (const FilterCondition& condition : clause.user_conditions) {
      const BoundCondition of_user = TRY(BindCondition(condition, schemas, request));
      is_used = is_used && HoldsForUser(of_user, request.current_user);
    }
    if (!is_used) continue;
    auto& clauses = clause.action == FilterAction::kInclude ? filter.includes_ : filter.excludes_;
    clauses.push_back(std::move(bound));
  }
  return filter;
}

bool BoundFilter::Passes(const FilterCandidate& candidate) const {
  const auto matches = [&candidate](const Clause& clause) { return clause.Matches(candidate); };
  if (std::ranges::any_of(excludes_, matches)) return false;
  return includes_.empty() || std::ranges::any_of(includes_, matches);
}

bool BoundFilter::ReadsInteractions() const {
  const auto reads = [](const Clause& clause) {
    return std::ranges::any_of(clause.conditions, &BoundCondition::IsOfInteractions);
  };
  return std::ranges::any_of(includes_, reads) || std::ranges::any_of(excludes_, reads);
}

bool BoundFilter::Clause::Matches(const FilterCandidate& candidate) const {
  bool holds = false;
  for (std::size_t i = 0; i < steps.size();) {
    const FilterStep& step = steps[i];
    if (step.kind == FilterStep::Kind::kTest) {
      const BoundCondition& condition = conditions[step.index];
      holds = condition.IsOfInteractions()
                  ? condition.HoldsForEventTypes(candidate.EventTypes())
                  : condition.HoldsForCell(candidate.Cell(condition.column()));
      ++i;
    } else {
      i = holds == (step.kind == FilterStep::Kind::kSkipIfTrue) ? step.index : i + 1;
    }
  }
  return holds;
}

}  // namespace portside::personalize
