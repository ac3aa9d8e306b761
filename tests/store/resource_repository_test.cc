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

TEST(ResourceRepositoryTest, CountsByStateAndParent) {
  Database database(":memory:");
  ResourceRepository repository(database);
  EXPECT_EQ(repository.Count(kScope), 0);
  for (const char* name : {"a", "b", "c"}) {
    Resource table = MakeTable(name, *name == 'c' ? "other" : "db");
    table.state = *name == 'a' ? "READY" : "FAILED";
    repository.Insert(table);
  }
  EXPECT_EQ(repository.Count(kScope), 3);
  EXPECT_EQ(repository.Count(kScope, "READY"), 1);
  EXPECT_EQ(repository.Count(kScope, "FAILED"), 2);
  EXPECT_EQ(repository.Count(kScope, "FAILED", "db"), 1);
  EXPECT_EQ(repository.Count(kScope, "", "db"), 2);
  EXPECT_EQ(repository.Count({"glue::table", "222222222222", "us-east-1"}), 0);

  Resource moved = *repository.Find(MakeTable("a").arn);
  moved.state = "FAILED";
  moved.parent = "other";
  repository.Update(moved);
  EXPECT_EQ(repository.Count(kScope, "READY"), 0);
  EXPECT_EQ(repository.Count(kScope, "FAILED", "other"), 2);
  database.Commit();
  repository.Remove(MakeTable("a").arn);
  database.Rollback();
  EXPECT_EQ(repository.Count(kScope, "FAILED"), 3) << "what was rolled back is not counted";
  repository.Remove(MakeTable("a").arn);
  EXPECT_EQ(repository.Count(kScope, "FAILED"), 2);
}

TEST(ResourceRepositoryTest, ChildrenGoTogether) {
  Database database(":memory:");
  ResourceRepository repository(database);
  for (const char* name : {"a", "b"}) repository.Insert(MakeTable(name));
  repository.Insert(MakeTable("c", "other"));
  repository.RemoveChildren(kScope, "db");
  EXPECT_EQ(repository.Find(MakeTable("a").arn), nullptr);
  EXPECT_NE(repository.Find(MakeTable("c", "other").arn), nullptr);
  EXPECT_EQ(repository.Count(kScope), 1);
  EXPECT_EQ(repository.Count(kScope, "", "db"), 0);
}

TEST(ResourceRepositoryTest, CountsStatesOverAllScopes) {
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

TEST(ResourceRepositoryTest, ARollbackForgetsWhatTheUnitWroteAndNothingElse) {
  Database database(":memory:");
  ResourceRepository repository(database);
  const ResourcePtr other = repository.Insert(MakeTable("other"));
  const ResourcePtr changed = repository.Insert(MakeTable("changed"));
  database.Commit();
  Resource again = *changed;
  again.state = "READY";
  repository.Update(again);
  database.Rollback();
  EXPECT_EQ(repository.Find(other->arn), other) << "the same snapshot: it is still at hand";
  EXPECT_EQ(repository.Find(changed->arn)->state, "");
}

TEST(ResourceRepositoryTest, DueOnesAreVisitedInOrderOfTheirTime) {
  Database database(":memory:");
  ResourceRepository repository(database);
  for (const auto& [name, seconds] : std::map<std::string, int>{{"late", 9}, {"soon", 1}}) {
    Resource resource = MakeTable(name);
    resource.due_at = resource.created_at + std::chrono::seconds(seconds);
    repository.Insert(resource);
  }
  repository.Insert(MakeTable("at rest"));
  std::vector<std::string> seen;
  repository.VisitDue([&](const ResourceRepository::DueResource& due) {
    seen.push_back(repository.FindNumber(due.sequence)->name);
    EXPECT_EQ(repository.FindNumber(due.sequence)->arn, due.arn);
  });
  EXPECT_THAT(seen, ElementsAre("soon", "late"));
}

}  // namespace
}  // namespace portside
