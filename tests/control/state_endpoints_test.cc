// SPDX-License-Identifier: Apache-2.0

#include "portside/control/state_endpoints.h"

#include "control/control_fixture.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

constexpr const char* kServices = "glue, logs, personalize, sagemaker, sagemaker-geospatial, s3";

class StateEndpointsTest : public ControlFixture {
 protected:
  // A group for each of two accounts in two regions, and a bucket with an object.
  void FillAccounts() {
    for (const char* account : {"111111111111", "222222222222"}) {
      for (const char* region : {"us-east-1", "eu-west-1"}) {
        As(account, region);
        app_.Call("personalize", "CreateDatasetGroup", {{"name", "group"}});
        app_.Call("glue", "CreateDatabase", {{"DatabaseInput", {{"Name", "database"}}}});
        app_.PutObject("s3://" + BucketName() + "/key", "bytes");
      }
    }
  }
  void As(const std::string& account, const std::string& region) {
    app_.account = account;
    app_.region = region;
  }
  std::string BucketName() const { return "bucket-" + app_.account + "-" + app_.region; }
  // "pgo" for a group, a database and an object of each account and region; '-' for what is gone.
  std::string Present() {
    std::string present;
    for (const char* account : {"111111111111", "222222222222"}) {
      for (const char* region : {"us-east-1", "eu-west-1"}) {
        As(account, region);
        const Json groups = app_.Call("personalize", "ListDatasetGroups", Json::object());
        present += groups["datasetGroups"].empty() ? '-' : 'p';
        const Json databases = app_.Call("glue", "GetDatabases", Json::object());
        present += databases["DatabaseList"].empty() ? '-' : 'g';
        present += app_.HasObject("s3://" + BucketName() + "/key") ? 'o' : '-';
        present += ' ';
      }
    }
    return present;
  }
  // A table, and the input of a transform over it.
  void MakeTable() {
    app_.Call("glue", "CreateDatabase", {{"DatabaseInput", {{"Name", "library"}}}});
    app_.Call("glue", "CreateTable",
              {{"DatabaseName", "library"},
               {"TableInput",
                {{"Name", "books"},
                 {"StorageDescriptor", {{"Columns", {{{"Name", "id"}, {"Type", "string"}}}}}}}}});
  }
  static Json TransformOf(const std::string& name) {
    return {{"Name", name},
            {"Role", "arn:aws:iam::123456789012:role/Glue"},
            {"InputRecordTables", {{{"DatabaseName", "library"}, {"TableName", "books"}}}},
            {"Parameters",
             {{"TransformType", "FIND_MATCHES"},
              {"FindMatchesParameters", {{"PrimaryKeyColumnName", "id"}}}}}};
  }
  Answer Save(const std::string& name, const std::string& scope = "") {
    return Send("PUT", "/_portside/snapshots/" + name, scope);
  }
  Answer Restore(const std::string& name) { return Send("POST", "/_portside/snapshots/" + name); }
};

struct ScopeCase {
  std::string scope;
  std::string left;
  int resources;
  int objects;
};

TEST_F(StateEndpointsTest, AResetTakesWhatItsScopeMatchesAndNothingElse) {
  const std::vector<ScopeCase> cases = {
      {R"({"service":"glue"})", "p-o p-o p-o p-o ", 4, 0},
      {R"({"service":"s3"})", "pg- pg- pg- pg- ", 0, 4},
      {R"({"account":"111111111111"})", "--- --- pgo pgo ", 4, 2},
      {R"({"region":"eu-west-1"})", "pgo --- pgo --- ", 4, 2},
      {R"({"service":"personalize","account":"222222222222","region":"us-east-1"})",
       "pgo pgo -go pgo ", 1, 0},
      {R"({"service":"s3","account":"222222222222"})", "pgo pgo pg- pg- ", 0, 2},
      {R"({"account":"333333333333"})", "pgo pgo pgo pgo ", 0, 0},
      {"{}", "--- --- --- --- ", 8, 4},
      {"", "--- --- --- --- ", 8, 4},
  };
  for (const ScopeCase& each : cases) {
    FillAccounts();
    const Answer answer = Send("POST", "/_portside/reset", each.scope);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body,
              Json({{"status", "ok"},
                    {"removed", {{"resources", each.resources}, {"objects", each.objects}}}}))
        << each.scope;
    EXPECT_EQ(Present(), each.left) << each.scope;
    Send("POST", "/_portside/reset");
  }
}

