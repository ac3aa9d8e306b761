// SPDX-License-Identifier: Apache-2.0
//
// outcomes, transitions and faults: lists of rules.

#include <gmock/gmock.h>

#include "cli/cli_fixture.h"
#include "support/temporary_directory.h"

namespace portside::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RulesCommands : public CliFixture {};

struct Case {
  std::vector<std::string> arguments;
  const char* call;
};

TEST_F(RulesCommands, OutcomesAreBodiesOfTheApi) {
  const Case kCases[] = {
      {{"outcomes", "fail", "--reason", "why"},
       R"({"match":{},"outcome":{"fail":{"reason":"why"}}})"},
      {{"outcomes",  "fail",    "--kind",   "glue::*", "--name", "n*",          "--arn",   "a*",
        "--account", "1",       "--region", "r",       "--nth",  "2",           "--times", "3",
        "--state",   "RUNNING", "--reason", "why",     "--type", "SERVER_ERROR"},
       R"({"match":{"account":"1","arn":"a*","kind":"glue::*","name":"n*","region":"r"},"nth":2,)"
       R"("outcome":{"fail":{"reason":"why","type":"SERVER_ERROR"},"state":"RUNNING"},"times":3})"},
      {{"outcomes", "stay", "--name", "x"}, R"({"match":{"name":"x"},"outcome":{"stay":true}})"},
      {{"outcomes", "take", "--seconds", "2.5"}, R"({"match":{},"outcome":{"seconds":2.5}})"},
      {{"outcomes", "deny", "read"}, R"({"match":{},"outcome":{"deny":["read"]}})"},
      {{"outcomes", "deny", "read", "write", "--kind", "k"},
       R"({"match":{"kind":"k"},"outcome":{"deny":["read","write"]}})"},
      {{"outcomes", "add", R"({"outcome":{"stay":true}})"}, R"({"outcome":{"stay":true}})"},
  };
  for (const Case& test : kCases) {
    EXPECT_EQ(CallOf(test.arguments), std::string("POST /_portside/outcomes ") + test.call);
  }
}

TEST_F(RulesCommands, TransitionsAreBodiesOfTheApi) {
  const Case kCases[] = {
      {{"transitions", "set", "manual", "--name", "slow-*"},
       R"( {"match":{"name":"slow-*"},"transition":{"progression":"manual"}})"},
      {{"transitions", "set", "--kind", "k", "polls", "--times", "3"},
       R"( {"match":{"kind":"k"},"transition":{"progression":"polls","times":3}})"},
      {{"transitions", "set", "time", "--seconds", "5"},
       R"( {"match":{},"transition":{"progression":"time","seconds":5.0}})"},
      {{"transitions", "release", "--arn", "a"}, R"(/release {"arn":"a"})"},
  };
  for (const Case& test : kCases) {
    EXPECT_EQ(CallOf(test.arguments), std::string("POST /_portside/transitions") + test.call);
  }
}

TEST_F(RulesCommands, FaultsAreBodiesOfTheApi) {
  const Case kCases[] = {
      {{"faults", "add", "--service", "glue", "--operation", "Get*", "--resource", "r*", "--code",
        "ThrottlingException", "--status", "429", "--message", "slow down", "--force"},
       R"({"effect":{"error":{"code":"ThrottlingException","message":"slow down",)"
       R"("statusCode":429}},"force":true,)"
       R"("match":{"operation":"Get*","resource":"r*","service":"glue"}})"},
      {{"faults", "add", "--latency", "200", "--nth", "2", "--times", "1", "--probability", "0.5"},
       R"({"effect":{"latency":200},"match":{},"nth":2,"probability":0.5,"times":1})"},
      {{"faults", "add", "--latency", "100-500"},
       R"({"effect":{"latency":{"max":500,"min":100}},"match":{}})"},
      {{"faults", "add", "--connection", "cut"}, R"({"effect":{"connection":"cut"},"match":{}})"},
      {{"faults", "add", "--throttle", "5"}, R"({"effect":{"throttle":{"rate":5}},"match":{}})"},
      {{"faults", "add", "--throttle", "0.5/20"},
       R"({"effect":{"throttle":{"burst":20,"rate":0.5}},"match":{}})"},
      {{"faults", "add", R"({"effect":{"latency":1}})"}, R"({"effect":{"latency":1}})"},
  };
  for (const Case& test : kCases) {
    EXPECT_EQ(CallOf(test.arguments), std::string("POST /_portside/faults ") + test.call);
  }
}

