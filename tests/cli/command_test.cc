// SPDX-License-Identifier: Apache-2.0
//
// What all commands have in common.

#include "cli/command.h"

#include <gmock/gmock.h>

#include "cli/cli_fixture.h"

namespace portside::cli {
namespace {

using testing::HasSubstr;

class CommandTest : public CliFixture {
 protected:
  void TearDown() override {
    for (const char* name : {"PORTSIDE_URL", "PORTSIDE_CONTROL_TOKEN", "PORTSIDE_PORT"}) {
      unsetenv(name);
    }
  }
};

TEST_F(CommandTest, TheServerComesFromTheFlagTheEnvironmentOrTheDefault) {
  CallOf({"clock"});
  EXPECT_EQ(server_.url, "http://127.0.0.1:4566");
  EXPECT_EQ(server_.token, "");
  setenv("PORTSIDE_PORT", "4600", 1);
  CallOf({"reset"});
  EXPECT_EQ(server_.url, "http://127.0.0.1:4600");
  setenv("PORTSIDE_URL", "http://env:1", 1);
  setenv("PORTSIDE_CONTROL_TOKEN", "from-env", 1);
  setenv("PORTSIDE_CA", "env.pem", 1);
  CallOf({"clock"});
  EXPECT_EQ(server_.url, "http://env:1");
  EXPECT_EQ(server_.token, "from-env");
  EXPECT_EQ(server_.authorities, "env.pem");
  CallOf({"clock", "--ca", "flag.pem", "show", "--url", "http://flag:2", "--token=from-flag"});
  EXPECT_EQ(server_.authorities, "flag.pem");
  EXPECT_EQ(server_.url, "http://flag:2");
  EXPECT_EQ(server_.token, "from-flag");
  CallOf({"reset", "--url", "http://flag:3"});
  EXPECT_EQ(server_.url, "http://flag:3");
}

TEST_F(CommandTest, OptionsOfEveryCommandMayStandBeforeTheVerb) {
  EXPECT_EQ(CallOf({"clock", "--url", "http://flag:2", "--json", "advance", "5"}),
            R"(POST /_portside/clock/advance {"seconds":5})");
  EXPECT_EQ(server_.url, "http://flag:2");
  EXPECT_EQ(CallOf({"outcomes", "--url=http://flag:4"}), "GET /_portside/outcomes");
  EXPECT_EQ(server_.url, "http://flag:4");
}

TEST_F(CommandTest, HelpHasExamplesAndTheOptionsOfEveryCommand) {
  const Outcome noun = Run({"clock", "--help"});
  EXPECT_EQ(noun.status, 0);
  EXPECT_THAT(noun.out, HasSubstr("Usage: portside clock [OPTIONS] [SUBCOMMAND]"));
  EXPECT_THAT(noun.out, HasSubstr("Without a word it is `portside clock show`.\n\nExamples:\n"
                                  "  portside clock\n"
                                  "  portside clock set --mode manual --now 2024-01-31T12:00:00Z\n"
                                  "  portside clock advance 3600\n"));
  const Outcome verb = Run({"clock", "set", "--help"});
  EXPECT_EQ(verb.status, 0);
  EXPECT_THAT(verb.out, HasSubstr("Usage: portside clock set [OPTIONS]"));
  EXPECT_THAT(verb.out, HasSubstr("Examples:\n  portside clock set --mode manual"));
  EXPECT_THAT(verb.out, HasSubstr("--url TEXT=http://127.0.0.1:4566 (Env:PORTSIDE_URL)"));
  EXPECT_THAT(verb.out, HasSubstr("--token SECRET (Env:PORTSIDE_CONTROL_TOKEN)"));
  EXPECT_THAT(Run({"reset", "-h"}).out, HasSubstr("Examples:\n  portside reset"));
}

TEST_F(CommandTest, WrongUsageIsOneLine) {
  ExpectUsage({"state"},
              "portside state: a command is needed: save, load (see portside state "
              "--help)");
  ExpectUsage({"jobs", "--nope"},
              "portside jobs list: The following argument was not expected: --nope (see portside "
              "jobs list --help)");
  ExpectUsage({"jobs", "list", "extra"},
              "portside jobs list: The following argument was not expected: extra (see portside "
              "jobs list --help)");
  ExpectUsage({"reset", "extra"},
              "portside reset: The following argument was not expected: extra (see portside reset "
              "--help)");
  ExpectUsage({"nope"}, "portside: unknown command 'nope'");
}

}  // namespace
}  // namespace portside::cli
