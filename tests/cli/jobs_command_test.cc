// SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>

#include "cli/cli_fixture.h"

namespace portside::cli {
namespace {

using testing::ElementsAre;

constexpr const char* kRunning =
    R"({"arn":"arn:1","kind":"glue::ml_task_run","service":"glue","name":"one","account":"1",
        "region":"r","state":"RUNNING","final":false,"progress":0.5,"held":false,
        "created_at":"2024-01-01T00:00:00.000000Z","updated_at":"2024-01-01T00:00:01.000000Z",
        "due_at":"2024-01-01T00:00:02.000000Z","reason":null,"timeline":[
          {"state":"STARTING","at":"2024-01-01T00:00:00.000000Z"},
          {"state":"RUNNING","at":"2024-01-01T00:00:01.000000Z"}]})";
constexpr const char* kFailed =
    R"({"arn":"arn:2","kind":"sagemaker::compilation_job","service":"sagemaker","name":"two",
        "account":"1","region":"r","state":"FAILED","final":true,"progress":1,"held":false,
        "created_at":"2024-01-01T00:00:00.000000Z","updated_at":"2024-01-01T00:00:00.400000Z",
        "due_at":null,"reason":"The model\nis \u001b[31mdamaged.","timeline":[
          {"state":"STARTING","at":"2024-01-01T00:00:00.000000Z"},
          {"state":"FAILED","at":"2024-01-01T00:00:00.400000Z",
           "reason":"The model\nis \u001b[31mdamaged."}]})";

std::string List(const std::vector<std::string>& jobs, const std::string& token = "null") {
  std::string list;
  for (const std::string& job : jobs) list += (list.empty() ? "" : ",") + job;
  return R"({"jobs":[)" + list + R"(],"next_token":)" + token + "}";
}

class JobsCommand : public CliFixture {
 protected:
  void WillList(const std::vector<std::string>& jobs, const std::string& token = "null") {
    WillAnswer(List(jobs, token).c_str());
  }
};

TEST_F(JobsCommand, ListsAllPagesAsATable) {
  WillList({kRunning}, "\"t&1\"");
  WillList({kFailed});
  const Outcome listed = Run({"jobs"});
  EXPECT_EQ(listed.status, 0) << listed.err;
  EXPECT_EQ(
      listed.out,
      "KIND                        NAME  STATE    PROGRESS  UPDATED                   REASON\n"
      "glue::ml_task_run           one   RUNNING   50%      2024-01-01T00:00:01.000Z  -\n"
      "sagemaker::compilation_job  two   FAILED   100%      2024-01-01T00:00:00.400Z  "
      "The model\\nis \\x1b[31mdamaged.\n");
  EXPECT_THAT(server_.calls, ElementsAre("GET /_portside/jobs", "GET /_portside/jobs?token=t%261"));
}

TEST_F(JobsCommand, ATerminalGetsBarsAndColoursInItsWidth) {
  is_terminal_ = has_colours_ = true;
  size_ = {.columns = 80, .rows = 24};
  WillList({kFailed});
  const std::string out = Run({"jobs"}).out;
  EXPECT_EQ(out.substr(out.find('\n') + 1),
            "sagemaker::com…  two   \x1b[31mFAILED\x1b[0m  [##########] 100%  2024-01-01T00…  "
            "The model\\nis…\n");
}

TEST_F(JobsCommand, FiltersAreQueries) {
  WillList({});
  Run({"jobs", "list", "--kind", "glue::*", "--name", "a b", "--arn", "*", "--account", "1",
       "--region", "r", "--service", "glue", "--state", "RUNNING"});
  EXPECT_THAT(server_.calls,
              ElementsAre("GET /_portside/jobs?kind=glue%3A%3A%2A&name=a%20b&arn=%2A&account=1"
                          "&region=r&service=glue&state=RUNNING"));
}

TEST_F(JobsCommand, MoreThanTheMostIsSaid) {
  WillList({kRunning, kFailed}, "\"next\"");
  const Outcome listed = Run({"jobs", "--max", "2", "--json"});
  EXPECT_EQ(Json::parse(listed.out)["next_token"], "next");
  EXPECT_THAT(server_.calls, ElementsAre("GET /_portside/jobs?max=2"));
  WillList({kRunning, kFailed}, "\"next\"");
  EXPECT_EQ(Run({"jobs", "--max", "2"}).err, "There are more; --max took the first 2.\n");
}

TEST_F(JobsCommand, AServerThatIsNoneIsFoundOut) {
  WillAnswer("{}");
  EXPECT_EQ(Run({"jobs"}).err,
            "portside jobs list: the answer has no list of jobs: is it a Portside server?\n");
  WillList({kRunning}, "\"a\"");
  WillList({kRunning}, "\"a\"");
  EXPECT_EQ(Run({"jobs"}).err,
            "portside jobs list: the server gives the same page again and again\n");
  // Members of other types are shown as they are.
  WillList({R"({"kind":7,"state":null,"progress":"x","timeline":3})"});
  EXPECT_EQ(Run({"jobs"}).status, 0);
}

TEST_F(JobsCommand, DescribesOneWithItsTimes) {
  WillAnswer(kFailed);
  const Outcome described = Run({"jobs", "describe", "arn:aws:x/y"});
  EXPECT_EQ(described.out,
            "JOB       two\n"
            "arn       arn:2\n"
            "kind      sagemaker::compilation_job\n"
            "service   sagemaker\n"
            "account   1\n"
            "region    r\n"
            "state     FAILED\n"
            "progress  100%\n"
            "created   2024-01-01T00:00:00.000Z\n"
            "updated   2024-01-01T00:00:00.400Z\n"
            "due       -\n"
            "reason    The model\\nis \\x1b[31mdamaged.\n"
            "\n"
            "STATE     AT                        STAYED   REASON\n"
            "STARTING  2024-01-01T00:00:00.000Z  0.400 s  -\n"
            "FAILED    2024-01-01T00:00:00.400Z  -        The model\\nis \\x1b[31mdamaged.\n");
  EXPECT_THAT(server_.calls, ElementsAre("GET /_portside/jobs/arn%3Aaws%3Ax%2Fy"));
}

}  // namespace
}  // namespace portside::cli
