// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows.h"
#include "services/personalize/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace portside::personalize {
namespace {

using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kArn[] = "arn:aws:personalize:us-west-2:123456789012:dataset/g/ITEMS";

std::vector<std::string> Pack(PageOrigin origin, const Rows& rows) {
  PageWriter writer(origin, rows.front().size());
  for (const Row& row : rows) writer.Add(std::vector<CellView>(row.begin(), row.end()));
  return writer.Finish();
}

Row Own(std::span<const CellView> cells) {
  Row row;
  for (const CellView& cell : cells) row.emplace_back(cell);
  return row;
}

Rows Unpack(const std::vector<std::string>& pages) {
  Rows rows;
  for (const std::string& bytes : pages) {
    PageReader page(bytes);
    std::vector<CellView> cells;
    while (page.Next(cells)) rows.push_back(Own(cells));
  }
  return rows;
}

// Streams in memory, numbered in order of arrival as the record log numbers them.
class Records final : public RecordReader {
 public:
  void Import(PageOrigin origin, const Rows& rows) {
    if (origin == PageOrigin::kFull) {
      std::erase_if(stored_, [](const Stored& s) { return s.stream == BulkStream(kArn); });
    }
    Append(BulkStream(kArn), Pack(origin, rows));
  }
  void Put(const Rows& rows) { Append(PutStream(kArn), Pack(PageOrigin::kPut, rows)); }

  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override {
    for (const Stored& record : stored_) {
      if (record.stream == stream) visit({record.sequence, record.stream, record.bytes});
    }
    if (++visits_ == change_after_ && change_) change_();
  }

  void ChangeAfterVisit(int visit, std::function<void()> change) {
    change_after_ = visit;
    change_ = std::move(change);
  }

 private:
  struct Stored {
    std::string stream;
    std::int64_t sequence;
    std::string bytes;
  };
  void Append(const std::string& stream, const std::vector<std::string>& pages) {
    for (const std::string& page : pages) stored_.push_back({stream, ++last_, page});
  }

  std::vector<Stored> stored_;
  std::int64_t last_ = 0;
  mutable int visits_ = 0;
  int change_after_ = 0;
  std::function<void()> change_;
};

struct Visited {
  VisitOutcome outcome;
  Rows rows;
};

Visited VisitAll(const Records& records, Selection selection, const DatasetRows& dataset) {
  Visited visited{VisitOutcome::kDone, {}};
  visited.outcome = VisitRows(records, dataset, selection, [&](std::span<const CellView> cells) {
    visited.rows.push_back(Own(cells));
  });
  return visited;
}

DatasetRows Items() { return {kArn, 2, 0}; }
DatasetRows Interactions() { return {kArn, 2, std::nullopt}; }

TEST(PageTest, KeepsEveryKindOfCell) {
  const Rows rows = {{"a", ""},
                     {std::nullopt, "b\n,\""},
                     {std::string(300, 'x'), std::nullopt},
                     {std::string("\0\xFF", 2), "é"}};
  EXPECT_EQ(Unpack(Pack(PageOrigin::kFull, rows)), rows);
}

TEST(PageTest, NullAndEmptyAreDifferentRows) {
  const auto null = Pack(PageOrigin::kPut, {{std::nullopt}});
  const auto empty = Pack(PageOrigin::kPut, {{""}});
  EXPECT_NE(null, empty);
}

TEST(PageTest, FillsPagesAndMarksTheFirst) {
  Rows rows;
  for (int i = 0; i < 300; ++i) rows.push_back({std::to_string(i), std::string(1000, 'x')});
  const auto pages = Pack(PageOrigin::kIncremental, rows);
  ASSERT_GT(pages.size(), 2u);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_EQ(PageReader(pages[i]).begins_batch(), i == 0);
    EXPECT_EQ(PageReader(pages[i]).origin(), PageOrigin::kIncremental);
    EXPECT_LT(pages[i].size(), limits::kRecordPageBytes + 2000);
  }
  EXPECT_EQ(Unpack(pages), rows);
}

