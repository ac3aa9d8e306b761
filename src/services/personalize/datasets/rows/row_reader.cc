// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/row_reader.h"

namespace portside::personalize {

const PageReader& RowReader::Open(std::string_view page) {
  page_.emplace(page);
  places_ = &layouts_.Of(page_->layout());
  return *page_;
}

bool RowReader::Next() {
  if (!page_->Next(stored_)) return false;
  if (places_->is_same) {
    if (stored_.size() < dataset_.columns) Damaged();
    return true;
  }
  if (stored_.size() != places_->cells) Damaged();
  cells_.clear();
  for (const std::optional<std::size_t>& place : places_->of_field) {
    cells_.push_back(place ? stored_[*place] : CellView());
  }
  return true;
}

std::span<const CellView> RowReader::cells() const {
  return places_->is_same ? std::span(stored_).first(dataset_.columns) : std::span(cells_);
}

CellView RowReader::event_id() const {
  // Only what has no identity has events, and its schema stays as it is.
  if (dataset_.id_column || stored_.size() <= dataset_.columns) return std::nullopt;
  return stored_[dataset_.columns];
}

Fingerprint RowReader::Print() const {
  if (places_->is_same) return FingerprintOf(page_->RowBytes(dataset_.columns));
  std::string bytes;
  AppendRow(bytes, cells_);
  return FingerprintOf(bytes);
}

}  // namespace portside::personalize
