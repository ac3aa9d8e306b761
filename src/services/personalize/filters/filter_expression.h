// SPDX-License-Identifier: Apache-2.0
//
// FilterExpression: the text of a filter, read and kept as a tree.
//
//   filter     = expression { "|" expression }
//   expression = ("INCLUDE" | "EXCLUDE") ("ItemID" | "ActionID" | "UserID")
//                "WHERE" any [ "IF" condition { "AND" condition } ]
//   any        = all { "OR" all }
//   all        = term { "AND" term }
//   term       = condition | "(" any ")"
//   condition  = dataset "." column ( ("IN" | "NOT IN") list | ("=" | "<" | …) value )
//
// From the developer guide ("Filter expression structure and elements", "Guidelines and
// requirements", its pages of examples): the structure; one dataset per WHERE, chosen by its first
// condition; of interactions only EVENT_TYPE; CurrentUser only behind IF, whose conditions only AND
// joins; CurrentItem only to the right of an operator, without parentheses; "*" only for event
// types; placeholders for IN and comparisons but not for NOT IN; 10 distinct fields. Parentheses
// around one value (`< ($VALUE)`) and `Action.` for `Actions.` are in its examples. The recorded
// `EXCLUDE itemId WHERE INTERACTIONS.event_type in ("Purchase")` shows that case matters to no
// word. Single quotes are in a sample of AWS (personalize filter rotation).
//
// Chosen, because nothing is known: AND binds closer than OR; parentheses around conditions are
// taken; quotes have no escapes; all expressions are about the same ID; datasets by ID (actions
// know Actions and Action_Interactions, users Users and Interactions); UserID has no IF.
//
// Whether the columns exist and take such a comparison: filter_check.h.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"

namespace portside::personalize {

enum class FilterAction { kInclude, kExclude };
enum class FilterTarget { kItems, kActions, kUsers };

enum class FilterDataset { kInteractions, kItems, kUsers, kActions, kActionInteractions };
inline constexpr std::size_t kFilterDatasets = 5;
std::string_view FilterDatasetName(FilterDataset dataset);  // "Action_Interactions"

enum class FilterOperator {
  kIn,
  kNotIn,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual
};
std::string_view FilterOperatorName(FilterOperator comparison);  // "NOT IN"

struct FilterColumn {
  FilterDataset dataset = FilterDataset::kItems;
  bool of_current = false;  // of CurrentUser (kUsers) or CurrentItem (kItems)
  std::string name;         // as written; columns are found without case and underscores

  [[nodiscard]] bool IsOfInteractions() const;
  [[nodiscard]] std::string Describe() const;  // "Items.GENRE", "CurrentUser.AGE"
};

struct FilterValue {
  enum class Kind { kText, kNumber, kPlaceholder };
  Kind kind = Kind::kText;
  std::string text;  // without quotes or `$`
};

struct FilterCondition {
  FilterColumn column;
  FilterOperator comparison = FilterOperator::kIn;
  std::vector<FilterValue> values;           // one, or more with IN and NOT IN
  std::optional<FilterColumn> current_item;  // in place of values
};

// WHERE as a program over one truth value: a test sets it; a skip goes on at the step `index` if
// it is so. No stack, and as little as possible is tested.
struct FilterStep {
  enum class Kind { kTest, kSkipIfTrue, kSkipIfFalse };
  Kind kind = Kind::kTest;
  std::size_t index = 0;  // of a condition, or of a step (also the one behind the last)
};

// One expression between two pipes.
struct FilterClause {
  FilterAction action = FilterAction::kInclude;
  std::vector<FilterCondition> conditions;
  std::vector<FilterStep> steps;
  std::vector<FilterCondition> user_conditions;  // IF all of them hold
};

struct FilterError {
  std::size_t position = 0;  // 1-based, in characters
  std::string message;       // "expected WHERE, found 'IF'"
  bool is_sentence = false;  // the message is AWS's whole sentence and shows no position

  // "Invalid Expression: at position 16: expected WHERE, found 'IF'."
  [[nodiscard]] std::string Describe() const;
};

class FilterExpression {
 public:
  // Bounded by limits::kFilterExpressionCharacters and kFilterDepth.
  static Expected<FilterExpression, FilterError> Parse(std::string_view text);

  [[nodiscard]] FilterTarget target() const { return target_; }
  [[nodiscard]] const std::vector<FilterClause>& clauses() const { return clauses_; }  // not empty
  // The distinct fields that are read, in the order of their first occurrence. CurrentItem.PRICE
  // and Items.PRICE are one.
  [[nodiscard]] const std::vector<FilterColumn>& columns() const { return columns_; }
  // Distinct names without `$`, in the order of their first occurrence.
  [[nodiscard]] const std::vector<std::string>& placeholders() const { return placeholders_; }
  [[nodiscard]] bool Reads(FilterDataset dataset) const;
  [[nodiscard]] bool UsesCurrentItem() const;

 private:
  friend class FilterParser;

  FilterTarget target_ = FilterTarget::kItems;
  std::vector<FilterClause> clauses_;
  std::vector<FilterColumn> columns_;
  std::vector<std::string> placeholders_;
};

}  // namespace portside::personalize
