// SPDX-License-Identifier: Apache-2.0

#include "portside/base/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

TEST(Glob, StandsForWhatItSays) {
  struct Case {
    const char* glob;
    const char* text;
    bool matches;
  };
  for (const Case& c : {
           Case{"", "", true},           Case{"", "a", false},         Case{"*", "", true},
           Case{"*", "abc", true},       Case{"a*", "abc", true},      Case{"a*", "bc", false},
           Case{"*c", "abc", true},      Case{"*b", "abc", false},     Case{"a*c", "ac", true},
           Case{"a*c*e", "abcde", true}, Case{"a*c*e", "abcd", false}, Case{"?", "a", true},
           Case{"?", "", false},         Case{"a?c", "abc", true},     Case{"a?c", "ac", false},
           Case{"**", "x", true},        Case{"*ab*ab", "abab", true}, Case{"*ab?", "ababc", true},
           Case{"a.c", "abc", false},    Case{"A", "a", false},        Case{"a*", "a", true},
       }) {
    EXPECT_EQ(MatchesGlob(c.glob, c.text), c.matches) << c.glob << " " << c.text;
  }
}

TEST(Glob, ManyStarsTakeNoLongTime) {
  const std::string text(2000, 'a');
  std::string glob;
  for (int i = 0; i < 50; ++i) glob += "*a";
  EXPECT_TRUE(MatchesGlob(glob, text));
  EXPECT_FALSE(MatchesGlob(glob + "b", text));
}

}  // namespace
}  // namespace portside
