// SPDX-License-Identifier: Apache-2.0
//
// The layouts of a dataset's pages: which field each of their cells belongs to. A dataset begins
// with the layout 0, the fields of its schema in order; each UpdateDataset adds one. A page says
// which it has (rows.h), and a stream of the dataset has the names of them all, a record each, once
// there is more than one. So whoever reads rows finds them by the names of its own schema, whether
// that is newer or older than the page, and rows are never written again.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/avro_schema.h"
#include "portside/store/record_log.h"
#include "services/personalize/datasets/rows/dataset_rows.h"

namespace portside::personalize {

// Core thread. Joins the caller's unit of work.
void AppendLayout(RecordLog& records, std::string_view dataset_arn, const AvroSchema& schema);

// The layouts as one reader's schema sees them. A damaged stream throws std::runtime_error.
class Layouts {
 public:
  // For each field of the reader's schema the index of its cell; nothing: rows of this layout lack
  // it, and it is null. `is_same`: the cells are the fields in their order.
  struct Places {
    bool is_same = true;
    std::size_t cells = 0;  // of a row; 0: of any number
    std::vector<std::optional<std::size_t>> of_field = {};
  };

  Layouts(const RecordReader& records, const DatasetRows& dataset);
  [[nodiscard]] const Places& Of(std::size_t layout) const;

 private:
  std::vector<Places> layouts_;
};

}  // namespace portside::personalize
