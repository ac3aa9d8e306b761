// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/row_selection.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/personalize/datasets/rows/deleted_users.h"
#include "services/personalize/datasets/rows/fingerprint_set.h"
#include "services/personalize/datasets/rows/fingerprint_table.h"
#include "services/personalize/datasets/rows/layouts.h"
#include "services/personalize/datasets/rows/row_reader.h"

namespace portside::personalize {
namespace {

// Where a row stands among the rows that could replace each other: a later one has a higher rank.
using Rank = std::uint64_t;

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

// A row of one reading.
struct Row {
  std::uint64_t index = 0;  // the same in every reading
  Rank rank = 0;
  std::int64_t sequence = 0;  // of its page
  bool may_replace = false;
  const RowReader& read;
};

// The rows of one page at once, so that the memory of a row's fingerprint is on its way before it
// is that row's turn.
class PageRows {
 public:
  void Read(RowReader& reader, std::string_view bytes) {
    cells_.clear();
    prints_.clear();
    events_.clear();
    reader.Open(bytes);
    while (reader.Next()) {
      const auto row = reader.cells();
      columns_ = row.size();
      cells_.insert(cells_.end(), row.begin(), row.end());
      prints_.push_back(reader.Print());
      events_.push_back(reader.event_id());
    }
  }
  void PrepareFirst(const FingerprintSet& set) const {
    for (std::size_t at = 0; at < std::min(kAhead, prints_.size()); ++at) set.Prepare(prints_[at]);
  }
  void Prepare(std::size_t at, const FingerprintSet& set) const {
    if (at + kAhead < prints_.size()) set.Prepare(prints_[at + kAhead]);
  }
  [[nodiscard]] std::size_t size() const { return prints_.size(); }
  [[nodiscard]] const Fingerprint& print(std::size_t at) const { return prints_[at]; }
  [[nodiscard]] const CellView& event(std::size_t at) const { return events_[at]; }
  [[nodiscard]] std::span<const CellView> cells(std::size_t at) const {
    return std::span(cells_).subspan(at * columns_, columns_);
  }

 private:
  static constexpr std::size_t kAhead = 24;

  std::size_t columns_ = 0;
  std::vector<CellView> cells_;
  std::vector<Fingerprint> prints_;
  std::vector<CellView> events_;
};

// A slot of FingerprintSet is half of one of FingerprintTable, and its table is never half empty.
constexpr std::size_t kHeldPerSlot = 4;

class RowVisitor {
 public:
  RowVisitor(const RecordReader& records, const DatasetRows& dataset, Selection selection,
             std::size_t held)
      : records_(records),
        dataset_(dataset),
        selection_(selection),
        held_(held),
        layouts_(records, dataset),
        reader_(dataset, layouts_) {
    if (selection != Selection::kPut) streams_.push_back(BulkStream(dataset.dataset_arn));
    if (selection != Selection::kBulk) streams_.push_back(PutStream(dataset.dataset_arn));
    replaces_ = dataset.id_column.has_value() && selection != Selection::kPut;
  }

  void Run(const std::function<bool(std::span<const CellView>)>& visit) {
    std::uint64_t visited = 0;
    const std::uint64_t deletions = CountDeletions();
    if (!replaces_ && deletions == 0 && RunOnce(visit, visited)) return;
    const std::uint64_t rows = CountRows();
    dropped_.assign(rows, false);
    const std::uint64_t most = std::max(rows, deletions);
    parts_ = std::max<std::uint64_t>(1, (most + held_ - 1) / held_);
    table_capacity_ = static_cast<std::size_t>(std::min<std::uint64_t>(most, held_));
    for (std::uint64_t part = 0; deletions > 0 && part < parts_; ++part) DropDeleted(part);
    for (std::uint64_t part = 0; replaces_ && part < parts_; ++part) DropReplaced(part);
    for (std::uint64_t part = 0; part < parts_; ++part) DropRepeatedRows(part);
    for (std::uint64_t part = 0; has_events_ && part < parts_; ++part) DropRepeatedEvents(part);
    bool goes_on = true;
    EachRow([&](const Row& row) {
      if (!goes_on || row.index < visited || dropped_[row.index]) return;
      goes_on = visit(row.read.cells());
    });
  }

 private:
  // Where no row replaces another and no user is deleted, the rows before one decide about it: one
  // reading will do, as long as all fingerprints find room. False: they did not, and `visited` rows
  // are done with.
  bool RunOnce(const std::function<bool(std::span<const CellView>)>& visit,
               std::uint64_t& visited) {
    const std::size_t most = held_ * kHeldPerSlot;
    FingerprintSet rows(most);
    FingerprintSet events(most);
    bool is_full = false;
    bool goes_on = true;
    for (const std::string& stream : streams_) {
      std::int64_t last = records_.StateOf(stream).last;
      records_.Visit(stream, [&](const Record& record) {
        if (is_full || !goes_on) return;
        page_.Read(reader_, record.bytes);
        // As if every page had as many: those of an import were numbered one after the other.
        if (const std::int64_t pages = std::exchange(last, 0) - record.sequence; pages > 0) {
          rows.Expect(page_.size() * static_cast<std::size_t>(pages + 1));
        }
        page_.PrepareFirst(rows);
        for (std::size_t at = 0; at < page_.size() && goes_on; ++at) {
          page_.Prepare(at, rows);
          const Fate fate = Judge(page_.print(at), page_.event(at), rows, events);
          is_full = fate == Fate::kUnknown;
          if (is_full) return;
          ++visited;
          if (fate == Fate::kKept) goes_on = visit(page_.cells(at));
        }
      });
    }
    return !is_full;
  }