TEST(PageTest, AWriterWithoutRowsHasNoPages) {
  EXPECT_THAT(PageWriter(PageOrigin::kFull, 3).Finish(), IsEmpty());
}

TEST(PageTest, EveryTruncationOfAPageIsNoticedOrEndsAtARow) {
  const Rows rows = {{"abc", "d"}, {"e", std::nullopt}};
  const std::string page = Pack(PageOrigin::kFull, rows).front();
  for (std::size_t size = 0; size < page.size(); ++size) {
    try {
      const Rows read = Unpack({page.substr(0, size)});
      EXPECT_LT(read.size(), rows.size()) << size;
    } catch (const std::runtime_error&) {
      continue;
    }
  }
}

TEST(PageTest, ALengthBeyondThePageIsNoticed) {
  std::string page = Pack(PageOrigin::kFull, {{"abc"}}).front();
  page[4] = '\x7F';
  std::vector<CellView> cells;
  PageReader reader(page);
  EXPECT_THROW(reader.Next(cells), std::runtime_error);
  EXPECT_THROW(PageReader("\x02"
                          "F\x01\x01"),
               std::runtime_error);
  EXPECT_THROW(PageReader("\x01"
                          "F\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
               std::runtime_error);
}

TEST(VisitRowsTest, ExactDuplicatesCollapseInEveryMode) {
  for (const DatasetRows& dataset : {Items(), Interactions()}) {
    Records records;
    records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "a"}, {"2", "b"}});
    records.Put({{"3", "c"}, {"3", "c"}});
    records.Put({{"3", "c"}, {"1", "a"}});
    EXPECT_THAT(VisitAll(records, Selection::kBulk, dataset).rows,
                ElementsAre(Row{"1", "a"}, Row{"2", "b"}));
    EXPECT_THAT(VisitAll(records, Selection::kPut, dataset).rows,
                ElementsAre(Row{"3", "c"}, Row{"1", "a"}));
    EXPECT_EQ(VisitAll(records, Selection::kAll, dataset).rows.size(), 3u);
  }
}

TEST(VisitRowsTest, BulkAndPutKeepRowsOfOneIdThatDiffer) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}});
  records.Put({{"1", "c"}});
  records.Put({{"1", "d"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()).rows,
              ElementsAre(Row{"1", "a"}, Row{"1", "b"}));
  EXPECT_THAT(VisitAll(records, Selection::kPut, Items()).rows,
              ElementsAre(Row{"1", "c"}, Row{"1", "d"}));
}

TEST(VisitRowsTest, AllHasOnlyTheNewestRowOfAnId) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}, {"2", "c"}});
  records.Put({{"2", "d"}, {"3", "e"}});
  EXPECT_THAT(VisitAll(records, Selection::kAll, Items()).rows,
              ElementsAre(Row{"1", "b"}, Row{"2", "d"}, Row{"3", "e"}));
}

TEST(VisitRowsTest, AnImportAfterAPutIsNewer) {
  Records records;
  records.Put({{"1", "put"}, {"2", "put"}});
  records.Import(PageOrigin::kFull, {{"1", "bulk"}});
  EXPECT_THAT(VisitAll(records, Selection::kAll, Items()).rows,
              ElementsAre(Row{"1", "bulk"}, Row{"2", "put"}));
  EXPECT_EQ(VisitAll(records, Selection::kPut, Items()).rows.size(), 2u);
}

TEST(VisitRowsTest, AllOfInteractionsIsTheUnion) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}});
  records.Put({{"1", "c"}, {"1", "a"}});
  EXPECT_THAT(VisitAll(records, Selection::kAll, Interactions()).rows,
              ElementsAre(Row{"1", "a"}, Row{"1", "b"}, Row{"1", "c"}));
}

