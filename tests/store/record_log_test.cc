// SPDX-License-Identifier: Apache-2.0

#include "portside/store/record_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.h"

namespace portside {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Contents(const RecordReader& reader, std::string_view stream) {
  std::vector<std::string> contents;
  reader.Visit(stream, [&](const Record& record) { contents.emplace_back(record.bytes); });
  return contents;
}

TEST(RecordLogTest, StreamsAreOrderedAndApart) {
  Database database(":memory:");
  RecordLog log(database);
  const std::int64_t first = log.Append("a", "1");
  const std::int64_t second = log.Append("b", std::string_view("2\0x", 3));
  EXPECT_LT(first, second);
  log.Append("a", "3");
  EXPECT_THAT(Contents(log, "a"), ElementsAre("1", "3"));
  EXPECT_THAT(Contents(log, "b"), ElementsAre(std::string("2\0x", 3)));
  log.Clear("a");
  EXPECT_THAT(Contents(log, "a"), IsEmpty());
  EXPECT_THAT(Contents(log, "b"), testing::SizeIs(1));
}

TEST(RecordLogTest, KnowsWhatItHas) {
  Database database(":memory:");
  RecordLog log(database);
  EXPECT_FALSE(log.Has("a"));
  log.Append("a", "1");
  EXPECT_TRUE(log.Has("a"));
  EXPECT_FALSE(log.Has("b"));
  log.Clear("a");
  EXPECT_FALSE(log.Has("a"));
  const auto staged = log.Stage("job");
  EXPECT_FALSE(log.Has("job"));
  log.Publish(staged, "b", RecordLog::Publication::kAfter);
  EXPECT_TRUE(log.Has("b"));
}

TEST(RecordLogTest, SequencesAreNeverUsedAgain) {
  Database database(":memory:");
  RecordLog log(database);
  const std::int64_t first = log.Append("a", "1");
  log.Clear("a");
  EXPECT_GT(log.Append("a", "2"), first);
}

TEST(RecordLogTest, AWorkersReaderSeesWhatWasCommitted) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database database(path);
  RecordLog log(database);
  const auto reader = OpenRecordReader(path);
  log.Append("a", "1");
  EXPECT_THAT(Contents(*reader, "a"), IsEmpty());
  database.Commit();
  EXPECT_THAT(Contents(*reader, "a"), ElementsAre("1"));
}

TEST(RecordLogTest, StagedRecordsAreReadOnceTheyArePublished) {
  Database database(":memory:");
  RecordLog log(database);
  log.Append("a", "old");
  const auto first = log.Stage("job");
  const auto second = log.Stage("job");
  log.AppendStaged(second, "2");
  log.AppendStaged(first, "1");
  EXPECT_THAT(Contents(log, "a"), ElementsAre("old"));
  log.Publish(second, "a", RecordLog::Publication::kAfter);
  log.Publish(first, "a", RecordLog::Publication::kAfter);
  EXPECT_THAT(Contents(log, "a"), ElementsAre("old", "2", "1")) << "in the order of publication";
  const auto third = log.Stage("job");
  log.AppendStaged(third, "3");
  log.Publish(third, "a", RecordLog::Publication::kInstead);
  EXPECT_THAT(Contents(log, "a"), ElementsAre("3"));
  log.Append("a", "4");
  EXPECT_THAT(Contents(log, "a"), ElementsAre("3", "4"));
}

std::int64_t CountRecords(Database& database) {
  Statement count(database, "SELECT COUNT(*) FROM records");
  return count.Step() ? count.Integer(0) : -1;
}

TEST(RecordLogTest, WhatIsDroppedGoesInSlices) {
  Database database(":memory:");
  RecordLog log(database);
  for (int i = 0; i < 10; ++i) log.Append("a", "x");
  log.Append("b", "y");
  database.Commit();
  EXPECT_FALSE(log.HasDropped());
  log.Clear("nothing");
  EXPECT_FALSE(log.HasDropped());
  log.Clear("a");
  database.Commit();
  EXPECT_TRUE(log.HasDropped());
  log.Sweep(4);
  EXPECT_EQ(CountRecords(database), 7);
  while (log.HasDropped()) log.Sweep(4);
  EXPECT_EQ(CountRecords(database), 1);
  EXPECT_THAT(Contents(log, "b"), ElementsAre("y"));
}

