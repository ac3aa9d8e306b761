// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/rows.h"

#include <cassert>
#include <stdexcept>
#include <utility>

#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

constexpr char kVersion = 1;
constexpr char kVersionWithLayout = 2;
// Position of begins_batch in a page.
constexpr std::size_t kHeaderBytes = 3;

void AppendNumber(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<char>((number & 0x7F) | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<char>(number));
}

}  // namespace

void Damaged() { throw std::runtime_error("a stored page of dataset rows is damaged"); }

std::string BulkStream(std::string_view dataset_arn) { return std::string(dataset_arn) + "#bulk"; }
std::string PutStream(std::string_view dataset_arn) { return std::string(dataset_arn) + "#put"; }

std::string LayoutStream(std::string_view dataset_arn) {
  return std::string(dataset_arn) + "#layouts";
}

void AppendRow(std::string& out, std::span<const CellView> row) {
  for (const CellView& cell : row) {
    AppendNumber(out, cell ? cell->size() + 1 : 0);
    if (cell) out.append(*cell);
  }
}

PageWriter::PageWriter(PageOrigin origin, std::size_t columns, Keep keep, std::size_t layout)
    : origin_(origin), columns_(columns), keep_(std::move(keep)), layout_(layout) {
  assert(columns > 0);
}

void PageWriter::BeginPage() {
  page_.reserve(limits::kRecordPageBytes + limits::kRecordPageBytes / 8);
  page_.push_back(layout_ == 0 ? kVersion : kVersionWithLayout);
  page_.push_back(static_cast<char>(origin_));
  page_.push_back(has_begun_ ? 0 : 1);
  if (layout_ != 0) AppendNumber(page_, layout_);
  AppendNumber(page_, columns_);
  has_begun_ = true;
}

void PageWriter::Add(std::span<const CellView> row) {
  assert(row.size() == columns_);
  if (page_.empty()) BeginPage();
  AppendRow(page_, row);
  ++rows_;
  if (page_.size() >= limits::kRecordPageBytes) Finish();
}

void PageWriter::Finish() {
  if (!page_.empty()) keep_(std::exchange(page_, {}));
}

PageReader::PageReader(std::string_view page) : page_(page) {
  if (page.size() < kHeaderBytes) Damaged();
  if (page[0] != kVersion && page[0] != kVersionWithLayout) Damaged();
  origin_ = static_cast<PageOrigin>(page[1]);
  begins_batch_ = page[2] != 0;
  position_ = kHeaderBytes;
  if (page[0] == kVersionWithLayout) layout_ = ReadNumber();
  columns_ = ReadNumber();
  // Every cell has at least one byte.
  if (columns_ == 0 || columns_ > page.size()) Damaged();
  cell_ends_.reserve(columns_);
}

std::uint64_t PageReader::ReadNumber() {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (position_ >= page_.size()) Damaged();
    const auto byte = static_cast<unsigned char>(page_[position_++]);
    number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
  Damaged();
}

bool PageReader::Next(std::vector<CellView>& row) {
  row.clear();
  cell_ends_.clear();
  if (position_ >= page_.size()) return false;
  row_begin_ = position_;
  for (std::size_t i = 0; i < columns_; ++i) {
    const std::uint64_t tag = ReadNumber();
    if (tag == 0) {
      row.emplace_back();
    } else {
      const std::uint64_t length = tag - 1;
      if (length > page_.size() - position_) Damaged();
      row.emplace_back(page_.substr(position_, length));
      position_ += length;
    }
    cell_ends_.push_back(position_);
  }
  return true;
}

std::string_view PageReader::RowBytes(std::size_t cells) const {
  assert(cells > 0 && cells <= cell_ends_.size());
  return page_.substr(row_begin_, cell_ends_[cells - 1] - row_begin_);
}

}  // namespace portside::personalize
