// SPDX-License-Identifier: Apache-2.0
//
// Reads a filter expression by recursive descent, with one token to look at. The grammar is in
// filter_expression.h.

#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/personalize/filters/filter_expression.h"
#include "services/personalize/filters/filter_tokens.h"

namespace portside::personalize {

class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  Expected<FilterExpression, FilterError> Run();

 private:
  template <typename T>
  using Parsed = Expected<T, FilterError>;
  using Kind = FilterToken::Kind;

  Parsed<void> Clause();
  Parsed<void> Target();
  Parsed<void> EndOfClause(bool has_condition_of_user);

  Parsed<void> Any(int depth);
  Parsed<void> All(int depth);
  Parsed<void> Term(int depth);
  // `next` separated by `word`: as soon as one makes the skip true, the rest is passed over.
  Parsed<void> Joined(std::string_view word, FilterStep::Kind skip, int depth,
                      Parsed<void> (FilterParser::*next)(int));
  Parsed<void> UserConditions();

  Parsed<void> Values(FilterCondition& condition);
  Parsed<void> List(FilterCondition& condition);
  Parsed<void> OneValue(FilterCondition& condition);
  Parsed<FilterValue> Value(const FilterCondition& condition);
  Parsed<FilterOperator> Operator(const FilterColumn& column);

  // The column of a condition: of the dataset of this WHERE, or of CurrentUser.
  Parsed<FilterColumn> WhereColumn();
  Parsed<FilterColumn> UserColumn();
  Parsed<FilterColumn> ColumnBehind(FilterColumn owner);
  Parsed<void> KeepColumn(const FilterColumn& column, std::size_t offset);
  void KeepPlaceholder(std::string_view name);

  bool TakeWord(std::string_view word);  // whatever its case
  bool TakeSign(std::string_view sign);
  bool IsAtSign(std::string_view sign) const;
  void Advance() { token_ = NextFilterToken(text_, token_.end()); }

  [[nodiscard]] FilterError At(std::size_t offset, std::string message) const;
  [[nodiscard]] FilterError Unexpected(std::string_view expected) const;

  std::string_view text_;
  FilterToken token_;
  FilterExpression expression_;
  FilterClause clause_;                   // that is being read
  std::optional<FilterDataset> dataset_;  // of its WHERE
};

}  // namespace portside::personalize
