// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/row_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/store/database.h"
#include "services/personalize/datasets/rows/deleted_users.h"
#include "support/temporary_directory.h"

namespace portside::personalize {
namespace {

using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kArn[] = "arn:aws:personalize:us-west-2:123456789012:dataset/g/ITEMS";

std::vector<std::string> Pack(PageOrigin origin, const Rows& rows) {
  std::vector<std::string> pages;
  PageWriter writer(origin, rows.front().size(),
                    [&pages](std::string page) { pages.push_back(std::move(page)); });
  for (const Row& row : rows) writer.Add(std::vector<CellView>(row.begin(), row.end()));
  writer.Finish();
  return pages;
}

Row Own(std::span<const CellView> cells) {
  Row row;
  for (const CellView& cell : cells) row.emplace_back(cell);
  return row;
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
  void Delete(const Rows& users) { Append(DeletedStream(kArn), Pack(PageOrigin::kPut, users)); }
  void Put(const Rows& rows) { Append(PutStream(kArn), Pack(PageOrigin::kPut, rows)); }

  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override {
    for (const Stored& record : stored_) {
      if (record.stream == stream) visit({record.sequence, record.stream, record.bytes});
    }
  }
  void VisitAfter(std::string_view stream, std::int64_t sequence,
                  const std::function<void(const Record&)>& visit) const override {
    Visit(stream, [&](const Record& record) {
      if (record.sequence > sequence) visit(record);
    });
  }
  void VisitSome(std::string_view, const Reach&,
                 const std::function<void(const Record&)>&) const override {}
  [[nodiscard]] StreamState StateOf(std::string_view) const override { return {}; }

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
};

// However many fingerprints are held at a time.
Rows VisitAll(const RecordReader& records, Selection selection, const DatasetRows& dataset) {
  std::vector<Rows> found;
  for (const std::size_t held : {1'000'000U, 3U, 1U}) {
    Rows rows;
    VisitRows(
        records, dataset, selection,
        [&](std::span<const CellView> cells) {
          rows.push_back(Own(cells));
          return true;
        },
        held);
    found.push_back(std::move(rows));
  }
  EXPECT_EQ(found[0], found[1]);
  EXPECT_EQ(found[0], found[2]);
  return found[0];
}

DatasetRows Items() { return {kArn, 2, 0}; }
DatasetRows Interactions() { return {kArn, 2, std::nullopt}; }

TEST(VisitRowsTest, ExactDuplicatesCollapseInEveryMode) {
  for (const DatasetRows& dataset : {Items(), Interactions()}) {
    Records records;
    records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "a"}, {"2", "b"}});
    records.Put({{"3", "c"}, {"3", "c"}});
    records.Put({{"3", "c"}, {"1", "a"}});
    EXPECT_THAT(VisitAll(records, Selection::kBulk, dataset),
                ElementsAre(Row{"1", "a"}, Row{"2", "b"}));
    EXPECT_THAT(VisitAll(records, Selection::kPut, dataset),
                ElementsAre(Row{"3", "c"}, Row{"1", "a"}));
    EXPECT_EQ(VisitAll(records, Selection::kAll, dataset).size(), 3u);
  }
}

TEST(VisitRowsTest, BulkAndPutKeepRowsOfOneIdThatDiffer) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}});
  records.Put({{"1", "c"}});
  records.Put({{"1", "d"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()),
              ElementsAre(Row{"1", "a"}, Row{"1", "b"}));
  EXPECT_THAT(VisitAll(records, Selection::kPut, Items()),
              ElementsAre(Row{"1", "c"}, Row{"1", "d"}));
}

TEST(VisitRowsTest, AllHasOnlyTheNewestRowOfAnId) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}, {"2", "c"}});
  records.Put({{"2", "d"}, {"3", "e"}});
  EXPECT_THAT(VisitAll(records, Selection::kAll, Items()),
              ElementsAre(Row{"1", "b"}, Row{"2", "d"}, Row{"3", "e"}));
}

TEST(VisitRowsTest, AnImportAfterAPutIsNewer) {
  Records records;
  records.Put({{"1", "put"}, {"2", "put"}});
  records.Import(PageOrigin::kFull, {{"1", "bulk"}});
  EXPECT_THAT(VisitAll(records, Selection::kAll, Items()),
              ElementsAre(Row{"1", "bulk"}, Row{"2", "put"}));
  EXPECT_EQ(VisitAll(records, Selection::kPut, Items()).size(), 2u);
}

TEST(VisitRowsTest, AllOfInteractionsIsTheUnion) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}});
  records.Put({{"1", "c"}, {"1", "a"}});
  EXPECT_THAT(VisitAll(records, Selection::kAll, Interactions()),
              ElementsAre(Row{"1", "a"}, Row{"1", "b"}, Row{"1", "c"}));
}

TEST(VisitRowsTest, AnIncrementalImportReplacesRowsOfItsIds) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"1", "b"}, {"2", "c"}});
  records.Import(PageOrigin::kIncremental, {{"1", "d"}, {"1", "e"}, {"3", "f"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()),
              ElementsAre(Row{"2", "c"}, Row{"1", "d"}, Row{"1", "e"}, Row{"3", "f"}));
  records.Import(PageOrigin::kIncremental, {{"3", "g"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()),
              ElementsAre(Row{"2", "c"}, Row{"1", "d"}, Row{"1", "e"}, Row{"3", "g"}));
}

TEST(VisitRowsTest, AnIncrementalImportMayBringAnOldRowBack) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}});
  records.Import(PageOrigin::kIncremental, {{"1", "b"}});
  records.Import(PageOrigin::kIncremental, {{"1", "a"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, Items()), ElementsAre(Row{"1", "a"}));
  EXPECT_THAT(VisitAll(records, Selection::kAll, Items()), ElementsAre(Row{"1", "a"}));
}

