// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using testing::ElementsAre;

class TableVersionsTest : public GlueTest {
 protected:
  void SetUp() override { CreateCatalog(); }

  void Update(const std::string& owner, Json more = Json::object()) {
    Json input = CustomersTable();
    input["Owner"] = owner;
    more["DatabaseName"] = "people";
    more["TableInput"] = std::move(input);
    Ok("UpdateTable", more);
  }
  static Json Of(Json more = Json::object()) {
    more["DatabaseName"] = "people";
    more["TableName"] = "customers";
    return more;
  }
  Json Table() {
    return Ok("GetTable", {{"DatabaseName", "people"}, {"Name", "customers"}}).at("Table");
  }
  std::vector<std::string> Versions() {
    std::vector<std::string> versions;
    const Json answer = Ok("GetTableVersions", Of());
    for (const Json& version : answer.at("TableVersions")) {
      versions.push_back(version.at("VersionId"));
      EXPECT_EQ(version.at("Table").at("VersionId"), version.at("VersionId"));
    }
    return versions;
  }
};

TEST_F(TableVersionsTest, EachUpdateAddsOneAndArchivesWhatWas) {
  const Json before = Table();
  app().Advance(std::chrono::seconds(10));
  Update("first");
  Update("second");
  EXPECT_THAT(Versions(), ElementsAre("2", "1", "0"));
  const Json now = Table();
  EXPECT_EQ(now.at("VersionId"), "2");
  EXPECT_EQ(now.at("Owner"), "second");
  EXPECT_EQ(now.at("CreateTime"), before.at("CreateTime"));
  EXPECT_GT(now.at("UpdateTime"), before.at("UpdateTime"));
  const Json first = Ok("GetTableVersion", Of({{"VersionId", "0"}})).at("TableVersion");
  EXPECT_EQ(first.at("Table"), before);
  EXPECT_EQ(Ok("GetTableVersion", Of()).at("TableVersion").at("Table"), now);
}

TEST_F(TableVersionsTest, ASkippedArchiveLeavesAHole) {
  Update("first");
  Update("second", {{"SkipArchive", true}});
  EXPECT_THAT(Versions(), ElementsAre("2", "0"));
  ExpectError("GetTableVersion", Of({{"VersionId", "1"}}), "EntityNotFoundException",
              "Table version not found.");
  ExpectError("GetTableVersion", Of({{"VersionId", "3"}}), "EntityNotFoundException",
              "Version not found.");
}

TEST_F(TableVersionsTest, AnUpdateReplacesAll) {
  Ok("UpdateTable", {{"DatabaseName", "people"}, {"TableInput", {{"Name", "Customers"}}}});
  const Json table = Table();
  for (const char* member : {"Parameters", "PartitionKeys", "StorageDescriptor", "TableType"}) {
    EXPECT_FALSE(table.contains(member)) << member;
  }
}

TEST_F(TableVersionsTest, AVersionIsALock) {
  Update("first", {{"VersionId", "0"}});
  Json stale = {{"DatabaseName", "people"}, {"TableInput", CustomersTable()}, {"VersionId", "0"}};
  ExpectError("UpdateTable", stale, "ConcurrentModificationException",
              "Update table failed due to concurrent modifications.");
  EXPECT_EQ(Table().at("VersionId"), "1");
}

TEST_F(TableVersionsTest, RefusesWhatIsNoUpdate) {
  ExpectError("UpdateTable", {{"DatabaseName", "people"}, {"TableInput", {{"Name", "nobody"}}}},
              "EntityNotFoundException", "Table nobody not found.");
  ExpectError(
      "UpdateTable",
      {{"DatabaseName", "people"}, {"Name", "customers"}, {"TableInput", {{"Name", "others"}}}},
      "InvalidInputException", "Table cannot be renamed");
  Json keys = CustomersTable();
  keys["PartitionKeys"][0]["Parameters"] = {{"a", "b"}};
  ExpectError("UpdateTable", {{"DatabaseName", "people"}, {"TableInput", keys}},
              "InvalidInputException", "Parameters not supported for partition columns");
  EXPECT_THAT(Versions(), ElementsAre("0"));
}

TEST_F(TableVersionsTest, ArchivesCanBeDeleted) {
  for (int update = 0; update < 3; ++update) Update("x");
  ExpectError("DeleteTableVersion", Of({{"VersionId", "3"}}), "InvalidInputException",
              "VersionId cannot be equal to the latest.");
  Ok("DeleteTableVersion", Of({{"VersionId", "1"}}));
  ExpectError("DeleteTableVersion", Of({{"VersionId", "1"}}), "EntityNotFoundException",
              "Table version not found.");
  const Json errors =
      Ok("BatchDeleteTableVersion", Of({{"VersionIds", {"0", "7", "3"}}})).at("Errors");
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0], Json::parse(R"({"TableName": "customers", "VersionId": "7", "ErrorDetail":
      {"ErrorCode": "EntityNotFoundException", "ErrorMessage": "Version not found."}})"));
  EXPECT_EQ(errors[1].at("ErrorDetail").at("ErrorCode"), "InvalidInputException");
  EXPECT_THAT(Versions(), ElementsAre("3", "2"));
}

TEST_F(TableVersionsTest, PagesBeginWithTheTable) {
  for (int update = 0; update < 3; ++update) Update("x");
  std::vector<std::string> versions;
  Json input = Of({{"MaxResults", 1}});
  for (int page = 0; page < 4; ++page) {
    const Json answer = Ok("GetTableVersions", input);
    ASSERT_EQ(answer.at("TableVersions").size(), 1U);
    versions.push_back(answer.at("TableVersions")[0].at("VersionId"));
    EXPECT_EQ(answer.contains("NextToken"), page < 3);
    if (page < 3) input["NextToken"] = answer.at("NextToken");
  }
  EXPECT_THAT(versions, ElementsAre("3", "2", "1", "0"));
}

TEST_F(TableVersionsTest, GoWithTheirTable) {
  Update("x");
  Ok("DeleteTable", {{"DatabaseName", "people"}, {"Name", "customers"}});
  ExpectError("GetTableVersions", Of(), "EntityNotFoundException", "Table customers not found.");
  Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", CustomersTable()}});
  EXPECT_THAT(Versions(), ElementsAre("0"));
}

TEST_F(TableVersionsTest, BatchDeleteTableSaysWhatWasNotThere) {
  const Json answer = Ok("BatchDeleteTable",
                         {{"DatabaseName", "people"}, {"TablesToDelete", {"Customers", "nobody"}}});
  EXPECT_EQ(answer.at("Errors"),
            Json::parse(R"([{"TableName": "nobody", "ErrorDetail": {"ErrorCode":
                "EntityNotFoundException", "ErrorMessage": "Table nobody not found"}}])"));
  EXPECT_EQ(Ok("GetTables", {{"DatabaseName", "people"}}).at("TableList").size(), 0U);
}

TEST_F(TableVersionsTest, StorageHasTheDefaultsOfTheService) {
  const Json storage = Table().at("StorageDescriptor");
  EXPECT_EQ(storage.at("Compressed"), false);
  EXPECT_EQ(storage.at("NumberOfBuckets"), 0);
  EXPECT_EQ(storage.at("SortColumns"), Json::array());
  EXPECT_EQ(storage.at("StoredAsSubDirectories"), false);
  EXPECT_FALSE(storage.contains("SerdeInfo"));
}

}  // namespace
}  // namespace portside::glue
