// SPDX-License-Identifier: Apache-2.0

#include "portside/base/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside {
namespace {

using testing::ElementsAre;
using namespace std::string_literals;

TEST(Hex, RoundTrips) {
  const std::string bytes = "\x00\x7f\xff\x10"s;
  EXPECT_EQ(HexEncode(bytes), "007fff10");
  EXPECT_EQ(HexDecode("007fff10"), bytes);
  EXPECT_EQ(HexDecode("007FfF10"), bytes);
  EXPECT_EQ(HexDecode(""), "");
  for (const char* text : {"0", "0g", "g0", " 00", "0x"}) EXPECT_FALSE(HexDecode(text)) << text;
}

TEST(Base64, MatchesRfc4648) {
  struct Case {
    const char* bytes;
    const char* text;
  };
  for (const Case& c : {Case{"", ""}, Case{"f", "Zg=="}, Case{"fo", "Zm8="}, Case{"foo", "Zm9v"},
                        Case{"foob", "Zm9vYg=="}, Case{"fooba", "Zm9vYmE="},
                        Case{"foobar", "Zm9vYmFy"}, Case{"\xfb\xff", "+/8="}}) {
    EXPECT_EQ(Base64Encode(c.bytes), c.text);
    EXPECT_EQ(Base64Decode(c.text), c.bytes);
  }
}

TEST(Base64, IsStrict) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zm9v\n", " Zm9v", "-_8=", "Zm=v", "=m9v"}) {
    EXPECT_FALSE(Base64Decode(text)) << text;
  }
}

TEST(Percent, EncodesAllButTheUnreserved) {
  EXPECT_EQ(PercentEncode("aZ09-_.~ +/%\xc3\xa9"), "aZ09-_.~%20%2B%2F%25%C3%A9");
  EXPECT_EQ(PercentEncode("a/b c", "/"), "a/b%20c");
}

TEST(Percent, DecodesAndKeepsPlus) {
  EXPECT_EQ(PercentDecode("a%2fb%2F+%00c"), "a/b/+\0c"s);
  EXPECT_EQ(PercentDecode(""), "");
  for (const char* text : {"%", "%2", "a%", "%zz", "%2g", "%%41"}) {
    EXPECT_FALSE(PercentDecode(text)) << text;
  }
}

TEST(Utf8, AcceptsWellFormedText) {
  for (const char* text : {"", "plain ascii, longer than eight bytes", "\xc2\x80", "\xdf\xbf",
                           "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80",
                           "\xf4\x8f\xbf\xbf", "12345678\xc3\xa9"}) {
    EXPECT_TRUE(IsValidUtf8(text)) << HexEncode(text);
  }
}

TEST(Utf8, RefusesMalformedText) {
  for (const char* text : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41",
                           "\xe0\x9f\xbf", "\xe0\xa0", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "12345678\xff"}) {
    EXPECT_FALSE(IsValidUtf8(text)) << HexEncode(text);
  }
}

TEST(Utf8, LengthsCountPointsAndUnits) {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";  // a, é, €, a smiley
  EXPECT_EQ(Utf8Length(text), 4U);
  EXPECT_EQ(Utf16Length(text), 5U);
  EXPECT_EQ(Utf8Length("\x80\x80"), 0U);
}

TEST(Ascii, CaseAndSpace) {
  EXPECT_EQ(ToLower("X-Amz-Ä[@"), "x-amz-Ä[@");
  EXPECT_EQ(ToUpper("x-amz{`"), "X-AMZ{`");
  EXPECT_TRUE(EqualsIgnoreCase("Content-MD5", "content-md5"));
  EXPECT_FALSE(EqualsIgnoreCase("a", "ab"));
  EXPECT_FALSE(EqualsIgnoreCase("[", "{"));
  EXPECT_EQ(TrimSpace(" \t a b\r\n"), "a b");
  EXPECT_EQ(TrimSpace(" \t"), "");
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(Split("", ','), ElementsAre(""));
  EXPECT_THAT(Split("a,,b,", ','), ElementsAre("a", "", "b", ""));
}

}  // namespace
}  // namespace portside
