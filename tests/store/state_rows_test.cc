// SPDX-License-Identifier: Apache-2.0

#include "portside/store/state_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/store/idempotency_repository.h"
#include "portside/store/record_log.h"
#include "portside/store/resource_repository.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// What two services hold for two accounts in two regions.
class StateRowsTest : public testing::Test {
 protected:
  StateRowsTest() {
    for (const char* account : {"111111111111", "222222222222"}) {
      for (const char* region : {"us-east-1", "eu-west-1"}) {
        Add("glue", account, region);
        Add("personalize", account, region);
      }
    }
    database_.Commit();
  }

  void Add(const std::string& service, const std::string& account, const std::string& region) {
    Resource resource;
    resource.arn = "arn:aws:" + service + ":" + region + ":" + account + ":thing/one";
    resource.kind = service + "::thing";
    resource.account = account;
    resource.region = region;
    resource.document = {{"colour", "green"}};
    resource.tags = {{"team", "maps"}};
    resource.timeline = {{"ACTIVE", Timestamp(Duration(5)), ""}};
    resources_.Insert(resource);
    records_.Append(resource.arn + "#rows", "row");
    tokens_.Save({account, region, "Aws" + service + ".Start", "token"},
                 {"hash", Json::object(), 0, kHeld}, Timestamp());
  }

  // "glue us-east-1 1" for each resource, record and token that there is.
  static std::vector<std::string> Contents(Database& database) {
    std::vector<std::string> contents;
    for (const Sql sql : {Sql("SELECT arn FROM resources ORDER BY arn"),
                          Sql("SELECT name FROM records JOIN streams ON stream=id WHERE place>0"
                              " ORDER BY name"),
                          Sql("SELECT operation||':'||region||':'||account||':' FROM client_tokens"
                              " ORDER BY 1")}) {
      Statement rows(database, sql);
      while (rows.Step()) {
        std::string text(rows.Text(0));
        for (const char* noise : {"arn:aws:", "Aws", ".Start", ":thing/one", "11111111111:"}) {
          if (const auto at = text.find(noise); at != std::string::npos) {
            text.erase(at, std::string(noise).size());
          }
        }
        contents.push_back(std::move(text));
      }
    }
    return contents;
  }

  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  RecordLog records_{database_};
  IdempotencyRepository tokens_{database_};
};

struct ScopeCase {
  StateScope scope;
  std::size_t resources;  // of eight
};

TEST_F(StateRowsTest, AScopeTakesItsRowsAndLeavesTheOthers) {
  const std::vector<ScopeCase> cases = {
      {{}, 8},
      {{"glue", "", "", {"Awsglue."}}, 4},
      {{"", "111111111111", ""}, 4},
      {{"", "", "eu-west-1"}, 4},
      {{"", "111111111111", "eu-west-1"}, 2},
      {{"glue", "222222222222", "us-east-1", {"Awsglue."}}, 1},
      {{"glu", "", "", {"Awsglu."}}, 0},
      {{"s3", "", ""}, 0},
      {{"", "333333333333", ""}, 0},
  };
  const std::vector<std::string> before = Contents(database_);
  ASSERT_EQ(before.size(), 24U);
  for (const ScopeCase& given : cases) {
    SCOPED_TRACE(given.scope.service + "/" + given.scope.account + "/" + given.scope.region);
    Database copy(":memory:");
    EXPECT_EQ(CopyRows(database_, copy, given.scope), given.resources);
    copy.Commit();
    EXPECT_EQ(Contents(copy).size(), 3 * given.resources);
    EXPECT_EQ(RemoveRows(database_, given.scope), given.resources);
    EXPECT_EQ(Contents(database_).size(), 24 - 3 * given.resources);
    EXPECT_EQ(CopyRows(copy, database_, {}), given.resources);
    database_.Commit();
    resources_.Reload(0);
    EXPECT_EQ(Contents(database_), before);
    EXPECT_EQ(resources_.Count({"glue::thing", "222222222222", "us-east-1"}), 1);
    EXPECT_THAT(resources_.CountStates(), testing::SizeIs(2));
  }
}

