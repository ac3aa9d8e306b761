// SPDX-License-Identifier: Apache-2.0

#include "services/logs/log_pages.h"

#include <gtest/gtest.h>

#include "services/logs/limits.h"

namespace portside::logs {
namespace {

using namespace std::chrono_literals;

// A stream of which is counted what is read.
class CountedRecords final : public RecordReader {
 public:
  explicit CountedRecords(std::vector<std::string> pages) : pages_(std::move(pages)) {}
  void Visit(std::string_view, const std::function<void(const Record&)>&) const override {
    ADD_FAILURE() << "everything was read";
  }
  void VisitAfter(std::string_view, std::int64_t,
                  const std::function<void(const Record&)>&) const override {
    ADD_FAILURE() << "everything was read";
  }
  void VisitSome(std::string_view stream, const Reach& reach,
                 const std::function<void(const Record&)>& visit) const override {
    const std::int64_t step = reach.backwards ? -1 : 1;
    std::int64_t at = std::min(reach.from + step, std::ssize(pages_));
    if (!reach.backwards) at = std::max<std::int64_t>(reach.from + 1, 1);
    for (std::int64_t most = reach.most; most > 0 && at >= 1 && at <= std::ssize(pages_);
         --most, at += step) {
      ++visited;
      visit({at, stream, pages_[at - 1]});
    }
  }
  [[nodiscard]] StreamState StateOf(std::string_view) const override { return {}; }

  mutable std::int64_t visited = 0;

 private:
  std::vector<std::string> pages_;
};

TEST(LogPages, ArePlainText) {
  const std::vector<LogLine> lines = {
      {Timestamp(1500us), "one two"}, {Timestamp(2s), ""}, {Timestamp(3s), " 3 "}};
  const auto pages = MakePages(lines, Timestamp(4s));
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0], "4000\n1 one two\n3000  3 \n");
  const auto events = EventsOfPage(pages[0]);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].at, 1);
  EXPECT_EQ(events[0].ingested, 4000);
  EXPECT_EQ(events[0].message, "one two");
  EXPECT_EQ(events[1].message, " 3 ");
}

TEST(LogPages, AreOfAUsualSize) {
  const std::vector<LogLine> lines(100, {Timestamp(1s), std::string(1000, 'x')});
  const auto pages = MakePages(lines, Timestamp(4s));
  EXPECT_EQ(pages.size(), 4U);
  std::size_t events = 0;
  for (const std::string& page : pages) {
    EXPECT_LE(page.size(), limits::kLogPageBytes + 100);
    events += EventsOfPage(page).size();
  }
  EXPECT_EQ(events, 100U);
}

// A reading looks at no more records than it takes at once, wherever in the stream it begins.
TEST(LogPages, AReadingCostsWhatItShows) {
  CountedRecords records(std::vector<std::string>(5000, "4000\n1 one\n2 two\n"));
  const Wanted few{.events = 3, .bytes = limits::kLogEventsBytes};
  for (const LogPosition position : {kBegin, LogPosition{2500, 1}, LogPosition{4998, 2}}) {
    records.visited = 0;
    const EventsRead read = ReadBehind(records, "s", position, few);
    EXPECT_EQ(read.events.size(), 3U);
    EXPECT_LE(records.visited, limits::kLogRecordsAtOnce);
  }
  for (const LogPosition position : {kEnd, LogPosition{2500, 1}, LogPosition{2, 2}}) {
    records.visited = 0;
    const EventsRead read = ReadBefore(records, "s", position, few);
    EXPECT_EQ(read.events.size(), 3U);
    EXPECT_LE(records.visited, limits::kLogRecordsAtOnce);
  }
}

// What refuses almost everything ends all the same, and goes on from there.
TEST(LogPages, AReadingLooksAtSoMuch) {
  const std::string page = "1\n1 " + std::string(30'000, 'x') + "\n";
  CountedRecords records(std::vector<std::string>(1000, page));
  const Wanted none{.matches = [](std::string_view) { return false; }, .events = 1, .bytes = 1000};
  const EventsRead read = ReadBehind(records, "s", kBegin, none);
  EXPECT_TRUE(read.events.empty());
  EXPECT_FALSE(read.is_end);
  EXPECT_LT(read.to.record, 100);
  EXPECT_FALSE(ReadBehind(records, "s", read.to, none).is_end);
  EXPECT_TRUE(ReadBehind(records, "s", {990, 1}, none).is_end);
  EXPECT_TRUE(ReadBefore(records, "s", {10, 1}, none).is_end);
  EXPECT_FALSE(ReadBefore(records, "s", kEnd, none).is_end);
}

TEST(LogPages, AnEmptyStreamHasNeitherEnd) {
  const CountedRecords records({});
  const Wanted all{.events = 10, .bytes = 1000};
  EXPECT_EQ(ReadBefore(records, "s", kEnd, all).to, kBegin);
  EXPECT_EQ(ReadBehind(records, "s", kBegin, all).to, kBegin);
}

}  // namespace
}  // namespace portside::logs
