// SPDX-License-Identifier: Apache-2.0
//
// RowReader: the rows of stored pages as the schema of their reader has them: one cell for each of
// its fields, in their order, null where the page is older than the field.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/personalize/datasets/rows/dataset_rows.h"
#include "services/personalize/datasets/rows/fingerprint.h"
#include "services/personalize/datasets/rows/layouts.h"
#include "services/personalize/datasets/rows/rows.h"

namespace portside::personalize {

class RowReader {
 public:
  // Both must outlive the reader.
  RowReader(const DatasetRows& dataset, const Layouts& layouts)
      : dataset_(dataset), layouts_(layouts) {}

  // `page` must outlive what is read of it. The rows of the page before are gone.
  const PageReader& Open(std::string_view page);
  // The next row of the page. False at its end.
  bool Next();

  [[nodiscard]] std::span<const CellView> cells() const;
  // Of interactions: the client's id of the event.
  [[nodiscard]] CellView event_id() const;
  // Equal for rows whose cells are equal, whatever pages they are of.
  [[nodiscard]] Fingerprint Print() const;

 private:
  const DatasetRows& dataset_;
  const Layouts& layouts_;
  std::optional<PageReader> page_;
  const Layouts::Places* places_ = nullptr;
  std::vector<CellView> stored_;
  std::vector<CellView> cells_;  // unless they are the first of stored_
};

}  // namespace portside::personalize
