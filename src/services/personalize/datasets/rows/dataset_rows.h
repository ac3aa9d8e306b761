// SPDX-License-Identifier: Apache-2.0
//
// DatasetRows: what the reader of a dataset's rows must know of it (row_selection.h).

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace portside::personalize {

struct DatasetRows {
  std::string dataset_arn;
  std::size_t columns = 0;               // fields of its schema
  std::optional<std::size_t> id_column;  // index of the field that identifies a record
  // The names of the fields, where its schema may have been another when rows came (layouts.h).
  std::vector<std::string> names = {};
  // Index of the field with the user whose deletion takes the row along (deleted_users.h).
  std::optional<std::size_t> user_column = std::nullopt;
};

}  // namespace portside::personalize