  enum class Fate { kKept, kDropped, kUnknown };
  static Fate Judge(const Fingerprint& print, const CellView& event, FingerprintSet& rows,
                    FingerprintSet& events) {
    using enum FingerprintSet::Added;
    const auto row = rows.Add(print);
    if (row == kFull) return Fate::kUnknown;
    if (row == kKnown) return Fate::kDropped;
    if (!event) return Fate::kKept;
    const auto known = events.Add(FingerprintOf(*event));
    if (known == kFull) return Fate::kUnknown;
    return known == kKnown ? Fate::kDropped : Fate::kKept;
  }

  template <typename Visit>
  void EachRow(const Visit& visit) {
    Ranking ranking(selection_);
    std::uint64_t index = 0;
    for (const std::string& stream : streams_) {
      records_.Visit(stream, [&](const Record& record) {
        const PageReader& page = reader_.Open(record.bytes);
        ranking.BeginPage(page, record.sequence);
        // A FULL import begins its stream: there is nothing before it to hide.
        const bool may_replace =
            selection_ == Selection::kAll || page.origin() == PageOrigin::kIncremental;
        while (reader_.Next())
          visit(Row{index++, ranking.Next(), record.sequence, may_replace, reader_});
      });
    }
  }

  std::uint64_t CountRows() {
    std::uint64_t rows = 0;
    EachRow([&](const Row& row) {
      has_events_ = has_events_ || row.read.event_id().has_value();
      ++rows;
    });
    return rows;
  }

  std::uint64_t CountDeletions() {
    std::uint64_t deletions = 0;
    if (!dataset_.user_column) return deletions;
    VisitDeletedUsers(records_, dataset_.dataset_arn,
                      [&](const Fingerprint&, std::int64_t) { ++deletions; });
    return deletions;
  }

  [[nodiscard]] bool IsOf(std::uint64_t part, const Fingerprint& print) const {
    return print.high % parts_ == part;
  }

  void DropDeleted(std::uint64_t part) {
    FingerprintTable deleted(table_capacity_);
    VisitDeletedUsers(records_, dataset_.dataset_arn,
                      [&](const Fingerprint& user, std::int64_t sequence) {
                        if (!IsOf(part, user)) return;
                        std::uint64_t& below = deleted.ValueOf(user);
                        below = std::max(below, static_cast<std::uint64_t>(sequence));
                      });
    EachRow([&](const Row& row) {
      const Fingerprint user = FingerprintOf(row.read.cells()[*dataset_.user_column].value_or(""));
      if (!IsOf(part, user)) return;
      const std::uint64_t* below = deleted.Find(user);
      if (below == nullptr || static_cast<std::uint64_t>(row.sequence) > *below) return;
      dropped_[row.index] = true;
    });
  }

  // What a later row, or the row of a later import, has replaced.
  void DropReplaced(std::uint64_t part) {
    FingerprintTable newest(table_capacity_);
    const auto id_of = [&](const Row& row) {
      return FingerprintOf(row.read.cells()[*dataset_.id_column].value_or(""));
    };
    EachRow([&](const Row& row) {
      if (!row.may_replace || dropped_[row.index]) return;
      const Fingerprint id = id_of(row);
      if (!IsOf(part, id)) return;
      std::uint64_t& rank = newest.ValueOf(id);
      rank = std::max(rank, row.rank);
    });
    if (newest.size() == 0) return;
    EachRow([&](const Row& row) {
      const Fingerprint id = id_of(row);
      if (!IsOf(part, id)) return;
      const std::uint64_t* rank = newest.Find(id);
      if (rank != nullptr && row.rank < *rank) dropped_[row.index] = true;
    });
  }

  // Of equal rows the first stays.
  void DropRepeatedRows(std::uint64_t part) {
    DropRepeated(part, [](const Row& row) { return std::optional(row.read.Print()); });
  }

  void DropRepeatedEvents(std::uint64_t part) {
    DropRepeated(part, [](const Row& row) -> std::optional<Fingerprint> {
      const CellView id = row.read.event_id();
      if (!id) return std::nullopt;
      return FingerprintOf(*id);
    });
  }

  template <typename PrintOf>
  void DropRepeated(std::uint64_t part, const PrintOf& print_of) {
    FingerprintTable seen(table_capacity_);
    EachRow([&](const Row& row) {
      if (dropped_[row.index]) return;
      const std::optional<Fingerprint> print = print_of(row);
      if (!print || !IsOf(part, *print)) return;
      std::uint64_t& times = seen.ValueOf(*print);
      if (++times > 1) dropped_[row.index] = true;
    });
  }

  const RecordReader& records_;
  const DatasetRows& dataset_;
  Selection selection_;
  std::size_t held_;
  bool replaces_ = false;
  bool has_events_ = false;
  std::vector<std::string> streams_;
  std::uint64_t parts_ = 1;
  std::size_t table_capacity_ = 0;
  std::vector<bool> dropped_;  // by index
  Layouts layouts_;
  RowReader reader_;
  PageRows page_;
};

}  // namespace

void VisitRows(const RecordReader& records, const DatasetRows& dataset, Selection selection,
               const std::function<bool(std::span<const CellView>)>& visit, std::size_t held) {
  records.Together([&] { RowVisitor(records, dataset, selection, held).Run(visit); });
}

}  // namespace portside::personalize
