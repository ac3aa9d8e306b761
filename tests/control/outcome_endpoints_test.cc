// SPDX-License-Identifier: Apache-2.0

#include "portside/control/outcome_endpoints.h"

#include "control/control_fixture.h"
#include "portside/base/limits.h"
#include "portside/objects/memory_object_store.h"

namespace portside {
namespace {

class OutcomeEndpointsTest : public ControlFixture {
 protected:
  Answer Add(const std::string& outcome, const std::string& rest = "") {
    return Send("POST", "/_portside/outcomes", R"({"outcome":)" + outcome + rest + "}");
  }
};

TEST_F(OutcomeEndpointsTest, AJobFailsForTheReasonThatWasOrdered) {
  const Answer added = Add(R"({"fail":{"reason":"The compiler ran out of memory."}})",
                           R"(,"match":{"kind":"sagemaker::compilation_job","name":"nightly-*"})");
  EXPECT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(
      added.body,
      Json({{"id", "outcome-1"},
            {"match", {{"kind", "sagemaker::compilation_job"}, {"name", "nightly-*"}}},
            {"nth", 1},
            {"times", 0},
            {"matched", 0},
            {"applied", 0},
            {"outcome",
             {{"fail",
               {{"reason", "The compiler ran out of memory."}, {"type", "CLIENT_ERROR"}}}}}}));
  StartJob("nightly-1");
  StartJob("daily-1");
  Advance("0.4");
  EXPECT_EQ(StatusOf("nightly-1"), "INPROGRESS");
  Advance("60");
  EXPECT_EQ(StatusOf("nightly-1"), "FAILED");
  EXPECT_EQ(Describe("nightly-1")["FailureReason"], "ClientError: The compiler ran out of memory.");
  EXPECT_NE(Describe("daily-1")["FailureReason"], "ClientError: The compiler ran out of memory.");
}

TEST_F(OutcomeEndpointsTest, AJobFailsInTheStateThatWasOrdered) {
  Add(R"({"state":"STARTING","fail":{"reason":"no capacity","type":"SERVER_ERROR"}})");
  StartJob("job");
  Advance("60");
  EXPECT_EQ(Describe("job")["FailureReason"], "ServerError: no capacity");
  const ResourcePtr job = app_.resources().Find(StringOr(Describe("job"), "CompilationJobArn"));
  ASSERT_NE(job, nullptr);
  ASSERT_EQ(job->timeline.size(), 2U);
  EXPECT_EQ(job->timeline[1].state, "FAILED");
  EXPECT_EQ(job->timeline[1].reason, "no capacity");
}

TEST_F(OutcomeEndpointsTest, OnlyTheNthJobsAndOnlySoManyAreConcerned) {
  Add(R"({"state":"STARTING","fail":{"reason":"ordered"}})", R"(,"nth":2,"times":2)");
  std::string seen;
  for (const char* name : {"a", "b", "c", "d"}) {
    StartJob(name);
    Advance("60");
    seen += Describe(name)["FailureReason"] == "ClientError: ordered" ? "1" : "0";
  }
  EXPECT_EQ(seen, "0110");
  const Json rule = Send("GET", "/_portside/outcomes").body["outcomes"][0];
  EXPECT_EQ(rule["matched"], 4);
  EXPECT_EQ(rule["applied"], 2);
}

TEST_F(OutcomeEndpointsTest, AJobMayStayForEver) {
  Add(R"({"state":"INPROGRESS","stay":true})");
  StartJob("job");
  Advance("\"P1000D\"");
  EXPECT_EQ(StatusOf("job"), "INPROGRESS");
  // Nobody releases it, but it can be stopped.
  EXPECT_EQ(Send("POST", "/_portside/transitions/release").body, Json({{"released", 0}}));
  app_.Call("sagemaker", "StopCompilationJob", {{"CompilationJobName", "job"}});
  Advance("60");
  EXPECT_EQ(StatusOf("job"), "STOPPED");
}

TEST_F(OutcomeEndpointsTest, AJobMayTakeATime) {
  Add(R"({"state":"INPROGRESS","seconds":3600})");
  StartJob("job");
  Advance("3600");
  EXPECT_EQ(StatusOf("job"), "INPROGRESS");
  Advance("1");
  EXPECT_EQ(StatusOf("job"), "FAILED");
}

TEST_F(OutcomeEndpointsTest, AJobMayBeDeniedItsObjects) {
  Add(R"({"deny":["read"]})");
  StartJob("job");
  Advance("60");
  EXPECT_EQ(
      Describe("job")["FailureReason"].get<std::string>().find("may not read") == std::string::npos,
      false)
      << Describe("job")["FailureReason"];
  // Its user still may.
  EXPECT_EQ(app_.GetObject("s3://models/model.tar.gz"), "not an archive");
}

// Jobs whose work writes three objects.
class PartialOutputTest : public OutcomeEndpointsTest {
 protected:
  static WorkResult WriteThree(WorkContext& context) {
    for (const char* key : {"a", "b", "c"}) {
      const auto written = context.objects.WriteAll({"out", key}, "bytes", {});
      if (!written) return Fail(ToJobFailure(written.error()));
    }
    return WorkOutput();
  }
  static void PutReason(Json& document, const JobFailure& failure) {
    document["reason"] = failure.type + ": " + failure.reason;
  }
  static constexpr JobState kStates[] = {
      {.name = "PENDING", .next = "RUNNING"},
      {.name = "RUNNING", .next = "DONE", .work = WriteThree, .on_failure = "FAILED"},
      {.name = "DONE"},
      {.name = "FAILED"},
  };
  static constexpr JobKind kKind{.name = "test::three", .states = kStates, .fail = PutReason};

