// SPDX-License-Identifier: Apache-2.0
//
// Columns of a row by their names in its schema, and numbers in their cells.

#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "portside/formats/avro_schema.h"
#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/rows/rows.h"

namespace portside::personalize {

// The place of a column in a schema, by its exact name; nothing: it has none.
inline std::optional<std::size_t> PlaceOf(const AvroSchema& schema, std::string_view column) {
  for (std::size_t at = 0; at < schema.fields.size(); ++at) {
    if (schema.fields[at].name == column) return at;
  }
  return std::nullopt;
}

// The same by a name of a client, without regard to case and underscores.
inline std::optional<std::size_t> PlaceOfName(const AvroSchema& schema, std::string_view name) {
  const std::string wanted = NormalizedName(name);
  for (std::size_t at = 0; at < schema.fields.size(); ++at) {
    if (NormalizedName(schema.fields[at].name) == wanted) return at;
  }
  return std::nullopt;
}

// Null where there is no such column.
inline CellView CellAt(std::span<const CellView> row, std::optional<std::size_t> column) {
  return column ? row[*column] : CellView();
}

// The number that is all of a cell; nothing where there is none.
template <typename T>
std::optional<T> NumberIn(const CellView& cell) {
  T number{};
  if (!cell) return std::nullopt;
  const auto [end, error] = std::from_chars(cell->data(), cell->data() + cell->size(), number);
  if (error != std::errc{} || end != cell->data() + cell->size()) return std::nullopt;
  return number;
}

}  // namespace portside::personalize
