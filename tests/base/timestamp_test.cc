// SPDX-License-Identifier: Apache-2.0

#include "portside/base/timestamp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "portside/base/clock.h"

namespace portside {
namespace {

Timestamp At(std::int64_t microseconds) { return Timestamp{Duration{microseconds}}; }

TEST(EpochSeconds, RoundTripToTheMicrosecond) {
  for (const std::int64_t value : {0LL, 1LL, -1LL, 1697690034021481LL, 253402300799999999LL}) {
    const double seconds = ToEpochSeconds(At(value));
    if (value < 2'000'000'000'000'000) {
      EXPECT_EQ(FromEpochSeconds(seconds), At(value));
    }
  }
  EXPECT_DOUBLE_EQ(ToEpochSeconds(At(1697690034021481)), 1697690034.021481);
}

TEST(EpochSeconds, AreClampedToFourDigitYears) {
  EXPECT_EQ(FormatIso8601(FromEpochSeconds(1e300), 6), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatIso8601(FromEpochSeconds(-1e300), 0), "0001-01-01T00:00:00Z");
  EXPECT_EQ(FromEpochSeconds(std::numeric_limits<double>::infinity()), FromEpochSeconds(1e300));
  EXPECT_EQ(FromEpochSeconds(std::nan("")), At(0));
}

TEST(Iso8601, FormatsWithDecimals) {
  const Timestamp time = At(1697690034021481);
  EXPECT_EQ(FormatIso8601(time, 0), "2023-10-19T04:33:54Z");
  EXPECT_EQ(FormatIso8601(time, 3), "2023-10-19T04:33:54.021Z");
  EXPECT_EQ(FormatIso8601(time, 6), "2023-10-19T04:33:54.021481Z");
  EXPECT_EQ(FormatIso8601(At(-1), 6), "1969-12-31T23:59:59.999999Z");
}

TEST(Iso8601, ParsesOffsetsAndAnyNumberOfDecimals) {
  struct Case {
    const char* text;
    const char* utc;
  };
  for (const Case& c : {Case{"2023-10-19T04:33:54.021481Z", "2023-10-19T04:33:54.021481Z"},
                        Case{"2023-10-19t04:33:54z", "2023-10-19T04:33:54.000000Z"},
                        Case{"2023-10-19T04:33:54.5Z", "2023-10-19T04:33:54.500000Z"},
                        Case{"2023-10-19T04:33:54.1234567891Z", "2023-10-19T04:33:54.123456Z"},
                        Case{"2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00.000000Z"},
                        Case{"2023-12-31T20:00:00-05:30", "2024-01-01T01:30:00.000000Z"},
                        Case{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"}}) {
    const auto time = ParseIso8601(c.text);
    ASSERT_TRUE(time) << c.text;
    EXPECT_EQ(FormatIso8601(*time, 6), c.utc);
  }
}

TEST(Iso8601, RefusesOtherTexts) {
  for (const char* text :
       {"", "2023", "2023-10-19", "2023-10-19T04:33:54", "2023-10-19 04:33:54Z",
        "2023-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "2023-10-19T24:00:00Z",
        "2023-10-19T04:60:00Z", "2023-10-19T04:33:61Z", "2023-10-19T04:33:54.Z",
        "2023-10-19T04:33:54Z ", "2023-10-19T04:33:54+0100", "2023-10-19T04:33:54+24:00",
        "2023-1-19T04:33:54Z", "+023-10-19T04:33:54Z", "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-00:01"}) {
    EXPECT_FALSE(ParseIso8601(text)) << text;
  }
}

TEST(HttpDate, FormatsImfFixdate) {
  EXPECT_EQ(FormatHttpDate(At(784111777000000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(HttpDate, ParsesTheThreeFormsOfTheRfc) {
  for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(ParseHttpDate(text), At(784111777000000)) << text;
  }
  EXPECT_EQ(ParseHttpDate("Wednesday, 01-Jan-20 00:00:00 GMT"), At(1577836800000000));
  EXPECT_EQ(ParseHttpDate("Fri Nov 16 08:49:37 2001"), At(1005900577000000));
}

TEST(HttpDate, RefusesOtherTexts) {
  for (const char* text : {"", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
                           "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 GMT ", "1994-11-06T08:49:37Z", "784111777"}) {
    EXPECT_FALSE(ParseHttpDate(text)) << text;
  }
}

TEST(FormatUtc, KnowsSixFields) {
  EXPECT_EQ(FormatUtc(At(784111777000000), "%Y-%m-%d_%H.%M.%S"), "1994-11-06_08.49.37");
  EXPECT_EQ(FormatUtc(At(0), "%q%"), "%q%");
}

TEST(VirtualClock, MovesOnlyOnRequest) {
  VirtualClock clock;
  EXPECT_EQ(FormatIso8601(clock.Now(), 0), "2024-01-01T00:00:00Z");
  clock.Advance(std::chrono::seconds{90});
  EXPECT_EQ(FormatIso8601(clock.Now(), 0), "2024-01-01T00:01:30Z");
  clock.Set(At(5));
  EXPECT_EQ(clock.Now(), At(5));
}

TEST(SystemClock, ReadsTheMachinesTime) {
  const auto before = std::chrono::system_clock::now();
  const Timestamp now = SystemClock().Now();
  EXPECT_GE(now + Duration{1}, before);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

}  // namespace
}  // namespace portside
