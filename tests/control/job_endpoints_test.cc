// SPDX-License-Identifier: Apache-2.0

#include "portside/control/job_endpoints.h"

#include "control/control_fixture.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

constexpr const char* kArn = "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/";

class JobEndpointsTest : public ControlFixture {
 protected:
  JobEndpointsTest() {
    Send("PUT", "/_portside/clock", R"({"now":"2024-01-31T12:00:00Z"})");
    Send("POST", "/_portside/outcomes",
         R"({"match":{"name":"bad*"},"outcome":{"fail":{"reason":"no luck"}}})");
  }
  std::string NamesOf(const std::string& query) {
    const Answer answer = Send("GET", "/_portside/jobs" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string names;
    for (const Json& job : answer.body["jobs"]) names += StringOr(job, "name") + " ";
    return names;
  }
};

TEST_F(JobEndpointsTest, AJobHasItsTimeline) {
  StartJob("bad");
  Advance("0.5");
  Json expected = {{"arn", std::string(kArn) + "bad"},
                   {"kind", "sagemaker::compilation_job"},
                   {"service", "sagemaker"},
                   {"name", "bad"},
                   {"account", "123456789012"},
                   {"region", "us-west-2"},
                   {"state", "INPROGRESS"},
                   {"final", false},
                   {"progress", 0.5},
                   {"held", false},
                   {"created_at", "2024-01-31T12:00:00.000000Z"},
                   {"updated_at", "2024-01-31T12:00:00.300000Z"},
                   {"due_at", "2024-01-31T12:00:01.000000Z"},
                   {"reason", nullptr},
                   {"timeline",
                    {{{"state", "STARTING"}, {"at", "2024-01-31T12:00:00.000000Z"}},
                     {{"state", "INPROGRESS"}, {"at", "2024-01-31T12:00:00.300000Z"}}}}};
  EXPECT_EQ(Send("GET", "/_portside/jobs").body,
            Json({{"jobs", {expected}}, {"next_token", nullptr}}));

  Advance("10");
  expected["state"] = "FAILED";
  expected["final"] = true;
  expected["progress"] = 1.0;
  expected["updated_at"] = "2024-01-31T12:00:01.000000Z";
  expected["due_at"] = nullptr;
  expected["reason"] = "no luck";
  expected["timeline"].push_back(
      {{"state", "FAILED"}, {"at", "2024-01-31T12:00:01.000000Z"}, {"reason", "no luck"}});
  for (const std::string& path :
       {PercentEncode(std::string(kArn) + "bad"), kArn + std::string("bad")}) {
    EXPECT_EQ(Send("GET", "/_portside/jobs/" + path).body, expected) << path;
  }
}

TEST_F(JobEndpointsTest, AHeldJobSaysSo) {
  Send("POST", "/_portside/transitions", R"({"transition":{"progression":"manual"}})");
  StartJob("job");
  const Json job = Send("GET", "/_portside/jobs").body["jobs"][0];
  EXPECT_EQ(job["held"], true);
  EXPECT_EQ(job["due_at"], nullptr);
  EXPECT_EQ(job["progress"], 0.0);
}

TEST_F(JobEndpointsTest, AListIsFiltered) {
  StartJob("bad-1");
  StartJob("good-1");
  app_.account = "222222222222";
  app_.region = "eu-west-1";
  StartJob("good-2");
  Advance("60");
  StartJob("good-3");
  struct Case {
    const char* query;
    const char* names;
  };
  for (const Case& it :
       {Case{"", "bad-1 good-1 good-2 good-3 "}, Case{"?name=good*", "good-1 good-2 good-3 "},
        Case{"?kind=sagemaker::compilation_job&name=*-1", "bad-1 good-1 "},
        Case{"?kind=sagemaker::*", "bad-1 good-1 good-2 good-3 "},
        Case{"?kind=glue::ml_task_run", ""}, Case{"?service=glue", ""},
        Case{"?service=sagemaker&state=STARTING", "good-3 "},
        Case{"?account=222222222222", "good-2 good-3 "},
        Case{"?region=us-west-2&account=123456789012", "bad-1 good-1 "},
        Case{"?region=eu-west-1&account=123456789012", ""}, Case{"?arn=*job/good-2", "good-2 "}}) {
    EXPECT_EQ(NamesOf(it.query), it.names) << it.query;
  }
}

TEST_F(JobEndpointsTest, AListHasPages) {
  for (const char* name : {"a", "b", "c", "d"}) StartJob(name);
  EXPECT_EQ(NamesOf("?max=4"), "a b c d ");
  const Answer first = Send("GET", "/_portside/jobs?max=3");
  const std::string token = first.body["next_token"];
  EXPECT_EQ(first.body["jobs"].size(), 3U);
  const Answer last = Send("GET", "/_portside/jobs?max=3&token=" + token);
  EXPECT_EQ(last.body["jobs"][0]["name"], "d");
  EXPECT_EQ(last.body["next_token"], nullptr);
}

TEST_F(JobEndpointsTest, ResourcesWithoutStatesAreNoJobs) {
  app_.Call("glue", "CreateDatabase", {{"DatabaseInput", {{"Name", "books"}}}});
  EXPECT_EQ(NamesOf(""), "");
  EXPECT_EQ(
      Send("GET", "/_portside/jobs/arn:aws:glue:us-west-2:123456789012:database/books").status,
      404);
  const Answer missing = Send("GET", "/_portside/jobs/nobody");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, Json({{"member", "arn"}, {"message", "There is no job 'nobody'."}}));
}

TEST_F(JobEndpointsTest, BadParametersAreNamed) {
  struct Case {
    const char* query;
    const char* member;
    const char* message;
  };
  for (const Case& bad :
       {Case{"max=0", "max", R"(max is "0"; it must be a whole number from 1 to 1000.)"},
        Case{"max=1001", "max", R"(max is "1001"; it must be a whole number from 1 to 1000.)"},
        Case{"max=ten", "max", R"(max is "ten"; it must be a whole number from 1 to 1000.)"},
        Case{"token=-1", "token", R"(token is "-1"; it must be the next_token of an answer.)"},
        Case{"token=x", "token", R"(token is "x"; it must be the next_token of an answer.)"},
        Case{"service=s3", "service",
             R"(service is "s3"; allowed are glue, personalize, sagemaker, sagemaker-geospatial.)"},
        Case{"account=12", "account", R"(account is "12"; an account has 12 digits.)"},
        Case{"kind=glue::ml_task_run&state=DONE", "state",
             R"(state is "DONE"; allowed are FAILED, RUNNING, STARTING, STOPPED, STOPPING, )"
             R"(SUCCEEDED, TIMEOUT.)"},
        Case{"sort=asc", "sort",
             R"(sort is "asc"; there is no such parameter; allowed are account, arn, kind, max, )"
             R"(name, region, service, state, token.)"},
        Case{"max=1&max=2", "max", R"(max is "1"; it is there twice.)"}}) {
    ExpectWrong(Send("GET", "/_portside/jobs?" + std::string(bad.query)), bad.member, bad.message);
  }
  const Answer kind = Send("GET", "/_portside/jobs?kind=glue::nothing");
  EXPECT_EQ(kind.status, 400);
  EXPECT_EQ(kind.body["member"], "kind");
  EXPECT_TRUE(
      StringOr(kind.body, "message").starts_with(R"(kind is "glue::nothing"; kinds are glue::)"));
}

}  // namespace
}  // namespace portside
