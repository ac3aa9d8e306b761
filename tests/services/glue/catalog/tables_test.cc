// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

class TablesTest : public GlueTest {
 protected:
  void SetUp() override { CreateCatalog(); }

  void Create(const std::string& name) {
    Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", {{"Name", name}}}});
  }

  std::vector<std::string> Found(const std::string& expression) {
    return Names(
        Ok("GetTables", {{"DatabaseName", "people"}, {"Expression", expression}}).at("TableList"));
  }
};

TEST_F(TablesTest, DescribesWhatWasCreated) {
  const Json table =
      Ok("GetTable", {{"DatabaseName", "PEOPLE"}, {"Name", "Customers"}}).at("Table");
  const Json input = CustomersTable();
  for (const char* member : {"Name", "TableType", "Parameters", "PartitionKeys"}) {
    EXPECT_EQ(table.at(member), input.at(member)) << member;
  }
  EXPECT_EQ(table.at("StorageDescriptor").at("Columns"),
            input.at("StorageDescriptor").at("Columns"));
  EXPECT_EQ(table.at("DatabaseName"), "people");
  EXPECT_EQ(table.at("CatalogId"), kAccount);
  EXPECT_EQ(table.at("VersionId"), "0");
  EXPECT_EQ(table.at("Retention"), 0);
  EXPECT_EQ(table.at("IsRegisteredWithLakeFormation"), false);
  EXPECT_EQ(table.at("CreateTime"), table.at("UpdateTime"));
}

TEST_F(TablesTest, NamesAreFoldedToLowerCaseAndUniqueInTheirDatabase) {
  Create("Orders");
  EXPECT_EQ(Ok("GetTable", {{"DatabaseName", "people"}, {"Name", "oRders"}}).at("Table").at("Name"),
            "orders");
  ExpectError("CreateTable", {{"DatabaseName", "people"}, {"TableInput", {{"Name", "ORDERS"}}}},
              "AlreadyExistsException", "Table already exists.");

  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "other"}}}});
  Ok("CreateTable", {{"DatabaseName", "other"}, {"TableInput", {{"Name", "orders"}}}});
}

TEST_F(TablesTest, SlashesInNamesDoNotMixDatabases) {
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "a"}}}});
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "a/b"}}}});
  Ok("CreateTable", {{"DatabaseName", "a/b"}, {"TableInput", {{"Name", "c"}}}});
  EXPECT_EQ(Error("GetTable", {{"DatabaseName", "a"}, {"Name", "b/c"}}).code,
            "EntityNotFoundException");
  Ok("CreateTable", {{"DatabaseName", "a"}, {"TableInput", {{"Name", "b/c"}}}});
  EXPECT_EQ(Ok("GetTable", {{"DatabaseName", "a"}, {"Name", "b/c"}}).at("Table").at("Name"), "b/c");
}

TEST_F(TablesTest, WhatIsMissingIsSaidInEachOperationsOwnWords) {
  const Json table = {{"DatabaseName", "people"}, {"Name", "temp"}};
  ExpectError("GetTable", table, "EntityNotFoundException", "Entity Not Found");
  ExpectError("DeleteTable", table, "EntityNotFoundException", "Table temp not found.");

  const Json database = {
      {"DatabaseName", "temp"}, {"Name", "customers"}, {"TableInput", {{"Name", "customers"}}}};
  for (const char* operation : {"CreateTable", "GetTable", "GetTables", "DeleteTable"}) {
    ExpectError(operation, database, "EntityNotFoundException", "Database temp not found.");
  }
}

TEST_F(TablesTest, OtherCatalogsHaveNoTables) {
  EXPECT_EQ(Error("GetTables", {{"CatalogId", "111122223333"}, {"DatabaseName", "people"}}).code,
            "EntityNotFoundException");
}

