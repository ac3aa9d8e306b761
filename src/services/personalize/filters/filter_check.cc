// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_check.h"

#include <string_view>

#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/filters/filter_tokens.h"

namespace portside::personalize {
namespace {

// Personalize applies these itself.
constexpr std::string_view kOwnColumnsOfActions[] = {"ACTION_EXPIRATION_TIMESTAMP",
                                                     "REPEAT_FREQUENCY"};

tl::unexpected<std::string> Refuse(const std::string& message) {
  return Fail("Invalid Expression: " + message + ".");
}

std::string Typed(const FilterColumn& column, const AvroField& field) {
  return column.Describe() + " is of type " + std::string(AvroTypeName(field.type));
}

bool IsOrder(FilterOperator comparison) { return comparison >= FilterOperator::kLess; }

FilterCheck CheckCanFilter(const FilterColumn& column, const AvroField& field) {
  if (field.type == AvroType::kBoolean || field.type == AvroType::kNull) {
    return Refuse(Typed(column, field) + ", and filters know only strings and numbers");
  }
  if (field.textual) {
    return Refuse(column.Describe() + " is textual, and filters do not look into texts");
  }
  if (column.dataset != FilterDataset::kActions) return {};
  for (const std::string_view own : kOwnColumnsOfActions) {
    if (NormalizedName(column.name) == NormalizedName(own)) {
      return Refuse(column.Describe() + " is applied without a filter and cannot be in one");
    }
  }
  return {};
}

FilterCheck CheckValue(const FilterColumn& column, const FilterField& found,
                       const FilterValue& value) {
  if (value.kind == FilterValue::Kind::kPlaceholder) return {};
  if (found.IsNumber()) {
    if (FilterNumber(value.text)) return {};
    return Refuse(Typed(column, *found.field) + " and cannot be compared with the text " +
                  ShownText(value.text));
  }
  if (value.kind == FilterValue::Kind::kText) return {};
  return Refuse(Typed(column, *found.field) + " and cannot be compared with the number " +
                ShownText(value.text) + "; texts stand in quotes");
}

FilterCheck CheckCondition(const FilterCondition& condition, const FilterSchemas& schemas) {
  const FilterColumn& column = condition.column;
  const FilterField found = TRY(FindFilterField(column, schemas));
  TRY(CheckCanFilter(column, *found.field));
  if (IsOrder(condition.comparison) && !found.IsNumber()) {
    return Refuse(Typed(column, *found.field) + " and cannot be compared by " +
                  std::string(FilterOperatorName(condition.comparison)) +
                  "; use IN, NOT IN, = or !=");
  }
  for (const FilterValue& value : condition.values) TRY(CheckValue(column, found, value));
  if (!condition.current_item) return {};

  const FilterField other = TRY(FindFilterField(*condition.current_item, schemas));
  TRY(CheckCanFilter(*condition.current_item, *other.field));
  if (found.IsNumber() == other.IsNumber()) return {};
  return Refuse(Typed(column, *found.field) + " and cannot be compared with " +
                condition.current_item->Describe() + " of type " +
                std::string(AvroTypeName(other.field->type)));
}

}  // namespace

bool FilterField::IsNumber() const {
  return field->type == AvroType::kInt || field->type == AvroType::kLong ||
         field->type == AvroType::kFloat || field->type == AvroType::kDouble;
}

FilterCheck CheckFilter(const FilterExpression& expression, const FilterSchemas& schemas) {
  for (const FilterClause& clause : expression.clauses()) {
    for (const FilterCondition& condition : clause.conditions) {
      TRY(CheckCondition(condition, schemas));
    }
    for (const FilterCondition& condition : clause.user_conditions) {
      TRY(CheckCondition(condition, schemas));
    }
  }
  return {};
}

Expected<FilterField, std::string> FindFilterField(const FilterColumn& column,
                                                   const FilterSchemas& schemas) {
  const std::string dataset(FilterDatasetName(column.dataset));
  const AvroSchema* schema = schemas[static_cast<std::size_t>(column.dataset)];
  if (schema == nullptr) {
    return Refuse(column.Describe() + " needs a dataset " + dataset +
                  ", and the dataset group has none");
  }
  const std::string wanted = NormalizedName(column.name);
  for (std::size_t i = 0; i < schema->fields.size(); ++i) {
    if (NormalizedName(schema->fields[i].name) == wanted) {
      return FilterField{&schema->fields[i], i};
    }
  }
  return Refuse("the dataset " + dataset + " has no column " + column.name + ", which " +
                column.Describe() + " needs");
}

}  // namespace portside::personalize