TEST_F(RulesCommands, DocumentsComeFromTheArgumentAFileOrTheInput) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "rule.json";
  std::ofstream(file) << R"({"a": 1})";
  EXPECT_EQ(CallOf({"outcomes", "add", "@" + file}), R"(POST /_portside/outcomes {"a":1})");
  EXPECT_EQ(CallOf({"faults", "add", "-"}, R"({"b": 2})"), R"(POST /_portside/faults {"b":2})");
  ExpectUsage({"outcomes", "add", "[1]"},
              "portside outcomes add: the argument is not a JSON object");
  const Outcome missing = Run({"outcomes", "add", "@/nonexistent/rule.json"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.err, "portside outcomes add: /nonexistent/rule.json cannot be opened\n");
}

TEST_F(RulesCommands, ListsAreTables) {
  WillAnswer(R"({"outcomes":[{"id":"outcome-1","match":{"kind":"k","name":"n"},"nth":2,"times":0,
    "matched":5,"applied":4,"outcome":{"fail":{"reason":"why not","type":"CLIENT_ERROR"}}}]})");
  EXPECT_EQ(Run({"outcomes"}).out,
            "ID         MATCH          NTH  TIMES  MATCHED  APPLIED  OUTCOME\n"
            "outcome-1  kind=k name=n  2    all    5        4        fail=why not\n");
  WillAnswer(R"({"transitions":[{"id":"t-1","match":{},"transition":{"progression":"polls",
    "times":3}}],"kinds":["a::b","c::d"]})");
  EXPECT_EQ(Run({"transitions"}).out,
            "ID   MATCH       TRANSITION\n"
            "t-1  everything  polls times=3\n");
  WillAnswer(R"({"transitions":[],"kinds":["a::b","c::d"]})");
  EXPECT_EQ(Run({"transitions", "kinds"}).out, "a::b\nc::d\n");
  WillAnswer(R"({"faults":[{"id":"f-1","match":{"service":"s3"},"nth":1,"times":1,
    "probability":0.5,"matched":0,"applied":0,"effect":{"latency":{"max":5,"min":1}}}]})");
  EXPECT_EQ(
      Run({"faults"}).out,
      "ID   MATCH       NTH  TIMES  CHANCE  MATCHED  APPLIED  EFFECT\n"
      "f-1  service=s3  1    1      0.5     0        0        latency={\"max\":5,\"min\":1}\n");
}

TEST_F(RulesCommands, RemovesOneOrAll) {
  EXPECT_EQ(CallOf({"outcomes", "remove", "outcome 4"}), "DELETE /_portside/outcomes/outcome%204");
  server_.calls.clear();
  WillAnswer(R"({"faults":[{"id":"f-1"},{"id":"f-2"}]})");
  WillAnswer("{}");
  WillAnswer("{}");
  EXPECT_EQ(Run({"faults", "remove", "--all"}).out, "removed 2\n");
  EXPECT_THAT(server_.calls, ElementsAre("GET /_portside/faults", "DELETE /_portside/faults/f-1",
                                         "DELETE /_portside/faults/f-2"));
}

TEST_F(RulesCommands, RefusesWhatSaysTooMuchOrTooLittle) {
  const Case kCases[] = {
      {{"outcomes", "remove"},
       "portside outcomes remove: either the id of one outcome or --all is needed"},
      {{"outcomes", "remove", "x", "--all"},
       "portside outcomes remove: either the id of one outcome or --all is needed"},
      {{"faults", "add"},
       "portside faults add: an effect is needed: --code, --latency, --connection or --throttle, "
       "or a JSON document"},
      {{"faults", "add", "{}", "--times", "1"},
       "portside faults add: either a JSON document or options say what the fault is, not both"},
      {{"faults", "add", "--status", "500"},
       "portside faults add: --status and --message belong to an error: --code is needed"},
      {{"faults", "add", "--latency", "1-"},
       "portside faults add: '1-' is not a time in milliseconds: 200, or 100-500"},
      {{"faults", "add", "--throttle", "x"},
       "portside faults add: 'x' is not a rate in calls a second: 5, or 5/20"},
  };
  for (const Case& test : kCases) ExpectUsage(test.arguments, test.call);
  EXPECT_THAT(Run({"outcomes", "fail"}).err, HasSubstr("--reason is required"));
  EXPECT_THAT(Run({"outcomes", "deny", "all"}).err, HasSubstr("{read,write}"));
  EXPECT_THAT(Run({"transitions", "set", "never"}).err, HasSubstr("{immediate,time,polls,manual}"));
}

}  // namespace
}  // namespace portside::cli