  PartialOutputTest() : clock_(Timestamp()), users_(clock_), database_(":memory:") {
    scheduler_.Register(kKind);
    objects_.CreateBucket({.name = "out", .account = "123456789012"});
  }
  // The job's end: state, reason and the keys that it has written.
  std::string EndOf(JobOutcome outcome) {
    outcome.where = "RUNNING";
    scheduler_.rules().AddOutcome({.outcome = std::move(outcome)});
    Resource job{.arn = "arn:job", .name = "job"};
    job.account = "123456789012";
    scheduler_.Submit(kKind, std::move(job));
    database_.Commit();
    for (int turn = 0; turn < 5; ++turn) scheduler_.RunDue();
    const ResourcePtr ended = resources_.Find("arn:job");
    std::string text = ended->state + "; " + StringOr(ended->document, "reason") + "; ";
    const auto page = objects_.List("out", {});
    for (const ObjectInfo& object : page->objects) text += object.key;
    return text;
  }

  VirtualClock clock_;
  UserClock users_;
  MemoryObjectStore objects_{users_};
  Database database_;
  ResourceRepository resources_{database_};
  RecordLog records_{database_};
  InlineWorkerPool workers_{records_};
  Scheduler scheduler_{users_, database_, Stores{resources_, records_}, objects_, workers_, {}};
};

TEST_F(PartialOutputTest, AJobIsDeniedTheRestOfItsOutput) {
  EXPECT_EQ(EndOf({.writes = 2}),
            "FAILED; CLIENT_ERROR: Access to the bucket 'out' is denied: the role may not write to "
            "it any more.; ab");
}

TEST_F(PartialOutputTest, AJobFailsForTheOrderedReasonWithPartOfItsOutput) {
  EXPECT_EQ(EndOf({.failure = JobFailure{"ordered", "SERVER_ERROR"}, .writes = 1}),
            "FAILED; SERVER_ERROR: ordered; a");
}

TEST_F(PartialOutputTest, EnoughIsAll) { EXPECT_EQ(EndOf({.writes = 3}), "DONE; ; abc"); }

TEST_F(OutcomeEndpointsTest, PartialOutputIsAsked) {
  const Answer added = Add(R"({"partial":{"objects":2},"fail":{"reason":"full"}})");
  EXPECT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.body["outcome"]["partial"], Json({{"objects", 2}}));
}

TEST_F(OutcomeEndpointsTest, RulesHaveABound) {
  for (std::size_t i = 0; i < limits::kRules; ++i) {
    ASSERT_EQ(Add(R"({"stay":true})").status, 201);
  }
  ExpectWrong(Add(R"({"stay":true})"), "",
              "There are 1000 rules already, and at most 1000 are allowed; remove some, or reset.");
}

TEST_F(OutcomeEndpointsTest, ARuleIsRemoved) {
  const std::string id = Add(R"({"stay":true})").body["id"];
  EXPECT_EQ(Send("DELETE", "/_portside/outcomes/" + id).status, 200);
  EXPECT_EQ(Send("DELETE", "/_portside/outcomes/" + id).status, 404);
  StartJob("job");
  Advance("60");
  EXPECT_EQ(StatusOf("job"), "FAILED");
}

TEST_F(OutcomeEndpointsTest, BadInputIsNamedAndChangesNothing) {
  ExpectWrong(Add("{}"), "outcome",
              "outcome orders nothing; one of fail, stay, seconds, deny, partial and "
              "fail_deployment is needed.");
  ExpectWrong(Add(R"({"partial":{}})"), "outcome.partial.objects",
              "outcome.partial.objects is missing; it is needed: how many are written.");
  ExpectWrong(
      Add(R"({"fail_deployment":{"reason":"x"}})",
          R"(,"match":{"kind":"sagemaker::compilation_job"})"),
      "outcome.fail_deployment",
      "outcome.fail_deployment: jobs of the kind sagemaker::compilation_job deploy nothing.");
  ExpectWrong(
      Add(R"({"state":"STARTING","partial":{"objects":1}})",
          R"(,"match":{"kind":"sagemaker::compilation_job"})"),
      "outcome.partial",
      "outcome.partial: jobs of the kind sagemaker::compilation_job write nothing in that state.");
  ExpectWrong(Add(R"({"fail":{}})"), "outcome.fail.reason",
              "outcome.fail.reason is missing; it must be a string that is not empty.");
  ExpectWrong(Add(R"({"fail":{"reason":"x","type":"HIS"}})"), "outcome.fail.type",
              "outcome.fail.type is \"HIS\"; allowed are CLIENT_ERROR, SERVER_ERROR.");
  ExpectWrong(Add(R"({"deny":["list"]})"), "outcome.deny",
              "outcome.deny is [\"list\"]; its entries are read and write.");
  ExpectWrong(Add(R"({"stay":true,"seconds":1})"), "outcome.stay",
              "outcome.stay is true; a job that stays neither fails nor takes a time.");
  ExpectWrong(Add(R"({"stay":true,"state":"COMPLETED"})",
                  R"(,"match":{"kind":"sagemaker::compilation_job"})"),
              "outcome.state",
              "outcome.state is \"COMPLETED\"; a job of that kind moves on from STARTING, "
              "INPROGRESS, STOPPING.");
  ExpectWrong(Add(R"({"stay":true})", R"(,"nth":0)"), "nth",
              "nth is 0; it must be a whole number from 1 to 1000000000.");
  ExpectWrong(Send("POST", "/_portside/outcomes"), "outcome",
              "outcome is missing; it must be an object, such as {\"fail\": {\"reason\": "
              "\"…\"}}.");
  EXPECT_EQ(Send("GET", "/_portside/outcomes").body["outcomes"], Json::array());
}

}  // namespace
}  // namespace portside
