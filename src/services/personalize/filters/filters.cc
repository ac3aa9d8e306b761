// SPDX-License-Identifier: Apache-2.0
//
// Filters: an expression that is read, and held against the schemas of the group's datasets, when
// the filter is made. The real service does the same before it answers (docs/COMPATIBILITY.md).

#include <array>

#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/errors.h"
#include "services/personalize/filters/filter_check.h"
#include "services/personalize/filters/filter_expression.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"
#include "services/personalize/states.h"

namespace portside::personalize {

constexpr JobKind kFilterKind{.name = "personalize::filter",
                              .states = kDeletableStates,
                              .commands = kDeletableCommands,
                              .fail = PutFailureReason};
static_assert(IsWellFormed(kFilterKind));

Result<void> PrepareFilter(const Json& input, Resource&, RequestContext& context) {
  const auto expression = FilterExpression::Parse(StringOr(input, "filterExpression"));
  if (!expression) return Fail(InvalidInput(expression.error().Describe()));
  const Json texts = SchemaTextsOf(StringOr(input, "datasetGroupArn"), context);
  std::array<std::optional<AvroSchema>, kFilterDatasets> schemas;
  FilterSchemas pointers{};
  for (std::size_t at = 0; at < kFilterDatasets; ++at) {
    schemas[at] = SchemaOfType(texts, DatasetTypes()[at].name);
    pointers[at] = schemas[at] ? &*schemas[at] : nullptr;
  }
  const FilterCheck check = CheckFilter(*expression, pointers);
  if (!check) return Fail(InvalidInput(check.error()));
  return {};
}

}  // namespace portside::personalize
