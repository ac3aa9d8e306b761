// SPDX-License-Identifier: Apache-2.0
//
// Which of a dataset's stored rows an export has (developer guide, "Exporting the training data").
// To see which of them replace or repeat each other, fingerprints of so many rows are held at a
// time; the rows of a larger dataset are read several times, each time for another share of them.

#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "portside/store/record_log.h"
#include "services/personalize/datasets/rows/dataset_rows.h"
#include "services/personalize/datasets/rows/rows.h"

namespace portside::personalize {

// CreateDatasetExportJob's ingestionMode.
enum class Selection { kBulk, kPut, kAll };

// Visits the rows of the selection, as they were when it began: rows equal in all fields once;
// otherwise
//   kBulk  every imported row, but those that an INCREMENTAL import replaced;
//   kPut   every row that came through the events API;
//   kAll   with an ID column only the newest row of each ID, whichever way it came; without one
//          both together.
// Rows of users that were deleted since they came are gone; it is as if they had never been there.
// Bulk rows come first, then put ones, each in order of arrival. Of two events with one event id
// the first is kept. Ends early where `visit` says false. At most `held` fingerprints are in
// memory, of about 40 bytes each, and a bit for each row.
void VisitRows(const RecordReader& records, const DatasetRows& dataset, Selection selection,
               const std::function<bool(std::span<const CellView>)>& visit,
               std::size_t held = limits::kHeldFingerprints);

}  // namespace portside::personalize
