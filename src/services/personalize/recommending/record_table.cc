// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/record_table.h"

#include <cassert>
#include <limits>
#include <utility>

#include "services/personalize/datasets/rows/deleted_users.h"
#include "services/personalize/datasets/rows/layouts.h"
#include "services/personalize/datasets/rows/row_reader.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

constexpr std::uint32_t kNull = std::numeric_limits<std::uint32_t>::max();

}  // namespace

RecordTable::RecordTable(DatasetRows dataset) : dataset_(std::move(dataset)) {
  assert(dataset_.id_column);
}

Expected<void, std::string> RecordTable::Refresh(const RecordReader& records) {
  const StreamState bulk = records.StateOf(BulkStream(dataset_.dataset_arn));
  const StreamState put = records.StateOf(PutStream(dataset_.dataset_arn));
  const StreamState deleted = records.StateOf(DeletedStream(dataset_.dataset_arn));
  const bool is_same_but_puts = is_filled_ && bulk == bulk_ && deleted == deleted_;
  if (!is_same_but_puts || !put.HasGrownFrom(put_) || (is_too_large_ && put != put_)) {
    Fill(records);
  } else if (put != put_) {
    FollowPuts(records, put_.last);
  }
  bulk_ = bulk;
  put_ = put;
  deleted_ = deleted;
  is_filled_ = true;
  if (!is_too_large_) return {};
  return Fail("The records of " + dataset_.dataset_arn + " are more than " +
              std::to_string(limits::kHeldTableBytes >> 20U) +
              " MiB; Portside filters and shows the records of smaller datasets only.");
}

void RecordTable::Fill(const RecordReader& records) {
  ids_ = {};
  text_.clear();
  places_.clear();
  is_too_large_ = false;
  VisitRows(records, dataset_, Selection::kAll, [this](std::span<const CellView> row) {
    Set(row);
    return !is_too_large_;
  });
}

// A record that was replaced leaves its former text behind; it goes when all is filled anew.
void RecordTable::FollowPuts(const RecordReader& records, std::int64_t after) {
  const Layouts layouts(records, dataset_);
  RowReader reader(dataset_, layouts);
  records.VisitAfter(PutStream(dataset_.dataset_arn), after, [&](const Record& record) {
    reader.Open(record.bytes);
    while (reader.Next()) Set(reader.cells());
  });
  if (is_too_large_) Fill(records);
}

void RecordTable::Set(std::span<const CellView> row) {
  const std::uint32_t record = ids_.Intern(row[*dataset_.id_column].value_or(""));
  const std::size_t first = std::size_t{record} * dataset_.columns;
  if (places_.size() < first + dataset_.columns) places_.resize(first + dataset_.columns);
  for (std::size_t column = 0; column < dataset_.columns; ++column) {
    const CellView& cell = row[column];
    Place& place = places_[first + column];
    place = {static_cast<std::uint32_t>(text_.size()),
             cell ? static_cast<std::uint32_t>(cell->size()) : kNull};
    if (cell) text_ += *cell;
  }
  is_too_large_ = bytes() > limits::kHeldTableBytes;
}

CellView RecordTable::Cell(std::uint32_t record, std::size_t column) const {
  const Place& place = places_[std::size_t{record} * dataset_.columns + column];
  if (place.size == kNull) return std::nullopt;
  return std::string_view(text_).substr(place.begin, place.size);
}

std::size_t RecordTable::bytes() const {
  return text_.size() + places_.size() * sizeof(Place) + ids_.text().size() +
         ids_.size() * 3 * sizeof(std::uint32_t);
}

}  // namespace portside::personalize
