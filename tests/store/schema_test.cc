// SPDX-License-Identifier: Apache-2.0

#include "store/schema.h"

#include <gtest/gtest.h>

#include "portside/store/record_log.h"
#include "portside/store/resource_repository.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

// A directory that the first schema was written into opens as the newest, with all that it held.
TEST(SchemaTest, RowsOfTheFirstSchemaAreTakenAlong) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  {
    Database former(path, Database::Mode::kScratch);
    Migrate(former, 1);
    former.Execute(
        "INSERT INTO resources VALUES (3,'arn:t','glue::ml_transform','1','r','tfm-1','','READY',"
        " 5,6,NULL,'{\"Name\":\"people\"}','{\"a\":\"b\"}','[[\"READY\",5,\"\"]]'),"
        "(4,'arn:t/taskRun/x','glue::ml_task_run','1','r','tsk-1','arn:t','RUNNING',7,8,9,"
        " '{\"TransformId\":\"tfm-1\",\"Properties\":{\"TaskType\":\"EXPORT_LABELS\"}}','{}',"
        " '[[\"RUNNING\",8,\"\"]]');"
        "INSERT INTO records VALUES (4, 'b', X'01'), (7, 'a', X'02'), (9, 'b', X'03');"
        "INSERT INTO client_tokens VALUES ('1', 'r', 'o', 't', 'h', '{}')");
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
  const RecordLog records(database);
  std::string rows;
  records.Visit("b", [&rows](const Record& record) {
    rows += std::to_string(record.sequence) + "=" + std::to_string(record.bytes[0]) + " ";
  });
  EXPECT_EQ(rows, "4=1 9=3 ");
}

}  // namespace
}  // namespace portside
