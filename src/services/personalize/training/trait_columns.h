// SPDX-License-Identifier: Apache-2.0
//
// Trait columns: the categorical columns of a dataset that a training learns from, and the traits
// (traits.h) that their cells say.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/formats/avro_schema.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/models/traits.h"

namespace portside::personalize {

struct TraitColumn {
  std::size_t place = 0;
  std::string name;
};

// Of the dataset type `type`, in capitals; without those that solutionConfig's trainingDataConfig
// leaves out, and without those of interactions that have a meaning of their own.
std::vector<TraitColumn> TraitColumnsOf(const AvroSchema& schema, std::string_view type,
                                        const Json& config);

// Calls `visit` with each value of a categorical cell: a bar is between two.
template <typename Visit>
void EachCategory(std::string_view cell, const Visit& visit) {
  while (!cell.empty()) {
    const std::size_t bar = std::min(cell.find('|'), cell.size());
    visit(cell.substr(0, bar));
    cell.remove_prefix(std::min(bar + 1, cell.size()));
  }
}

// Calls `visit` with the name of each trait of a row.
template <typename Visit>
void EachTrait(std::span<const CellView> row, std::string_view type,
               const std::vector<TraitColumn>& columns, const Visit& visit) {
  for (const TraitColumn& column : columns) {
    if (!row[column.place]) continue;
    EachCategory(*row[column.place],
                 [&](std::string_view value) { visit(TraitName(type, column.name, value)); });
  }
}

}  // namespace portside::personalize
