// SPDX-License-Identifier: Apache-2.0

#include "cli/text.h"

#include <gtest/gtest.h>

#include "portside/base/json.h"

namespace portside::cli {
namespace {

TEST(CliText, ControlCharactersAreShownAndNotDone) {
  const struct {
    std::string text;
    std::string clean;
  } kCases[] = {
      {"plain Übung 東京", "plain Übung 東京"},
      {"a\nb\tc\r", "a\\nb\\tc\\r"},
      {"\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"},
      {std::string("nul\0", 4), "nul\\x00"},
      {"del\x7f", "del\\x7f"},
      {"csi\u009b2J", "csi\\x9b2J"},
      {"turned \u202e back", "turned \\u202e back"},
      {"\u2028line", "\\u2028line"},
      {"broken \xff\xc3 utf", "broken \uFFFD\uFFFD utf"},
      {"too long \xc0\x80", "too long \uFFFD\uFFFD"},
      {"surrogate \xed\xa0\x80", "surrogate \uFFFD\uFFFD\uFFFD"},
      {"cut \xe6\x9d", "cut \uFFFD\uFFFD"},
  };
  for (const auto& test : kCases) EXPECT_EQ(CleanText(test.text), test.clean);
}

TEST(CliText, JsonKeepsItsMeaning) {
  const Json json = {{"a", "\x1b[2J \u009b \u202e \U000E0041 \x7f é"}};
  const std::string text = CleanJson(json.dump(2));
  EXPECT_EQ(text, "{\n  \"a\": \"\\u001b[2J \\u009b \\u202e \\udb40\\udc41 \\u007f é\"\n}");
  EXPECT_EQ(Json::parse(text), json);
}

TEST(CliText, WidthsAreColumns) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("Übung"), 5u);
  EXPECT_EQ(DisplayWidth("東京"), 4u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
}

TEST(CliText, WhatDoesNotFitEndsInAnEllipsis) {
  EXPECT_EQ(CutText("abcdef", 6), "abcdef");
  EXPECT_EQ(CutText("abcdef", 5), "abcd…");
  EXPECT_EQ(CutText("abcdef", 1), "…");
  EXPECT_EQ(CutText("abcdef", 0), "");
  EXPECT_EQ(CutText("東京都", 4), "東…");
}

}  // namespace
}  // namespace portside::cli
