// SPDX-License-Identifier: Apache-2.0

#include "store/schema.h"

#include <gtest/gtest.h>

#include "portside/store/resource_repository.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

// A directory that the first schema was written into opens as the newest, with all that it held.
TEST(SchemaTest, RowsOfTheFirstSchemaAreTakenAlong) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  {
    Database former(path);
    former.Execute("DROP TABLE resources; DROP TABLE scopes; DROP TABLE counts");
    former.Execute(
        "CREATE TABLE resources (sequence INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE,"
        " kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,"
        " parent TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,"
        " updated_at INTEGER NOT NULL, due_at INTEGER, document TEXT NOT NULL,"
        " tags TEXT NOT NULL, timeline TEXT NOT NULL) STRICT;"
        "CREATE INDEX resources_by_scope ON resources (kind, account, region, sequence);"
        "CREATE INDEX resources_by_due ON resources (due_at) WHERE due_at IS NOT NULL;"
        "INSERT INTO resources VALUES (3,'arn:t','glue::ml_transform','1','r','tfm-1','','READY',"
        " 5,6,NULL,'{\"Name\":\"people\"}','{\"a\":\"b\"}','[[\"READY\",5,\"\"]]'),"
        "(4,'arn:t/taskRun/x','glue::ml_task_run','1','r','tsk-1','arn:t','RUNNING',7,8,9,"
        " '{\"TransformId\":\"tfm-1\",\"Properties\":{\"TaskType\":\"EXPORT_LABELS\"}}','{}',"
        " '[[\"RUNNING\",8,\"\"]]');"
        "PRAGMA user_version = 1");
  }
  Database database(path);
  ResourceRepository resources(database);
  const ResourceScope transforms{"glue::ml_transform", "1", "r"};
  const ResourceScope runs{"glue::ml_task_run", "1", "r"};
  const ResourcePtr transform = resources.First({.scope = transforms, .attribute = "people"});
  ASSERT_NE(transform, nullptr);
  EXPECT_EQ(transform->sequence, 3);
  EXPECT_EQ(transform->tags.at("a"), "b");
  const ResourcePtr run =
      resources.First({.scope = runs, .parent = "tfm-1", .attribute = "EXPORT_LABELS"});
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->due_at, Timestamp(Duration(9)));
  EXPECT_EQ(resources.Count(runs, "RUNNING", "tfm-1"), 1);
  EXPECT_EQ(resources.Count(transforms), 1);
}

}  // namespace
}  // namespace portside