TEST_F(StateRowsTest, RowsComeBackAsTheyWere) {
  const std::string arn = "arn:aws:glue:us-east-1:111111111111:thing/one";
  const Resource before = *resources_.Find(arn);
  Database copy(":memory:");
  CopyRows(database_, copy, {});
  RemoveRows(database_, {});
  CopyRows(copy, database_, {});
  database_.Commit();
  resources_.Reload(0);
  const ResourcePtr after = resources_.Find(arn);
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->sequence, before.sequence);
  EXPECT_EQ(after->document, before.document);
  EXPECT_EQ(after->tags, before.tags);
  EXPECT_EQ(after->timeline.at(0).state, "ACTIVE");
  std::vector<std::string> rows;
  records_.Visit(arn + "#rows", [&](const Record& record) { rows.emplace_back(record.bytes); });
  EXPECT_THAT(rows, ElementsAre("row"));
}

TEST_F(StateRowsTest, NumbersOfResourcesAreNotGivenTwice) {
  const std::int64_t newest = NewestSequence(database_);
  RemoveRows(database_, {});
  resources_.Reload(0);
  Resource resource;
  resource.arn = "arn:aws:glue:us-east-1:111111111111:thing/two";
  EXPECT_EQ(resources_.Insert(resource)->sequence, newest + 1);
  resources_.Reload(newest + 10);
  resource.arn += "b";
  EXPECT_EQ(resources_.Insert(resource)->sequence, newest + 11);
}

std::string_view State(const SavedResource& saved) { return saved.state; }

std::optional<std::string> Flaw(const std::string& path) {
  return TakeOver(path, [](const SavedResource& saved) -> std::optional<std::string> {
    if (State(saved) == "UNHEARD") return "is in the state UNHEARD";
    return std::nullopt;
  });
}

TEST(TakeOverTest, OnlyADatabaseOfAKnownSchemaWillDo) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "rows.sqlite3";
  { const Database made(path); }
  EXPECT_EQ(Flaw(path), std::nullopt);
  const auto flaw_after = [&](Sql sql) {
    {
      Database changed(path);
      changed.Execute(sql);
    }
    return Flaw(path).value_or("none");
  };
  EXPECT_EQ(flaw_after("INSERT INTO scopes VALUES (7,'k','a','r');"
                       "INSERT INTO resources VALUES (1,7,'a','n','','','',0,0,NULL,"
                       "'{}','{}','[[\"ACTIVE\",5,\"\"]]')"),
            "none");
  EXPECT_EQ(flaw_after("UPDATE resources SET scope=8"),
            "its database holds resources that are none");
  EXPECT_EQ(flaw_after("UPDATE resources SET scope=7"), "none");
  EXPECT_EQ(flaw_after("UPDATE resources SET timeline='[[5]]'"),
            "its database holds resources that are none");
  EXPECT_EQ(flaw_after("UPDATE resources SET timeline='[]', document='{'"),
            "its database holds resources that are none");
  EXPECT_EQ(flaw_after("DELETE FROM resources; CREATE TRIGGER t AFTER DELETE ON records BEGIN"
                       " DELETE FROM resources; END"),
            "its database has other tables than Portside's");
  EXPECT_EQ(flaw_after("DROP TRIGGER t"), "none");
  EXPECT_EQ(flaw_after("INSERT INTO resources VALUES (1,7,'a','n','','','UNHEARD',0,0,NULL,"
                       "'{}','{}','[]')"),
            "its resource a is in the state UNHEARD");
  EXPECT_EQ(flaw_after("DELETE FROM resources; INSERT INTO records VALUES (1, 5, X'78')"),
            "its database holds records of no stream");
  EXPECT_EQ(flaw_after("DELETE FROM records; PRAGMA user_version = 99"),
            "its database has the schema 99, this Portside's is 3");
  const std::string other = directory.path() / "other";
  EXPECT_THAT(Flaw(other).value_or(""), HasSubstr("cannot be read"));
}

TEST(StateScopeTest, AnArnSaysWhoseAResourceIs) {
  const std::string arn = "arn:aws:glue:us-east-1:111111111111:mlTransform/tfm-1#labels";
  EXPECT_TRUE(StateScope().MatchesArn(arn));
  EXPECT_TRUE(StateScope().MatchesArn("anything"));
  EXPECT_TRUE(StateScope({"glue", "111111111111", "us-east-1"}).MatchesArn(arn));
  EXPECT_FALSE(StateScope({"glue", "111111111112", ""}).MatchesArn(arn));
  EXPECT_FALSE(StateScope({"", "", "us-east-2"}).MatchesArn(arn));
  EXPECT_FALSE(StateScope({"s3", "", ""}).MatchesArn(arn));
  EXPECT_FALSE(StateScope({"glue", "", ""}).MatchesArn("glue"));
}

}  // namespace
}  // namespace portside
