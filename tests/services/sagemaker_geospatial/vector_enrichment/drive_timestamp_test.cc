// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/drive_timestamp.h"

#include <gtest/gtest.h>

#include <string>

namespace portside::sagemaker_geospatial {
namespace {

std::string Read(std::string_view text) {
  const auto time = ParseDriveTimestamp(text);
  return time ? FormatIso8601(*time, 6) : "none";
}

TEST(DriveTimestamp, HasTheDocumentedForms) {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"1674468040", "2023-01-23T10:00:40.000000Z"},
      {"1674468040123", "2023-01-23T10:00:40.123000Z"},
      {"23.01.2023 10:00:40 UTC", "2023-01-23T10:00:40.000000Z"},
      {"23.01.2023 10:00:40 CET", "2023-01-23T09:00:40.000000Z"},
      {"23.01.2023 10:00:40 +0530", "2023-01-23T04:30:40.000000Z"},
      {"2023-01-23T10:00:40.250Z", "2023-01-23T10:00:40.250000Z"},
      {"2023-01-23T10:00:40", "2023-01-23T10:00:40.000000Z"},
      {"2023-01-23 10:00:40 PM", "2023-01-23T22:00:40.000000Z"},
      {"2023-01-23 12:00:40 am", "2023-01-23T00:00:40.000000Z"},
      {"2023-01-23 12:00:40 PM", "2023-01-23T12:00:40.000000Z"},
      {"2023-01-23 22:00:40", "2023-01-23T22:00:40.000000Z"},
      {"20230123220040", "2023-01-23T22:00:40.000000Z"},
  };
  for (const Case& expected : cases) EXPECT_EQ(Read(expected.text), expected.expected);
}

TEST(DriveTimestamp, TakesWhatPublicInputsHave) {
  EXPECT_EQ(Read("1674468040.644"), "2023-01-23T10:00:40.644000Z");
  EXPECT_EQ(Read("2023-01-04T17:46:33.127473"), "2023-01-04T17:46:33.127473Z");
  EXPECT_EQ(Read("2023-01-04T17:46:33.1274739"), "2023-01-04T17:46:33.127473Z");
  EXPECT_EQ(Read(" 2023-01-04T17:46:33+01:00 "), "2023-01-04T16:46:33.000000Z");
  EXPECT_EQ(Read("2023-01-04T17:46:33-08:00"), "2023-01-05T01:46:33.000000Z");
  EXPECT_EQ(Read("0"), "1970-01-01T00:00:00.000000Z");
}

TEST(DriveTimestamp, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "now",
                           "2023-13-01 00:00:00",
                           "2023-02-30T00:00:00",
                           "2023-01-23 24:00:00",
                           "2023-01-23 10:60:00",
                           "2023-01-23 13:00:00 PM",
                           "2023-01-23 00:00:00 AM",
                           "2023-01-23",
                           "23.01.2023 10:00:40 XYZ",
                           "23.01.2023 10:00",
                           "2023-01-23T10:00:40.",
                           "2023-1-3 10:00:00",
                           "2023-01-23T10:00:40+25:00",
                           "1e9",
                           "nan",
                           "inf",
                           "20231340220040",
                           "12 34",
                           "1674468040s",
                           "2023-01-23T10:00:40+",
                           "2023-01-23T10:00:40+0a"}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
