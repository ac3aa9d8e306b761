// SPDX-License-Identifier: Apache-2.0
//
// FilterParser: one condition, of its column, its operator and its values.

#include <algorithm>
#include <utility>

#include "portside/base/encoding.h"
#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/filters/filter_parser.h"
#include "services/personalize/limits.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kEventType = "EVENT_TYPE";
constexpr std::string_view kEveryEventType = "*";

struct TargetDatasets {
  FilterTarget target;
  FilterDataset metadata;
  FilterDataset interactions;
};

constexpr TargetDatasets kTargets[] = {
    {FilterTarget::kItems, FilterDataset::kItems, FilterDataset::kInteractions},
    {FilterTarget::kActions, FilterDataset::kActions, FilterDataset::kActionInteractions},
    {FilterTarget::kUsers, FilterDataset::kUsers, FilterDataset::kInteractions},
};

bool IsDataset(const FilterToken& token, FilterDataset dataset) {
  if (token.kind != FilterToken::Kind::kWord) return false;
  const std::string name = NormalizedName(token.text);
  // The guide's examples have both `Action.` and `Actions.`.
  if (dataset == FilterDataset::kActions && name == "action") return true;
  return name == NormalizedName(FilterDatasetName(dataset));
}

bool SameColumn(const FilterColumn& a, const FilterColumn& b) {
  return a.dataset == b.dataset && NormalizedName(a.name) == NormalizedName(b.name);
}

}  // namespace

FilterParser::Parsed<FilterColumn> FilterParser::WhereColumn() {
  const auto& known = kTargets[static_cast<std::size_t>(expression_.target_)];
  for (const FilterDataset dataset : {known.metadata, known.interactions}) {
    if (!IsDataset(token_, dataset)) continue;
    if (dataset_ && dataset != *dataset_) break;
    dataset_ = dataset;
    return ColumnBehind({dataset, false, ""});
  }
  if (!dataset_) {
    return Fail(Unexpected(std::string(FilterDatasetName(known.metadata)) + " or " +
                           std::string(FilterDatasetName(known.interactions))));
  }
  return Fail(Unexpected(std::string(FilterDatasetName(*dataset_)) +
                         " (one expression is about one dataset; '|' joins several)"));
}

FilterParser::Parsed<FilterColumn> FilterParser::UserColumn() {
  if (token_.kind != Kind::kWord || !EqualsIgnoreCase(token_.text, "CurrentUser")) {
    return Fail(Unexpected("CurrentUser"));
  }
  return ColumnBehind({FilterDataset::kUsers, true, ""});
}

FilterParser::Parsed<FilterColumn> FilterParser::ColumnBehind(FilterColumn owner) {
  const std::string owner_name(token_.text);
  Advance();
  if (!TakeSign(".")) return Fail(Unexpected("'.' and a column of " + owner_name));
  if (token_.kind != Kind::kWord) return Fail(Unexpected("a column of " + owner_name));
  if (owner.IsOfInteractions() && NormalizedName(token_.text) != NormalizedName(kEventType)) {
    return Fail(Unexpected("EVENT_TYPE, the only column of " + owner_name + " in filters"));
  }
  owner.name = token_.text;
  TRY(KeepColumn(owner, token_.offset));
  Advance();
  return owner;
}

FilterParser::Parsed<void> FilterParser::KeepColumn(const FilterColumn& column,
                                                    std::size_t offset) {
  auto& columns = expression_.columns_;
  const auto is_same = [&column](const FilterColumn& other) { return SameColumn(column, other); };
  if (std::ranges::any_of(columns, is_same)) return {};
  if (columns.size() == kMaxFilterFields) {
    return Fail(At(offset, "a filter reads at most " + std::to_string(kMaxFilterFields) +
                               " different fields, and " + column.Describe() + " is one more"));
  }
  columns.push_back(column);
  return {};
}

FilterParser::Parsed<FilterOperator> FilterParser::Operator(const FilterColumn& column) {
  using enum FilterOperator;
  if (TakeWord("IN")) return kIn;
  if (TakeWord("NOT_IN")) return kNotIn;
  if (TakeWord("NOT")) {
    if (TakeWord("IN")) return kNotIn;
    return Fail(Unexpected("IN"));
  }
  if (TakeSign("=")) return kEqual;
  if (TakeSign("!=")) return kNotEqual;
  if (column.IsOfInteractions()) return Fail(Unexpected("IN, NOT IN, = or !="));
  for (const FilterOperator order : {kLess, kLessOrEqual, kGreater, kGreaterOrEqual}) {
    if (TakeSign(FilterOperatorName(order))) return order;
  }
  return Fail(Unexpected("IN, NOT IN, =, !=, <, <=, > or >="));
}

FilterParser::Parsed<void> FilterParser::Values(FilterCondition& condition) {
  const bool takes_current_item = condition.column.dataset == FilterDataset::kItems;
  if (takes_current_item && token_.kind == Kind::kWord &&
      EqualsIgnoreCase(token_.text, "CurrentItem")) {
    condition.current_item = TRY(ColumnBehind({FilterDataset::kItems, true, ""}));
    return {};
  }
  const bool is_list =
      condition.comparison == FilterOperator::kIn || condition.comparison == FilterOperator::kNotIn;
  if (!is_list) return OneValue(condition);
  if (IsAtSign("(")) return List(condition);
  return Fail(Unexpected(takes_current_item ? "'(' or CurrentItem" : "'('"));
}

FilterParser::Parsed<void> FilterParser::List(FilterCondition& condition) {
  Advance();
  do {
    condition.values.push_back(TRY(Value(condition)));
  } while (TakeSign(","));
  if (!TakeSign(")")) return Fail(Unexpected("',' or ')'"));
  return {};
}

FilterParser::Parsed<void> FilterParser::OneValue(FilterCondition& condition) {
  const bool has_parentheses = TakeSign("(");
  condition.values.push_back(TRY(Value(condition)));
  if (has_parentheses && !TakeSign(")")) return Fail(Unexpected("')'"));
  return {};
}

FilterParser::Parsed<FilterValue> FilterParser::Value(const FilterCondition& condition) {
  FilterValue value;
  value.text = token_.Content();
  if (token_.kind == Kind::kText) {
    if (value.text == kEveryEventType && !condition.column.IsOfInteractions()) {
      return Fail(At(token_.offset, "\"*\" stands for every event type, and " +
                                        condition.column.Describe() + " has none"));
    }
  } else if (token_.kind == Kind::kNumber) {
    value.kind = FilterValue::Kind::kNumber;
  } else if (token_.kind == Kind::kPlaceholder) {
    value.kind = FilterValue::Kind::kPlaceholder;
    if (condition.comparison == FilterOperator::kNotIn) {
      FilterError error = At(token_.offset, "Invalid input symbol: $" + value.text +
                                                ". Placeholders are not allowed with NOT_IN "
                                                "operator.");
      error.is_sentence = true;  // as the developer guide has it
      return Fail(std::move(error));
    }
    if (value.text.size() > limits::kPlaceholderLength) {
      return Fail(At(token_.offset, "the name of a placeholder has at most " +
                                        std::to_string(limits::kPlaceholderLength) +
                                        " characters"));
    }
    KeepPlaceholder(value.text);
  } else {
    return Fail(Unexpected("a text in quotes, a number or a placeholder"));
  }
  Advance();
  return value;
}

void FilterParser::KeepPlaceholder(std::string_view name) {
  auto& names = expression_.placeholders_;
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

}  // namespace portside::personalize
