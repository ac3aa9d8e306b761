// SPDX-License-Identifier: Apache-2.0

#include "services/logs/filter_pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::logs {
namespace {

using testing::HasSubstr;

bool Matches(std::string_view pattern, std::string_view message) {
  const auto parsed = FilterPattern::Parse(pattern);
  EXPECT_TRUE(parsed) << pattern;
  return parsed && parsed->Matches(message);
}

TEST(FilterPattern, LooksForTerms) {
  struct Case {
    const char* pattern;
    const char* message;
    bool matches;
  };
  for (const Case& one :
       {Case{"", "anything", true}, Case{"ERROR", "[ERROR] no such file", true},
        Case{"ERROR", "an error", false}, Case{"ERROR file", "file: ERROR", true},
        Case{"ERROR file", "ERROR", false}, Case{"\"no such file\"", "there is no such file", true},
        Case{"\"no such file\"", "file such no", false},
        Case{R"("say \"hi\"")", R"(say "hi")", true}, Case{"-fine", "not well", true},
        Case{"ERROR -fine", "ERROR but fine", false}, Case{"?ERROR ?WARN", "WARN", true},
        Case{"?ERROR ?\"W A\"", "W A", true}, Case{"?ERROR ?WARN", "INFO", false},
        Case{"INFO ?ERROR", "INFO", true}, Case{"größe", "die größe", true}}) {
    EXPECT_EQ(Matches(one.pattern, one.message), one.matches) << one.pattern;
  }
}

TEST(FilterPattern, OtherFormsAreRefusedByName) {
  const auto text = [](std::string_view pattern) {
    const auto parsed = FilterPattern::Parse(pattern);
    EXPECT_FALSE(parsed) << pattern;
    return parsed ? std::string() : parsed.error().message;
  };
  EXPECT_THAT(text("[ip, user]"), HasSubstr("[space, delimited, fields] are not emulated"));
  EXPECT_THAT(text("{ $.a = 1 }"), HasSubstr("{ $.json = selector } are not emulated"));
  EXPECT_THAT(text("%a+%"), HasSubstr("%regular expression% are not emulated"));
  EXPECT_THAT(text("a/b"), HasSubstr("Invalid character(s) in term 'a/b'"));
  EXPECT_THAT(text("?"), HasSubstr("Invalid character(s) in term ''"));
  EXPECT_THAT(text("\"open"), HasSubstr("quotation mark is missing"));
  EXPECT_THAT(text("\"\""), HasSubstr("a phrase is empty"));
}

}  // namespace
}  // namespace portside::logs
