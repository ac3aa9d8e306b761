// SPDX-License-Identifier: Apache-2.0

#include "portside/store/resource_repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr ResourceScope kScope{"glue::table", "111111111111", "us-east-1"};

Resource MakeTable(const std::string& name, const std::string& parent = "db") {
  Resource resource;
  resource.arn = "arn:aws:glue:us-east-1:111111111111:table/" + parent + "/" + name;
  resource.kind = kScope.kind;
  resource.account = kScope.account;
  resource.region = kScope.region;
  resource.name = name;
  resource.parent = parent;
  resource.created_at = Timestamp(1'700'000'000'123'456us);
  resource.updated_at = resource.created_at;
  resource.document = {{"Columns", {"a", "b"}}, {"Text", "\xC3\xA9"}};
  resource.tags = {{"team", "x"}};
  return resource;
}

std::vector<std::string> Names(const std::vector<ResourcePtr>& resources) {
  std::vector<std::string> names;
  for (const ResourcePtr& resource : resources) names.push_back(resource->name);
  return names;
}

TEST(ResourceRepositoryTest, EveryMemberSurvivesTheDatabase) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Resource written = MakeTable("t");
  written.state = "READY";
  written.due_at = written.created_at + 5s;
  written.timeline = {{"NEW", written.created_at, ""}, {"READY", written.created_at + 1s, "why"}};
  {
    Database database(path);
    ResourceRepository repository(database);
    repository.Insert(written);
    database.Commit();
  }
  Database database(path);
  ResourceRepository repository(database);
  const ResourcePtr read = repository.Find(written.arn);
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->sequence, 1);
  EXPECT_EQ(read->kind, written.kind);
  EXPECT_EQ(read->name, "t");
  EXPECT_EQ(read->parent, "db");
  EXPECT_EQ(read->state, "READY");
  EXPECT_EQ(read->created_at, written.created_at);
  EXPECT_EQ(read->due_at, written.due_at);
  EXPECT_EQ(read->document, written.document);
  EXPECT_EQ(read->tags, written.tags);
  ASSERT_EQ(read->timeline.size(), 2u);
  EXPECT_EQ(read->timeline[1].reason, "why");
  EXPECT_EQ(read->Entered("READY"), written.created_at + 1s);
  EXPECT_EQ(read->Entered("GONE"), std::nullopt);
}

TEST(ResourceRepositoryTest, ListsInOrderOfCreationWithinItsScope) {
  Database database(":memory:");
  ResourceRepository repository(database);
  repository.Insert(MakeTable("b"));
  repository.Insert(MakeTable("a"));
  repository.Insert(MakeTable("c", "other"));
  Resource foreign = MakeTable("foreign");
  foreign.arn += "-foreign";
  foreign.account = "222222222222";
  repository.Insert(foreign);

  EXPECT_THAT(Names(repository.List(kScope)), ElementsAre("b", "a", "c"));
  EXPECT_THAT(Names(repository.List(kScope, "db")), ElementsAre("b", "a"));
  EXPECT_EQ(repository.Count(kScope), 3);
}

TEST(ResourceRepositoryTest, CountsByState) {
  Database database(":memory:");
  ResourceRepository repository(database);
  Resource ready = MakeTable("t");
  ready.state = "READY";
  repository.Insert(ready);
  EXPECT_EQ(repository.Count(kScope, "READY"), 1);
  EXPECT_EQ(repository.Count(kScope, "FAILED"), 0);
}

TEST(ResourceRepositoryTest, AScanGoesOverEverythingInOrderOfCreation) {
  Database database(":memory:");
  ResourceRepository repository(database);
  for (const char* name : {"a", "b", "c", "d"}) {
    Resource resource = MakeTable(name);
    if (*name == 'b') resource.kind = "glue::job";
    if (*name == 'c') resource.account = "222222222222";
    if (*name == 'd') resource.region = "eu-west-1";
    resource.state = *name == 'a' ? "" : "READY";
    repository.Insert(resource);
  }
  const auto scan = [&](const ResourceFilter& filter, std::size_t most = 9) {
    std::string seen;
    repository.Scan(filter, [&](const ResourcePtr& resource) {
      seen += resource->name;
      return seen.size() < most;
    });
    return seen;
  };
  EXPECT_EQ(scan({}), "abcd");
  EXPECT_EQ(scan({}, 2), "ab");
  EXPECT_EQ(scan({.after = 2}), "cd");
  EXPECT_EQ(scan({.kind = "glue::job"}), "b");
  EXPECT_EQ(scan({.account = "222222222222"}), "c");
  EXPECT_EQ(scan({.region = "eu-west-1"}), "d");
  EXPECT_EQ(scan({.kind = "glue::table", .state = "READY"}), "cd");
  EXPECT_EQ(scan({.kind = "glue::table", .account = "222222222222", .region = "eu-west-1"}), "");

  std::string counts;
  for (const auto& [kind, state, count] : repository.CountStates()) {
    counts += kind + " " + state + " " + std::to_string(count) + "\n";
  }
  EXPECT_EQ(counts, "glue::job READY 1\nglue::table  1\nglue::table READY 2\n");
}

TEST(ResourceRepositoryTest, UpdateAndRemoveAreSeenAtOnce) {
  Database database(":memory:");
  ResourceRepository repository(database);
  const ResourcePtr first = repository.Insert(MakeTable("t"));
  Resource changed = *first;
  changed.document["Text"] = "new";
  repository.Update(changed);
  EXPECT_EQ(repository.Find(first->arn)->document["Text"], "new");
  EXPECT_EQ(first->document["Text"], "\xC3\xA9") << "snapshots do not change";
  repository.Remove(first->arn);
  EXPECT_EQ(repository.Find(first->arn), nullptr);
}

TEST(ResourceRepositoryTest, RollbackAlsoEmptiesTheCache) {
  Database database(":memory:");
  ResourceRepository repository(database);
  const ResourcePtr kept = repository.Insert(MakeTable("kept"));
  database.Commit();
  repository.Insert(MakeTable("lost"));
  Resource changed = *kept;
  changed.document["Text"] = "lost";
  repository.Update(changed);
  database.Rollback();
  EXPECT_EQ(repository.Find(MakeTable("lost").arn), nullptr);
  EXPECT_EQ(repository.Find(kept->arn)->document["Text"], "\xC3\xA9");
}

TEST(ResourceRepositoryTest, PendingIsOrderedByDueTime) {
  Database database(":memory:");
  ResourceRepository repository(database);
  for (const auto& [name, seconds] : std::map<std::string, int>{{"late", 9}, {"soon", 1}}) {
    Resource resource = MakeTable(name);
    resource.due_at = resource.created_at + std::chrono::seconds(seconds);
    repository.Insert(resource);
  }
  repository.Insert(MakeTable("at rest"));
  EXPECT_THAT(Names(repository.Pending()), ElementsAre("soon", "late"));
}

}  // namespace
}  // namespace portside