TEST(VisitRowsTest, AnIncrementalImportOfInteractionsOnlyAppends) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}});
  records.Import(PageOrigin::kIncremental, {{"1", "b"}});
  EXPECT_EQ(VisitAll(records, Selection::kBulk, Interactions()).size(), 2u);
}

TEST(VisitRowsTest, ABatchMayHaveManyPages) {
  Rows rows;
  for (int i = 0; i < 400; ++i) rows.push_back({std::to_string(i), std::string(1000, 'x')});
  rows.push_back({"0", "the same id some pages later"});
  Records records;
  records.Import(PageOrigin::kFull, {{"399", "old"}, {"400", "old"}});
  records.Import(PageOrigin::kIncremental, rows);
  rows.insert(rows.begin(), Row{"400", "old"});
  EXPECT_EQ(VisitAll(records, Selection::kBulk, Items()), rows);
}

TEST(VisitRowsTest, TheFirstEventOfAnEventIdIsKept) {
  Records records;
  records.Put({{"1", "a", "event-1"}, {"1", "b", "event-1"}, {"1", "c", std::nullopt}});
  records.Put({{"1", "d", "event-1"}, {"1", "e", "event-2"}, {"1", "c", "event-3"}});
  EXPECT_THAT(VisitAll(records, Selection::kPut, Interactions()),
              ElementsAre(Row{"1", "a"}, Row{"1", "c"}, Row{"1", "e"}));
}

TEST(VisitRowsTest, RowsOfDeletedUsersAreGoneUnlessTheyCameLater) {
  DatasetRows dataset = Interactions();
  dataset.user_column = 0;
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"2", "a"}, {"3", "a"}, {"4", "a"}});
  records.Put({{"1", "b"}, {"2", "b"}});
  records.Delete({{"1"}, {"3"}, {"5"}, {"6"}, {"7"}, {"8"}});
  // The first is the very row that is gone.
  records.Put({{"1", "a"}, {"5", "c"}});
  records.Delete({{"3"}, {"9"}});
  EXPECT_THAT(VisitAll(records, Selection::kBulk, dataset),
              ElementsAre(Row{"2", "a"}, Row{"4", "a"}));
  EXPECT_THAT(VisitAll(records, Selection::kPut, dataset),
              ElementsAre(Row{"2", "b"}, Row{"1", "a"}, Row{"5", "c"}));
  EXPECT_EQ(VisitAll(records, Selection::kAll, dataset).size(), 5U);
  records.Delete({{"1"}});
  EXPECT_EQ(VisitAll(records, Selection::kAll, dataset).size(), 4U);
  dataset.user_column.reset();
  EXPECT_EQ(VisitAll(records, Selection::kPut, dataset).size(), 4U);
}

TEST(VisitRowsTest, AnEmptyDatasetHasNoRows) {
  const Records records;
  for (const Selection selection : {Selection::kBulk, Selection::kPut, Selection::kAll}) {
    EXPECT_THAT(VisitAll(records, selection, Items()), IsEmpty());
  }
}

TEST(VisitRowsTest, EndsWhereTheVisitorHasEnough) {
  Records records;
  records.Import(PageOrigin::kFull, {{"1", "a"}, {"2", "b"}, {"3", "c"}});
  Rows rows;
  VisitRows(records, Items(), Selection::kBulk, [&](std::span<const CellView> cells) {
    rows.push_back(Own(cells));
    return rows.size() < 2;
  });
  EXPECT_EQ(rows.size(), 2U);
}

// A row that comes, or an import that replaces all, belongs to the next export.
TEST(VisitRowsTest, AllReadingsAreOfOneMoment) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database database(path);
  RecordLog log(database);
  const auto import = [&](RecordLog::Publication publication, PageOrigin origin, const Rows& rows) {
    const auto stage = log.Stage("staged");
    for (const std::string& page : Pack(origin, rows)) log.AppendStaged(stage, page);
    log.Publish(stage, BulkStream(kArn), publication);
    database.Commit();
  };
  import(RecordLog::Publication::kInstead, PageOrigin::kFull, {{"1", "a"}, { "2", "b" }});
  const auto reader = OpenRecordReader(path);
  Rows rows;
  VisitRows(*reader, Items(), Selection::kAll, [&](std::span<const CellView> cells) {
    rows.push_back(Own(cells));
    if (rows.size() == 1)
      import(RecordLog::Publication::kInstead, PageOrigin::kFull, {{ "3", "c" }});
    while (log.HasDropped()) log.Sweep(1);
    return true;
  });
  EXPECT_THAT(rows, ElementsAre(Row{"1", "a"}, Row{"2", "b"}));
  EXPECT_THAT(VisitAll(*reader, Selection::kAll, Items()), ElementsAre(Row{"3", "c"}));
}

}  // namespace
}  // namespace portside::personalize
