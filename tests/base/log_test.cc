// SPDX-License-Identifier: Apache-2.0

#include "portside/base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "portside/base/encoding.h"
#include "portside/base/json.h"
#include "portside/base/timestamp.h"

namespace portside::log {
namespace {

// What `write` puts on standard error.
template <typename Function>
std::string Captured(Level level, Format format, Function write) {
  testing::internal::CaptureStderr();
  Configure(level, format);
  write();
  Flush();
  std::string text = testing::internal::GetCapturedStderr();
  Configure(Level::kOff, Format::kText);
  return text;
}

TEST(Log, TextLinesHaveTimeLevelMessageAndFields) {
  const std::string text = Captured(Level::kInfo, Format::kText, [] {
    Info("request", {{"operation", std::string_view("PutObject")},
                     {"status", std::int64_t{200}},
                     {"seconds", 0.5},
                     {"path", std::string_view("/a b\n\"c\"")},
                     {"empty", std::string_view()}});
  });
  EXPECT_THAT(text,
              testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z info request "
                                    "operation=PutObject status=200 seconds=0.5 "
                                    "path=\"/a b\\\\n\\\\\"c\\\\\"\" empty=\"\"\n"));
}

TEST(Log, JsonLinesParseWhateverTheBytes) {
  std::string hostile = "quote\" back\\slash\nline\ttab\x01\x7f\xc3\xa9\xff";
  const std::string text = Captured(Level::kInfo, Format::kJson, [&] {
    Warn(hostile, {{"path", std::string_view(hostile)},
                   {"utf8", std::string_view("\xc3\xa9")},
                   {"count", std::numeric_limits<std::int64_t>::min()},
                   {"nan", std::numeric_limits<double>::quiet_NaN()}});
  });
  ASSERT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  const auto line = ParseJson(TrimSpace(text));
  ASSERT_TRUE(line) << text;
  EXPECT_EQ((*line)["level"], "warn");
  EXPECT_THAT((*line)["message"].get<std::string>(),
              testing::StartsWith("quote\" back\\slash\nline\ttab\x01\x7f"));
  EXPECT_EQ((*line)["path"], (*line)["message"]);
  EXPECT_EQ((*line)["utf8"], "\xc3\xa9");
  EXPECT_EQ((*line)["count"], std::numeric_limits<std::int64_t>::min());
  EXPECT_TRUE((*line)["nan"].is_null());
  EXPECT_TRUE(ParseIso8601((*line)["time"].get<std::string>()));
}

TEST(Log, LowerLevelsAreDropped) {
  const std::string text = Captured(Level::kWarn, Format::kText, [] {
    EXPECT_FALSE(Enabled(Level::kInfo));
    EXPECT_TRUE(Enabled(Level::kError));
    EXPECT_FALSE(Enabled(Level::kOff));
    Info("unseen");
    Error("seen");
  });
  EXPECT_THAT(text, testing::EndsWith(" error seen\n"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("unseen")));
}

TEST(Log, InfoLinesWaitForTheFlushAndWarningsDoNot) {
  testing::internal::CaptureStderr();
  Configure(Level::kInfo, Format::kText);
  Warn("at once");
  const std::string at_once = testing::internal::GetCapturedStderr();
  EXPECT_THAT(at_once, testing::HasSubstr("at once"));
  Configure(Level::kOff, Format::kText);
}

TEST(Log, ManyLinesArriveWholeAndInOrder) {
  constexpr std::int64_t kLines = 5000;
  const std::string text = Captured(Level::kInfo, Format::kJson, [] {
    for (std::int64_t i = 0; i < kLines; ++i) Info("line", {{"i", i}});
  });
  std::int64_t expected = 0;
  for (const std::string_view line : Split(TrimSpace(text), '\n')) {
    const auto value = ParseJson(line);
    ASSERT_TRUE(value);
    ASSERT_EQ((*value)["i"], expected++);
  }
  EXPECT_EQ(expected, kLines);
}

TEST(LogLevel, ParsesItsNames) {
  Level level = Level::kOff;
  EXPECT_TRUE(ParseLevel("Debug", level));
  EXPECT_EQ(level, Level::kDebug);
  EXPECT_FALSE(ParseLevel("verbose", level));
  for (const std::string_view name : Split(LevelNames(), ',')) {
    EXPECT_TRUE(ParseLevel(TrimSpace(name), level)) << name;
  }
}

}  // namespace
}  // namespace portside::log