TEST_F(StateEndpointsTest, AScopeIsReadAsAWhole) {
  FillAccounts();
  const std::string none = "s; allowed are ";
  struct Wrong {
    std::string body, member, message;
  };
  const std::vector<Wrong> cases = {
      {R"({"service":"lambda"})", "service",
       std::string(R"(service is "lambda"; allowed are )") + kServices + "."},
      {R"({"service":""})", "service",
       std::string(R"(service is ""; allowed are )") + kServices + "."},
      {R"({"account":"12"})", "account", R"(account is "12"; an account has 12 digits.)"},
      {R"({"account":123456789012})", "account", "account is 123456789012; it must be a string."},
      {R"({"region":"us east"})", "region",
       R"(region is "us east"; it must be a region such as us-east-1.)"},
      {R"({"region":""})", "region", R"(region is ""; it must be a region such as us-east-1.)"},
  };
  for (const Wrong& each : cases) {
    ExpectWrong(Send("POST", "/_portside/reset", each.body), each.member, each.message);
    ExpectWrong(Save("name", each.body), each.member, each.message);
  }
  EXPECT_EQ(Send("POST", "/_portside/reset", R"({"acount":"111111111111"})").status, 400);
  EXPECT_EQ(Send("POST", "/_portside/reset", "all").status, 400);
  EXPECT_EQ(Present(), "pgo pgo pgo pgo ");
  EXPECT_EQ(Send("GET", "/_portside/snapshots").body, Json({{"snapshots", Json::array()}}));
}

TEST_F(StateEndpointsTest, AScopedResetForgetsJobsOnTheirWayAndKeepsRules) {
  Send("POST", "/_portside/outcomes", R"({"outcome":{"stay":true},"match":{"name":"other"}})");
  As("111111111111", "us-west-2");
  app_.CreateBucket("models");
  StartJob("mine");
  As("222222222222", "us-west-2");
  StartJob("other");
  EXPECT_EQ(Send("POST", "/_portside/reset", R"({"account":"222222222222"})").body["removed"],
            Json({{"resources", 1}, {"objects", 0}}));
  Advance("60");
  EXPECT_EQ(Send("GET", "/_portside/outcomes").body["outcomes"].size(), 1U);
  As("111111111111", "us-west-2");
  EXPECT_NE(StatusOf("mine"), "STARTING");
  As("222222222222", "us-west-2");
  StartJob("other");
  Advance("60");
  EXPECT_EQ(StatusOf("other"), "INPROGRESS") << "the rule still holds";
}

TEST_F(StateEndpointsTest, ASnapshotIsSavedRestoredReplacedAndDropped) {
  FillAccounts();
  const Answer saved = Save("before");
  EXPECT_EQ(saved.status, 201);
  const Json described = {{"name", "before"},
                          {"scope", Json::object()},
                          {"created_at", FormatIso8601(app_.Now(), 6)},
                          {"resources", 8},
                          {"objects", 4}};
  EXPECT_EQ(saved.body, described);
  EXPECT_EQ(Send("GET", "/_portside/snapshots").body, Json({{"snapshots", {described}}}));

  Send("POST", "/_portside/reset");
  EXPECT_EQ(Present(), "--- --- --- --- ");
  const Answer restored = Restore("before");
  EXPECT_EQ(restored.status, 200);
  EXPECT_EQ(restored.body, described);
  EXPECT_EQ(Present(), "pgo pgo pgo pgo ");

  Send("POST", "/_portside/reset", R"({"account":"111111111111"})");
  EXPECT_EQ(Save("before").body["resources"], 4);
  EXPECT_EQ(Restore("before").body["resources"], 4);
  EXPECT_EQ(Present(), "--- --- pgo pgo ");

  EXPECT_EQ(Send("DELETE", "/_portside/snapshots/before").status, 200);
  for (const char* method : {"POST", "DELETE"}) {
    const Answer gone = Send(method, "/_portside/snapshots/before");
    EXPECT_EQ(gone.status, 404);
    EXPECT_EQ(gone.body, Json({{"message", "There is no snapshot 'before'."}, {"member", "name"}}));
  }
  EXPECT_EQ(Present(), "--- --- pgo pgo ");
}

TEST_F(StateEndpointsTest, ASnapshotOfAPartLeavesTheRestAlone) {
  FillAccounts();
  EXPECT_EQ(Save("mine", R"({"account":"111111111111","region":"us-east-1"})").body["scope"],
            Json({{"account", "111111111111"}, {"region", "us-east-1"}}));
  Send("POST", "/_portside/reset");
  EXPECT_EQ(Restore("mine").status, 200);
  EXPECT_EQ(Present(), "pgo --- --- --- ");
  As("111111111111", "us-east-1");
  app_.Call("personalize", "CreateDatasetGroup", {{"name", "later"}});
  As("222222222222", "us-east-1");
  app_.Call("personalize", "CreateDatasetGroup", {{"name", "later"}});
  EXPECT_EQ(Restore("mine").status, 200);
  EXPECT_EQ(Present(), "pgo --- p-- --- ");
  As("111111111111", "us-east-1");
  EXPECT_EQ(app_.Call("personalize", "ListDatasetGroups", Json::object())["datasetGroups"].size(),
            1U);
}

