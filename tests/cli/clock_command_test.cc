// SPDX-License-Identifier: Apache-2.0

#include "cli/cli_fixture.h"

namespace portside::cli {
namespace {

class ClockCommand : public CliFixture {};

constexpr const char* kClock =
    R"({"mode":"scaled","scale":60.0,"now":"2024-01-31T12:00:00.250000Z","next_due":null})";

TEST_F(ClockCommand, ShowsTheClock) {
  WillAnswer(kClock);
  const Outcome shown = Run({"clock"});
  EXPECT_EQ(shown.status, 0);
  EXPECT_EQ(shown.out,
            "mode      scaled, 60.0 seconds in a second\n"
            "now       2024-01-31T12:00:00.250Z\n"
            "next due  -\n");
  EXPECT_EQ(server_.calls, std::vector<std::string>{"GET /_portside/clock"});
  WillAnswer(R"({"mode":"real"})");
  EXPECT_EQ(Run({"clock", "show", "--json"}).out, "{\n  \"mode\": \"real\"\n}\n");
}

TEST_F(ClockCommand, SetsWhatIsGiven) {
  EXPECT_EQ(CallOf({"clock", "set", "--mode", "manual", "--now", "2024-01-31T12:00:00Z"}),
            R"(PUT /_portside/clock {"mode":"manual","now":"2024-01-31T12:00:00Z"})");
  EXPECT_EQ(CallOf({"clock", "set", "--mode=scaled", "--scale", "60"}),
            R"(PUT /_portside/clock {"mode":"scaled","scale":60.0})");
}

TEST_F(ClockCommand, AdvancesByWhatPeopleWrite) {
  const struct {
    const char* argument;
    const char* seconds;
  } kCases[] = {{"90", "90"},     {"1.5", "1.5"},   {"90s", "90"}, {"1h30m", "5400"},
                {"2d", "172800"}, {"0.5h", "1800"}, {"0", "0"},    {"PT1H", "\"PT1H\""}};
  for (const auto& test : kCases) {
    EXPECT_EQ(CallOf({"clock", "advance", test.argument}),
              std::string("POST /_portside/clock/advance {\"seconds\":") + test.seconds + "}");
  }
}

TEST_F(ClockCommand, RefusesWhatItDoesNotUnderstand) {
  for (const char* text : {"", "x", "1x", "30m1h", "1h30", "1e3", "h", "1hh", "+1"}) {
    ExpectUsage({"clock", "advance", text},
                std::string("portside clock advance: '") + text +
                    "' is no duration: a number of seconds, 90s, 1h30m, 2d or PT1H30M");
  }
  ExpectUsage({"clock", "set"}, "portside clock set: one of --mode, --scale and --now is needed");
  ExpectUsage({"clock", "set", "--mode", "fast"},
              "portside clock set: --mode: fast not in {real,scaled,manual} "
              "(see portside clock set --help)");
  ExpectUsage({"clock", "advance"},
              "portside clock advance: duration is required (see portside clock advance --help)");
  ExpectUsage({"clock", "stop"},
              "portside clock: unknown command 'stop': show, set, advance (see portside clock "
              "--help)");
}

TEST_F(ClockCommand, SaysWhatTheServerRefuses) {
  WillRefuse("mode is \x1b[1m; allowed are real, scaled, manual.");
  const Outcome refused = Run({"clock", "set", "--mode", "real"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.err,
            "portside clock set: mode is \\x1b[1m; allowed are real, scaled, manual.\n");
}

}  // namespace
}  // namespace portside::cli
