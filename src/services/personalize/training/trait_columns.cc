// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/trait_columns.h"

#include <algorithm>
#include <array>

#include "portside/base/encoding.h"

namespace portside::personalize {
namespace {

// Whether trainingDataConfig leaves a column in. The model does not say how a dataset type is
// written there.
bool IsTrainedOn(const Json& config, std::string_view type, const std::string& column) {
  const auto data = config.find("trainingDataConfig");
  if (data == config.end()) return true;
  const auto names = [&](const char* member, bool otherwise) {
    const auto by_type = data->find(member);
    if (by_type == data->end()) return otherwise;
    for (const auto& [key, columns] : by_type->items()) {
      if (!EqualsIgnoreCase(key, type)) continue;
      return std::find(columns.begin(), columns.end(), Json(column)) != columns.end();
    }
    return otherwise;
  };
  return !names("excludedDatasetColumns", false) && names("includedDatasetColumns", true);
}

bool HasOwnMeaning(std::string_view column) {
  static constexpr std::array<std::string_view, 3> kColumns = {"EVENT_TYPE", "IMPRESSION",
                                                               "RECOMMENDATION_ID"};
  return std::ranges::find(kColumns, column) != kColumns.end();
}

}  // namespace

std::vector<TraitColumn> TraitColumnsOf(const AvroSchema& schema, std::string_view type,
                                        const Json& config) {
  std::vector<TraitColumn> columns;
  for (std::size_t at = 0; at < schema.fields.size(); ++at) {
    const AvroField& field = schema.fields[at];
    if (!field.categorical || HasOwnMeaning(field.name)) continue;
    if (IsTrainedOn(config, type, field.name)) columns.push_back({at, field.name});
  }
  return columns;
}

}  // namespace portside::personalize
