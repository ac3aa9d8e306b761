// SPDX-License-Identifier: Apache-2.0
//
// The rows of a dataset in the record log. Each dataset has two streams, one per way in: bulk (an
// import job) and put (the events API). A record is a page: a header and rows of cells in the order
// of the schema's fields, so that a million rows are a few thousand records.
//
//   page   = version origin begins layout? columns row*
//   row    = cell{columns}
//   cell   = 0 (null) | length + 1, bytes          numbers as base-128 varints
//
// Pages of version 2 name their layout (layouts.h); those of version 1 have the layout 0.
//
// A row may have more cells than the schema has fields: the cell after the last field is the
// client's event id, which identifies an event but is not exported.
//
// Nothing is ever deleted inside a stream. A FULL import is published in place of the bulk stream,
// an INCREMENTAL one behind it, and its rows hide the earlier ones of the same ID when the stream
// is read. So the end of an import is one short unit of work, however many rows it has or came
// before.
//
// Damaged pages mean a broken database: std::runtime_error.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/store/record_log.h"
#include "services/personalize/limits.h"

namespace portside::personalize {

std::string BulkStream(std::string_view dataset_arn);
std::string PutStream(std::string_view dataset_arn);
std::string LayoutStream(std::string_view dataset_arn);

enum class PageOrigin : char { kFull = 'F', kIncremental = 'I', kPut = 'P' };

// A cell of a stored row; nothing is null. Valid as long as its page.
using CellView = std::optional<std::string_view>;

// Throws: the database is broken.
[[noreturn]] void Damaged();

// The stored form of a row: equal rows, equal bytes.
void AppendRow(std::string& out, std::span<const CellView> row);

// Packs rows into pages of about limits::kRecordPageBytes.
class PageWriter {
 public:
  // Takes the pages in order; the first one begins a batch.
  using Keep = std::function<void(std::string page)>;
  PageWriter(PageOrigin origin, std::size_t columns, Keep keep, std::size_t layout = 0);

  // `row` has exactly `columns` cells.
  void Add(std::span<const CellView> row);
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  // Gives the last page, if there are rows. Ends the writer.
  void Finish();

 private:
  void BeginPage();

  PageOrigin origin_;
  std::size_t columns_;
  Keep keep_;
  std::size_t layout_;
  bool has_begun_ = false;
  std::uint64_t rows_ = 0;
  std::string page_;
};

class PageReader {
 public:
  // `page` must outlive the reader.
  explicit PageReader(std::string_view page);

  [[nodiscard]] PageOrigin origin() const { return origin_; }
  // True on the first page of an import or put.
  [[nodiscard]] bool begins_batch() const { return begins_batch_; }
  [[nodiscard]] std::size_t layout() const { return layout_; }

  // The next row. False at the end.
  bool Next(std::vector<CellView>& row);
  // The stored bytes of the first `cells` cells of the row just read: equal rows, equal bytes.
  [[nodiscard]] std::string_view RowBytes(std::size_t cells) const;

 private:
  std::uint64_t ReadNumber();

  std::string_view page_;
  std::size_t position_ = 0;
  PageOrigin origin_ = PageOrigin::kFull;
  bool begins_batch_ = false;
  std::size_t layout_ = 0;
  std::size_t columns_ = 0;
  std::size_t row_begin_ = 0;
  std::vector<std::size_t> cell_ends_;
};

}  // namespace portside::personalize
