// SPDX-License-Identifier: Apache-2.0
//
// Whether a filter's columns exist and take what it does with them. The errors are sentences for
// the client and begin as the guide's do ("Invalid Expression…"); what follows is ours.
//
// Known: booleans and unstructured texts cannot be filtered on, nor can an action's expiration and
// repeat frequency (developer guide, "Guidelines and requirements"); an unknown column and `>` on a
// string are refused (AWS Korea's workshop FAQ). Comparisons are for numbers and IN for strings
// (guide), but `CurrentUser.GENDER = "F"` is taken (the FAQ and the guide's own examples).
// Chosen from that: = and != fit every type, IN fits numbers too, a string column takes no number
// without quotes, a number may stand in quotes.

#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"
#include "services/personalize/filters/filter_expression.h"

namespace portside::personalize {

// By FilterDataset, which has the order of DatasetTypes(). Null: the group has no such dataset.
using FilterSchemas = std::array<const AvroSchema*, kFilterDatasets>;

using FilterCheck = Expected<void, std::string>;

FilterCheck CheckFilter(const FilterExpression& expression, const FilterSchemas& schemas);

struct FilterField {
  const AvroField* field = nullptr;
  std::size_t index = 0;  // in its schema

  [[nodiscard]] bool IsNumber() const;
};

// Without regard to case and underscores.
Expected<FilterField, std::string> FindFilterField(const FilterColumn& column,
                                                   const FilterSchemas& schemas);

}  // namespace portside::personalize
