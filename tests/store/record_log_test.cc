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

}  // namespace
}  // namespace portside