TEST_F(StateEndpointsTest, JobsGoOnFromWhereTheyWere) {
  StartJob("job");
  Advance("0.5");
  EXPECT_EQ(StatusOf("job"), "INPROGRESS");
  Save("running");
  for (int again = 0; again < 2; ++again) {
    Advance("60");
    EXPECT_EQ(StatusOf("job"), "FAILED");
    EXPECT_EQ(Restore("running").status, 200);
    EXPECT_EQ(StatusOf("job"), "INPROGRESS");
  }
}

TEST_F(StateEndpointsTest, ClockChanceAndRulesComeBackWithAllOfTheState) {
  Send("PUT", "/_portside/clock", R"({"mode":"manual","now":"2024-01-31T12:00:00Z"})");
  Send("POST", "/_portside/outcomes", R"({"outcome":{"stay":true}})");
  Send("POST", "/_portside/faults",
       R"({"match":{"service":"sts"},"effect":{"error":{"code":"Throttling"}}})");
  const auto faults = [this] { return Send("GET", "/_portside/faults").body["faults"].size(); };
  StartJob("job");
  MakeTable();
  Save("part", R"({"account":"999999999999"})");
  Save("all");
  const std::string id =
      StringOr(app_.Call("glue", "CreateMLTransform", TransformOf("one")), "TransformId");
  Advance("3600");
  Send("POST", "/_portside/reset");

  EXPECT_EQ(faults(), 0U);
  Restore("part");
  EXPECT_EQ(Send("GET", "/_portside/clock").body["now"], "2024-01-31T13:00:00.000000Z");
  EXPECT_EQ(Send("GET", "/_portside/outcomes").body["outcomes"].size(), 0U);
  Restore("all");
  EXPECT_EQ(Send("GET", "/_portside/clock").body["now"], "2024-01-31T12:00:00.000000Z");
  EXPECT_EQ(Send("GET", "/_portside/outcomes").body["outcomes"].size(), 1U);
  EXPECT_EQ(faults(), 1U);
  Advance("3600");
  EXPECT_EQ(StatusOf("job"), "INPROGRESS") << "what was settled for the job holds";
  Restore("all");
  EXPECT_EQ(StringOr(app_.Call("glue", "CreateMLTransform", TransformOf("one")), "TransformId"), id)
      << "ids repeat";
}

TEST_F(StateEndpointsTest, NamesAreNamesOfFolders) {
  for (const char* name : {".hidden", "a%2Fb", "a@1", "", "%C3%BC",
                           "a1234567890123456789012345678901234567890123456789012345678901234"}) {
    const Answer answer = Save(name);
    if (*name == '\0') {
      EXPECT_EQ(answer.status, 404);
      continue;
    }
    EXPECT_EQ(answer.status, 400) << name;
    EXPECT_EQ(answer.body.value("member", ""), "name");
    EXPECT_EQ(Restore(name).status, 400) << name;
    EXPECT_EQ(Send("DELETE", std::string("/_portside/snapshots/") + name).status, 400) << name;
  }
  ExpectWrong(Save("a@b"), "name",
              "name is \"a@b\"; a snapshot's name has 1 to 64 of A-Z a-z 0-9 . _ - and does not "
              "begin with a dot.");
  EXPECT_EQ(Save("A-z_0.9").status, 201);
  EXPECT_EQ(Send("POST", "/_portside/snapshots/A-z_0.9", R"({"account":"1"})").status, 400);
}

TEST_F(StateEndpointsTest, ThereIsAMostOfSnapshots) {
  for (std::size_t i = 0; i < limits::kSnapshots; ++i) {
    ASSERT_EQ(Save("s" + std::to_string(i)).status, 201);
  }
  const Answer answer = Save("more");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.body["message"],
            "There are 100 snapshots already, which is the most; drop some.");
  EXPECT_EQ(Save("s7").status, 201);
}

TEST_F(StateEndpointsTest, LocalstacksPathsSaveAndLoad) {
  const Answer none = Send("POST", "/_localstack/state/load");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.body["message"],
            "No state was saved; POST /_localstack/state/save saves it, as the snapshot "
            "localstack.");
  FillAccounts();
  EXPECT_EQ(Send("POST", "/_localstack/state/save").status, 201);
  Send("POST", "/_portside/reset");
  EXPECT_EQ(Send("POST", "/_localstack/state/load").body["name"], "localstack");
  EXPECT_EQ(Present(), "pgo pgo pgo pgo ");
}

TEST_F(StateEndpointsTest, ArchivesNeedADataDirectory) {
  const std::string message =
      "This server keeps its state in memory; archives need a data directory.";
  for (const char* method : {"GET", "PUT"}) {
    const Answer answer = Send(method, "/_portside/state");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.body, Json({{"message", message}}));
  }
}

}  // namespace
}  // namespace portside
