// SPDX-License-Identifier: Apache-2.0

#include "portside/base/iso_duration.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

using namespace std::chrono_literals;

TEST(IsoDuration, IsReadInItsUnits) {
  struct Case {
    const char* text;
    Duration duration;
  };
  for (const Case& c : {Case{"PT90S", 90s}, Case{"PT0S", 0s}, Case{"PT1H30M", 90min},
                        Case{"P1DT2H3M4.5S", 26h + 3min + 4500ms}, Case{"P2W", 336h},
                        Case{"PT0.000001S", 1us}, Case{"PT1.5H", 90min}, Case{"P1D", 24h}}) {
    EXPECT_EQ(ParseIsoDuration(c.text), c.duration) << c.text;
  }
}

TEST(IsoDuration, OtherFormsAreNone) {
  for (const char* text :
       {"",    "P",    "PT",     "T1S",      "1S",     "P1S",      "PT1D",
        "P1M", "P1Y",  "PT1S1M", "PT1.5H1S", "PT1.S",  "PT.5S",    "PT1",
        "PTS", "P1DT", "PT1S ",  "-PT1S",    "PT1e3S", "PT1.2.3S", "P99999999D"}) {
    EXPECT_EQ(ParseIsoDuration(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace portside