TEST_F(TablesTest, ListsByNameInPages) {
  for (const char* name : {"orders", "articles", "stock"}) Create(name);
  const Json first = Ok("GetTables", {{"DatabaseName", "people"}, {"MaxResults", 2}});
  EXPECT_EQ(Names(first.at("TableList")), (std::vector<std::string>{"articles", "customers"}));
  const Json second =
      Ok("GetTables",
         {{"DatabaseName", "people"}, {"MaxResults", 2}, {"NextToken", first.at("NextToken")}});
  EXPECT_EQ(Names(second.at("TableList")), (std::vector<std::string>{"orders", "stock"}));
  EXPECT_FALSE(second.contains("NextToken"));
}

TEST_F(TablesTest, ExpressionsMatchWholeNames) {
  for (const char* name : {"sales_2023", "sales_2024", "old_sales_2023"}) Create(name);
  const struct {
    const char* expression;
    std::vector<std::string> names;
  } cases[] = {
      {"sales_2023", {"sales_2023"}},
      {"sales*", {"sales_2023", "sales_2024"}},
      {"*2023", {"old_sales_2023", "sales_2023"}},
      {"*", {"customers", "old_sales_2023", "sales_2023", "sales_2024"}},
      {"sales_.*", {"sales_2023", "sales_2024"}},
      {"sales_202[34]", {"sales_2023", "sales_2024"}},
      {"sales_[0-9]*", {"sales_2023", "sales_2024"}},
      {"customers|sales_2023", {"customers", "sales_2023"}},
      {"SALES_2023", {"sales_2023"}},
      {"sales", {}},
      {"", {"customers", "old_sales_2023", "sales_2023", "sales_2024"}},
  };
  for (const auto& [expression, names] : cases) EXPECT_EQ(Found(expression), names) << expression;
}

TEST_F(TablesTest, AnExpressionThatIsNoneIsRefused) {
  const ServiceError error =
      Error("GetTables", {{"DatabaseName", "people"}, {"Expression", "sales("}});
  EXPECT_EQ(error.code, "InvalidInputException");
  EXPECT_NE(error.message.find("sales("), std::string::npos) << error.message;
}

TEST_F(TablesTest, AttributesLimitWhatIsAnswered) {
  const Json names = Ok("GetTables", {{"DatabaseName", "people"}, {"AttributesToGet", {"NAME"}}});
  EXPECT_EQ(
      names.at("TableList"),
      Json::array({{{"Name", "customers"}, {"DatabaseName", "people"}, {"CatalogId", kAccount}}}));
  const Json types =
      Ok("GetTables", {{"DatabaseName", "people"}, {"AttributesToGet", {"NAME", "TABLE_TYPE"}}});
  EXPECT_EQ(types.at("TableList").at(0).at("TableType"), "EXTERNAL_TABLE");
  EXPECT_FALSE(types.at("TableList").at(0).contains("StorageDescriptor"));
}

TEST_F(TablesTest, DeletedTablesAreGone) {
  Ok("DeleteTable", {{"DatabaseName", "people"}, {"Name", "CUSTOMERS"}});
  EXPECT_EQ(Error("GetTable", {{"DatabaseName", "people"}, {"Name", "customers"}}).code,
            "EntityNotFoundException");
}

TEST_F(TablesTest, ATableNeedsItsInput) {
  EXPECT_EQ(Error("CreateTable", {{"DatabaseName", "people"}, {"Name", "a"}}).code,
            "InvalidInputException");
}

TEST_F(TablesTest, WhatIsNotEmulatedIsSaidSo) {
  EXPECT_EQ(Error("CreateTable", {{"DatabaseName", "people"},
                                  {"TableInput", {{"Name", "a"}, {"TargetTable", Json::object()}}}})
                .code,
            "NotImplementedException");
  EXPECT_EQ(
      Error("GetTable", {{"DatabaseName", "people"}, {"Name", "customers"}, {"QueryAsOfTime", 1.0}})
          .code,
      "NotImplementedException");
}

}  // namespace
}  // namespace portside::glue
