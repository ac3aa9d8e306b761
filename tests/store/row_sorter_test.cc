// SPDX-License-Identifier: Apache-2.0

#include "portside/store/row_sorter.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

std::string Sorted(RowSorter& rows) {
  std::string text;
  rows.Visit([&text](std::string_view group, std::string_view row) {
    text += std::string(group) + ":" + std::string(row) + " ";
    return true;
  });
  return text;
}

TEST(RowSorterTest, GroupsComeInTheOrderOfTheirFirstRows) {
  RowSorter rows;
  rows.Add("z", 5, "1");
  rows.Add("a", 9, "2");
  rows.Add("z", 3, "3");
  rows.Add("", 0, "4");
  rows.Add("a", -1, "5");
  rows.Add("z", 5, "6");
  EXPECT_EQ(rows.rows(), 6);
  EXPECT_EQ(Sorted(rows), "z:3 z:1 z:6 a:5 a:2 :4 ");
}

TEST(RowSorterTest, BytesAreAnyBytes) {
  RowSorter rows;
  rows.Add(std::string_view("a\0b", 3), 0, std::string_view("\0", 1));
  rows.Add("a", 0, "");
  EXPECT_EQ(Sorted(rows), std::string("a\0b:\0 a: ", 9));
}

TEST(RowSorterTest, ManyRowsAreSortedAndAVisitMayEnd) {
  RowSorter rows;
  constexpr int kRows = 50'000;
  for (int i = 0; i < kRows; ++i) rows.Add(std::to_string(i % 100), -i, std::to_string(i));
  int visited = 0;
  std::string last;
  rows.Visit([&](std::string_view group, std::string_view row) {
    if (visited % 500 == 0) {
      EXPECT_EQ(group, std::to_string(visited / 500));
      last = std::to_string(kRows);
    }
    EXPECT_LT(std::stoi(std::string(row)), std::stoi(last));
    last = row;
    return ++visited < 10'000;
  });
  EXPECT_EQ(visited, 10'000);
}

TEST(RowSorterTest, NoRowsAreVisitedWhereThereAreNone) {
  RowSorter rows;
  EXPECT_EQ(Sorted(rows), "");
}

}  // namespace
}  // namespace portside