TEST(VisitRowsTest, AnIncrementalImportReplacesRowsOfItsIds) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}, {"2", "c"}});
  records.Import(PageOrigin::kIncremental, {{"1", "d"}, {"1", "e"}, {"3", "f"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()).rows,
              ElementsAre(Row{"2", "c"}, Row{"1", "d"}, Row{"1", "e"}, Row{"3", "f"}));
  records.Import(PageOrigin::kIncremental, {{"3", "g"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()).rows,
              ElementsAre(Row{"2", "c"}, Row{"1", "d"}, Row{"1", "e"}, Row{"3", "g"}));
}

TEST(VisitRowsTest, AnIncrementalImportMayBringAnOldRowBack) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}});
  records.Import(PageOrigin::kIncremental, {{"1", "b"}});
  records.Import(PageOrigin::kIncremental, {{"1", "a"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()).rows, ElementsAre(Row{"1", "a"}));
  EXPECT_THAT(VisitAll(records, Selection::kAll, Items()).rows, ElementsAre(Row{"1", "a"}));
}

TEST(VisitRowsTest, AnIncrementalImportOfInteractionsOnlyAppends) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}});
  records.Import(PageOrigin::kIncremental, {{"1", "b"}});
  EXPECT_EQ(VisitAll(records, Selection::kBulk, Interactions()).rows.size(), 2u);
}

TEST(VisitRowsTest, ABatchMayHaveManyPages) {
  Rows rows;
  for (int i = 0; i < 400; ++i) rows.push_back({std::to_string(i), std::string(1000, 'x')});
  rows.push_back({"0", "the same id some pages later"});
  Records records;
  records.Import(PageOrigin::kFull, {{"399", "old"}, {"400", "old"}});
  records.Import(PageOrigin::kIncremental, rows);
  rows.insert(rows.begin(), Row{"400", "old"});
  EXPECT_EQ(VisitAll(records, Selection::kBulk, Items()).rows, rows);
}

TEST(VisitRowsTest, TheFirstEventOfAnEventIdIsKept) {
  Records records;
  records.Put({{"1", "a", "event-1"}, {"1", "b", "event-1"}, {"1", "c", std::nullopt}});
  records.Put({{"1", "d", "event-1"}, {"1", "e", "event-2"}, {"1", "c", "event-3"}});
  EXPECT_THAT(VisitAll(records, Selection::kPut, Interactions()).rows,
              ElementsAre(Row{"1", "a"}, Row{"1", "c"}, Row{"1", "e"}));
}

TEST(VisitRowsTest, AnEmptyDatasetHasNoRows) {
  const Records records;
  for (const Selection selection : {Selection::kBulk, Selection::kPut, Selection::kAll}) {
    const Visited visited = VisitAll(records, selection, Items());
    EXPECT_EQ(visited.outcome, VisitOutcome::kDone);
    EXPECT_THAT(visited.rows, IsEmpty());
  }
}

TEST(VisitRowsTest, WhatArrivesDuringTheVisitBelongsToTheNextOne) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}});
  records.ChangeAfterVisit(1, [&records] {
    records.Import(PageOrigin::kIncremental, {{"1", "b"}});
  });
  const Visited visited = VisitAll(records, Selection::kBulk, Items());
  EXPECT_EQ(visited.outcome, VisitOutcome::kDone);
  EXPECT_THAT(visited.rows, ElementsAre(Row{"1", "a"}));
}

TEST(VisitRowsTest, RowsReplacedDuringTheVisitAreNoticed) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}});
  records.ChangeAfterVisit(1, [&records] { records.Import(PageOrigin::kFull, {{"2", "b"}}); });
  EXPECT_EQ(VisitAll(records, Selection::kBulk, Items()).outcome, VisitOutcome::kChanged);
  EXPECT_EQ(VisitAll(records, Selection::kBulk, Items()).outcome, VisitOutcome::kDone);
}

}  // namespace
}  // namespace portside::personalize
