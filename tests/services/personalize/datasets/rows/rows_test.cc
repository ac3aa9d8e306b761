// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/limits.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace portside::personalize {
namespace {

using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;

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

Rows Unpack(const std::vector<std::string>& pages) {
  Rows rows;
  for (const std::string& bytes : pages) {
    PageReader page(bytes);
    std::vector<CellView> cells;
    while (page.Next(cells)) rows.push_back(Own(cells));
  }
  return rows;
}

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
  PageWriter writer(PageOrigin::kFull, 3, [](const std::string&) { FAIL(); });
  writer.Finish();
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

}  // namespace
}  // namespace portside::personalize
