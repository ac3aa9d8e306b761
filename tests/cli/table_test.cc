// SPDX-License-Identifier: Apache-2.0

#include "cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/text.h"

namespace portside::cli {
namespace {

using Lines = std::vector<std::string>;

Table Jobs() {
  Table table({"KIND", "STATE", "REASON"});
  table.Add({{"glue::run"}, {"FAILED", Colour::kRed}, {"The file is damaged beyond repair."}});
  table.Add({{"s3"}, {"OK"}, {""}});
  return table;
}

TEST(CliTable, ColumnsAreAsWideAsTheirContent) {
  EXPECT_EQ(Jobs().rows(), 2u);
  EXPECT_EQ(Jobs().Lines({}),
            (Lines{"KIND       STATE   REASON",
                   "glue::run  FAILED  The file is damaged beyond repair.", "s3         OK"}));
}

TEST(CliTable, TheWidestColumnGivesWayToTheTerminal) {
  EXPECT_EQ(Jobs().Lines({.width = 40}),
            (Lines{"KIND       STATE   REASON", "glue::run  FAILED  The file is damaged …",
                   "s3         OK"}));
  // Then those that are as wide; four columns stay of each.
  EXPECT_EQ(Jobs().Lines({.width = 20})[1], "glue:…  FAIL…  The …");
  for (const std::string& line : Jobs().Lines({.width = 20})) EXPECT_LE(DisplayWidth(line), 20u);
  EXPECT_EQ(Jobs().Lines({.width = 1})[1], "glu…  FAI…  The…");
}

TEST(CliTable, AColumnThatIsToStayWholeGivesWayLast) {
  Table table({"NAME", "PROGRESS"}, {"PROGRESS"});
  table.Add({{"a long name"}, {"[####......]  40%"}});
  EXPECT_EQ(table.Lines({.width = 25})[1], "a lon…  [####......]  40%");
  EXPECT_EQ(table.Lines({.width = 15})[1], "a l…  [####...…");
}

TEST(CliTable, ColoursDoNotCount) {
  EXPECT_EQ(Jobs().Lines({.has_colours = true})[1],
            "glue::run  \x1b[31mFAILED\x1b[0m  The file is damaged beyond repair.");
  std::ostringstream out;
  Table table({"A"});
  table.Add({{"x"}});
  table.Print(out, {.has_colours = true});
  EXPECT_EQ(out.str(), "\x1b[1mA\x1b[0m\nx\n");
}

TEST(CliTable, NothingOfTheServerReachesTheTerminalRaw) {
  Table table({"NAME", "REASON\x1b[2J"});
  table.Add({{"a\nb"}, {"\x1b]0;title\x07"}});
  EXPECT_EQ(table.Lines({})[0], "NAME  REASON\\x1b[2J");
  EXPECT_EQ(table.Lines({})[1], "a\\nb  \\x1b]0;title\\x07");
}

TEST(CliTable, WideCharactersKeepTheColumnsStraight) {
  Table table({"NAME", "STATE"});
  table.Add({{"東京"}, {"OK"}});
  table.Add({{"ab"}, {"OK"}});
  EXPECT_EQ(table.Lines({}), (Lines{"NAME  STATE", "東京  OK", "ab    OK"}));
}

}  // namespace
}  // namespace portside::cli
