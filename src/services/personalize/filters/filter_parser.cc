// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_parser.h"

#include <utility>

#include "portside/base/encoding.h"
#include "services/personalize/limits.h"

namespace portside::personalize {

Expected<FilterExpression, FilterError> FilterParser::Run() {
  if (CountCharacters(text_) > limits::kFilterExpressionCharacters) {
    return Fail(FilterError{limits::kFilterExpressionCharacters + 1,
                            "an expression has at most " +
                                std::to_string(limits::kFilterExpressionCharacters) +
                                " characters"});
  }
  token_ = NextFilterToken(text_, 0);
  do {
    TRY(Clause());
  } while (TakeSign("|"));
  return std::move(expression_);
}

FilterParser::Parsed<void> FilterParser::Clause() {
  clause_ = {};
  dataset_.reset();
  if (TakeWord("EXCLUDE")) {
    clause_.action = FilterAction::kExclude;
  } else if (!TakeWord("INCLUDE")) {
    return Fail(Unexpected("INCLUDE or EXCLUDE"));
  }
  TRY(Target());
  if (!TakeWord("WHERE")) return Fail(Unexpected("WHERE"));
  TRY(Any(0));
  const bool has_if = expression_.target_ != FilterTarget::kUsers && TakeWord("IF");
  if (has_if) TRY(UserConditions());
  TRY(EndOfClause(has_if));
  expression_.clauses_.push_back(std::move(clause_));
  return {};
}

FilterParser::Parsed<void> FilterParser::Target() {
  static constexpr std::string_view kNames[] = {"ItemID", "ActionID", "UserID"};
  const bool is_first = expression_.clauses_.empty();
  for (const FilterTarget target :
       {FilterTarget::kItems, FilterTarget::kActions, FilterTarget::kUsers}) {
    if (!is_first && target != expression_.target_) continue;
    if (!TakeWord(kNames[static_cast<std::size_t>(target)])) continue;
    expression_.target_ = target;
    return {};
  }
  if (is_first) return Fail(Unexpected("ItemID, ActionID or UserID"));
  return Fail(Unexpected(std::string(kNames[static_cast<std::size_t>(expression_.target_)]) +
                         ", as in the first expression"));
}

FilterParser::Parsed<void> FilterParser::EndOfClause(bool has_condition_of_user) {
  if (token_.kind == Kind::kEnd || IsAtSign("|")) return {};
  if (has_condition_of_user) return Fail(Unexpected("AND, '|' or the end"));
  if (expression_.target_ == FilterTarget::kUsers) {
    return Fail(Unexpected("AND, OR, '|' or the end"));
  }
  return Fail(Unexpected("AND, OR, IF, '|' or the end"));
}

FilterParser::Parsed<void> FilterParser::Any(int depth) {
  return Joined("OR", FilterStep::Kind::kSkipIfTrue, depth, &FilterParser::All);
}

FilterParser::Parsed<void> FilterParser::All(int depth) {
  return Joined("AND", FilterStep::Kind::kSkipIfFalse, depth, &FilterParser::Term);
}

FilterParser::Parsed<void> FilterParser::Joined(std::string_view word, FilterStep::Kind skip,
                                                int depth,
                                                Parsed<void> (FilterParser::*next)(int)) {
  std::vector<std::size_t> skips;
  TRY((this->*next)(depth));
  while (TakeWord(word)) {
    skips.push_back(clause_.steps.size());
    clause_.steps.push_back({skip, 0});
    TRY((this->*next)(depth));
  }
  for (const std::size_t step : skips) clause_.steps[step].index = clause_.steps.size();
  return {};
}

FilterParser::Parsed<void> FilterParser::Term(int depth) {
  const std::size_t offset = token_.offset;
  if (TakeSign("(")) {
    if (depth >= limits::kFilterDepth) {
      return Fail(At(offset, "parentheses are nested more than " +
                                 std::to_string(limits::kFilterDepth) + " deep"));
    }
    TRY(Any(depth + 1));
    if (!TakeSign(")")) return Fail(Unexpected("AND, OR or ')'"));
    return {};
  }
  FilterCondition condition;
  condition.column = TRY(WhereColumn());
  condition.comparison = TRY(Operator(condition.column));
  TRY(Values(condition));
  clause_.steps.push_back({FilterStep::Kind::kTest, clause_.conditions.size()});
  clause_.conditions.push_back(std::move(condition));
  return {};
}

FilterParser::Parsed<void> FilterParser::UserConditions() {
  do {
    FilterCondition condition;
    condition.column = TRY(UserColumn());
    condition.comparison = TRY(Operator(condition.column));
    TRY(Values(condition));
    clause_.user_conditions.push_back(std::move(condition));
  } while (TakeWord("AND"));
  return {};
}

bool FilterParser::TakeWord(std::string_view word) {
  if (token_.kind != Kind::kWord || !EqualsIgnoreCase(token_.text, word)) return false;
  Advance();
  return true;
}

bool FilterParser::IsAtSign(std::string_view sign) const {
  return token_.kind == Kind::kSign && token_.text == sign;
}

bool FilterParser::TakeSign(std::string_view sign) {
  if (!IsAtSign(sign)) return false;
  Advance();
  return true;
}

FilterError FilterParser::At(std::size_t offset, std::string message) const {
  return {CountCharacters(text_.substr(0, offset)) + 1, std::move(message)};
}

FilterError FilterParser::Unexpected(std::string_view expected) const {
  return At(token_.offset, "expected " + std::string(expected) + ", found " + token_.Describe());
}

}  // namespace portside::personalize