TEST(RecordLogTest, WhatAFormerProcessHadStagedIsDropped) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  {
    Database database(path);
    RecordLog log(database);
    log.AppendStaged(log.Stage("job"), "x");
    log.Append("a", "y");
    database.Commit();
  }
  Database database(path);
  RecordLog log(database);
  EXPECT_TRUE(log.HasDropped());
  while (log.HasDropped()) log.Sweep(10);
  EXPECT_EQ(CountRecords(database), 1);
}

TEST(RecordLogTest, AStateSaysWhetherAStreamIsTheSame) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database database(path);
  RecordLog log(database);
  const auto reader = OpenRecordReader(path);
  const auto state = [&] {
    database.Commit();
    EXPECT_EQ(log.StateOf("a"), reader->StateOf("a"));
    return reader->StateOf("a");
  };
  EXPECT_EQ(state(), StreamState{});
  const std::int64_t first = log.Append("a", "1");
  const StreamState begun = state();
  EXPECT_EQ(begun.last, first);
  log.Append("b", "2");
  EXPECT_EQ(state(), begun);
  log.Append("a", "3");
  EXPECT_NE(state(), begun);
  EXPECT_TRUE(state().HasGrownFrom(begun));
  std::vector<std::string> later;
  reader->VisitAfter("a", begun.last,
                     [&](const Record& record) { later.emplace_back(record.bytes); });
  EXPECT_THAT(later, ElementsAre("3"));
  const auto staged = log.Stage("job");
  log.AppendStaged(staged, "4");
  log.Publish(staged, "a", RecordLog::Publication::kAfter);
  EXPECT_FALSE(state().HasGrownFrom(begun));
  log.Clear("a");
  EXPECT_EQ(state(), StreamState{});
}

TEST(RecordLogTest, AFewRecordsAreVisitedFromEitherEnd) {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "rows.sqlite3").string();
  Database database(path);
  RecordLog log(database);
  std::vector<std::int64_t> numbers;
  for (const char* bytes : {"1", "2", "3", "4"}) {
    numbers.push_back(log.Append("a", bytes));
    log.Append("b", "other");
  }
  database.Commit();
  const auto reader = OpenRecordReader(path);
  const auto visit = [&](RecordReader::Reach reach) {
    std::vector<std::string> found, same;
    log.VisitSome("a", reach, [&](const Record& record) { found.emplace_back(record.bytes); });
    reader->VisitSome("a", reach, [&](const Record& record) { same.emplace_back(record.bytes); });
    EXPECT_EQ(found, same);
    return found;
  };
  EXPECT_THAT(visit({.from = 0, .most = 2}), ElementsAre("1", "2"));
  EXPECT_THAT(visit({.from = numbers[1], .most = 9}), ElementsAre("3", "4"));
  EXPECT_THAT(visit({.from = numbers[3], .backwards = true, .most = 2}), ElementsAre("3", "2"));
  EXPECT_THAT(visit({.from = numbers[0], .backwards = true, .most = 2}), ElementsAre());
  log.Clear("a");
  database.Commit();
  EXPECT_THAT(visit({.from = 0, .most = 2}), ElementsAre());
}

TEST(RecordLogTest, ALogThatIsLoadedAnewIsOfAnotherGeneration) {
  Database database(":memory:");
  RecordLog log(database);
  const auto generation = log.generation();
  EXPECT_NE(RecordLog(database).generation(), generation);
  log.Reload();
  EXPECT_NE(log.generation(), generation);
}

TEST(RecordLogTest, ReadingsTogetherAreOfOneMoment) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database database(path);
  RecordLog log(database);
  log.Append("a", "1");
  database.Commit();
  const auto reader = OpenRecordReader(path);
  reader->Together([&] {
    EXPECT_THAT(Contents(*reader, "a"), ElementsAre("1"));
    log.Append("a", "2");
    database.Commit();
    EXPECT_THAT(Contents(*reader, "a"), ElementsAre("1"));
  });
  EXPECT_THAT(Contents(*reader, "a"), ElementsAre("1", "2"));
  EXPECT_THROW(reader->Together([] { throw std::runtime_error("amid"); }), std::runtime_error);
  reader->Together([&] { reader->Together([&] { Contents(*reader, "a"); }); });
  EXPECT_THAT(Contents(*reader, "a"), ElementsAre("1", "2"));
}

}  // namespace
}  // namespace portside
