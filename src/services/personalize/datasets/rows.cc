// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "services/personalize/datasets/fingerprint.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

constexpr char kVersion = 1;
// Position of begins_batch in a page.
constexpr std::size_t kHeaderBytes = 3;

void AppendNumber(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<char>((number & 0x7F) | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<char>(number));
}

[[noreturn]] void Damaged() {
  throw std::runtime_error("a stored page of dataset rows is damaged");
}

using FingerprintSet = std::unordered_set<Fingerprint, FingerprintHash>;

// Where a row stands among the rows that could replace each other: a later one has a higher rank.
using Rank = std::uint64_t;
using NewestRanks = std::unordered_map<Fingerprint, Rank, FingerprintHash>;

// Gives the rows of one reading their ranks. Within BULK alone the batches replace each other, so
// that same-ID rows of one import are all kept; with ALL every row replaces its predecessors.
class Ranking {
 public:
  explicit Ranking(Selection selection) : by_batch_(selection == Selection::kBulk) {}

  void BeginPage(const PageReader& page, std::int64_t sequence) {
    if (page.begins_batch()) ++batch_;
    base_ = static_cast<Rank>(sequence) << kRowBits;
    row_ = 0;
  }
  Rank Next() { return by_batch_ ? batch_ : base_ + row_++; }

 private:
  // A row has at least one byte, so a page has fewer rows than this; see PageWriter::Add.
  static constexpr int kRowBits = 24;

  bool by_batch_;
  Rank batch_ = 0;
  Rank base_ = 0;
  Rank row_ = 0;
};

class RowVisitor {
 public:
  RowVisitor(const RecordReader& records, const DatasetRows& dataset, Selection selection)
      : records_(records), dataset_(dataset), selection_(selection) {
    if (selection != Selection::kPut) streams_.push_back(BulkStream(dataset.dataset_arn));
    if (selection != Selection::kBulk) streams_.push_back(PutStream(dataset.dataset_arn));
    last_.resize(streams_.size());
    replaces_ = dataset.id_column.has_value() && selection != Selection::kPut;
  }

  VisitOutcome Run(const std::function<void(std::span<const CellView>)>& visit) {
    if (replaces_) FindNewest();
    Ranking ranking(selection_);
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      std::int64_t seen = 0;
      records_.Visit(streams_[i], [&](const Record& record) {
        // What arrived after the first reading belongs to a later export.
        if (replaces_ && record.sequence > last_[i]) return;
        seen = record.sequence;
        VisitPage(record, ranking, visit);
      });
      // A stream loses records only as a whole, so its last one stands for all.
      if (replaces_ && seen != last_[i]) return VisitOutcome::kChanged;
    }
    return VisitOutcome::kDone;
  }

 private:
  // First reading: the newest rank of every ID that has one.
  void FindNewest() {
    Ranking ranking(selection_);
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      records_.Visit(streams_[i], [&](const Record& record) {
        last_[i] = record.sequence;
        PageReader page(record.bytes);
        ranking.BeginPage(page, record.sequence);
        // A FULL import begins its stream: there is nothing before it to hide.
        if (selection_ == Selection::kBulk && page.origin() != PageOrigin::kIncremental) return;
        while (page.Next(row_)) {
          Rank& newest = newest_[Id()];
          newest = std::max(newest, ranking.Next());
        }
      });
    }
  }

  void VisitPage(const Record& record, Ranking& ranking,
                 const std::function<void(std::span<const CellView>)>& visit) {
    PageReader page(record.bytes);
    ranking.BeginPage(page, record.sequence);
    while (page.Next(row_)) {
      const Rank rank = ranking.Next();
      if (row_.size() < dataset_.columns) Damaged();
      if (replaces_ && IsReplaced(rank)) continue;
      if (!seen_.insert(FingerprintOf(page.RowBytes(dataset_.columns))).second) continue;
      if (IsRepeatedEvent()) continue;
      visit(std::span<const CellView>(row_).first(dataset_.columns));
    }
  }

  [[nodiscard]] Fingerprint Id() const {
    return FingerprintOf(row_.at(*dataset_.id_column).value_or(""));
  }

  [[nodiscard]] bool IsReplaced(Rank rank) const {
    const auto newest = newest_.find(Id());
    return newest != newest_.end() && rank < newest->second;
  }

  bool IsRepeatedEvent() {
    if (row_.size() <= dataset_.columns || !row_[dataset_.columns]) return false;
    return !event_ids_.insert(FingerprintOf(*row_[dataset_.columns])).second;
  }

  const RecordReader& records_;
  const DatasetRows& dataset_;
  Selection selection_;
  bool replaces_ = false;
  std::vector<std::string> streams_;
  // The sequence of the last record of each stream in the first reading.
  std::vector<std::int64_t> last_;
  NewestRanks newest_;
  FingerprintSet seen_;
  FingerprintSet event_ids_;
  std::vector<CellView> row_;
};

}  // namespace

std::string BulkStream(std::string_view dataset_arn) { return std::string(dataset_arn) + "#bulk"; }
std::string PutStream(std::string_view dataset_arn) { return std::string(dataset_arn) + "#put"; }

PageWriter::PageWriter(PageOrigin origin, std::size_t columns)
    : origin_(origin), columns_(columns) {
  assert(columns > 0);
}

void PageWriter::BeginPage() {
  std::string page;
  page.reserve(limits::kRecordPageBytes + limits::kRecordPageBytes / 8);
  page.push_back(kVersion);
  page.push_back(static_cast<char>(origin_));
  page.push_back(pages_.empty() ? 1 : 0);
  AppendNumber(page, columns_);
  if (!pages_.empty()) pages_.back().shrink_to_fit();
  pages_.push_back(std::move(page));
}

void PageWriter::Add(std::span<const CellView> row) {
  assert(row.size() == columns_);
  if (pages_.empty() || pages_.back().size() >= limits::kRecordPageBytes) BeginPage();
  std::string& page = pages_.back();
  for (const CellView& cell : row) {
    AppendNumber(page, cell ? cell->size() + 1 : 0);
    if (cell) page.append(*cell);
  }
  ++rows_;
}

std::vector<std::string> PageWriter::Finish() { return std::move(pages_); }

PageReader::PageReader(std::string_view page) : page_(page) {
  if (page.size() < kHeaderBytes || page[0] != kVersion) Damaged();
  origin_ = static_cast<PageOrigin>(page[1]);
  begins_batch_ = page[2] != 0;
  position_ = kHeaderBytes;
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

VisitOutcome VisitRows(const RecordReader& records, const DatasetRows& dataset, Selection selection,
                       const std::function<void(std::span<const CellView>)>& visit) {
  return RowVisitor(records, dataset, selection).Run(visit);
}

}  // namespace portside::personalize
