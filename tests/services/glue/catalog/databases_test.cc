// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

class DatabasesTest : public GlueTest {
 protected:
  void Create(const std::string& name) {
    Ok("CreateDatabase", {{"DatabaseInput", {{"Name", name}}}});
  }
};

TEST_F(DatabasesTest, DescribesWhatWasCreated) {
  EXPECT_EQ(Ok("CreateDatabase", {{"DatabaseInput",
                                   {{"Name", "sales"},
                                    {"Description", "of 2023"},
                                    {"LocationUri", "s3://data/sales"},
                                    {"Parameters", {{"owner", "me"}}}}}}),
            Json::object());

  const Json database = Ok("GetDatabase", {{"Name", "sales"}}).at("Database");
  EXPECT_EQ(database.at("Name"), "sales");
  EXPECT_EQ(database.at("Description"), "of 2023");
  EXPECT_EQ(database.at("LocationUri"), "s3://data/sales");
  EXPECT_EQ(database.at("Parameters"), (Json{{"owner", "me"}}));
  EXPECT_EQ(database.at("CatalogId"), kAccount);
  EXPECT_TRUE(database.at("CreateTime").is_number());
}

TEST_F(DatabasesTest, TablesAreOpenToIamByDefault) {
  Create("sales");
  EXPECT_EQ(
      Ok("GetDatabase", {{"Name", "sales"}}).at("Database").at("CreateTableDefaultPermissions"),
      Json::parse(R"([{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
                             "Permissions": ["ALL"]}])"));

  Ok("CreateDatabase",
     {{"DatabaseInput", {{"Name", "closed"}, {"CreateTableDefaultPermissions", Json::array()}}}});
  EXPECT_EQ(
      Ok("GetDatabase", {{"Name", "closed"}}).at("Database").at("CreateTableDefaultPermissions"),
      Json::array());
}

TEST_F(DatabasesTest, NamesAreFoldedToLowerCase) {
  Create("Sales");
  EXPECT_EQ(Ok("GetDatabase", {{"Name", "SALES"}}).at("Database").at("Name"), "sales");
  ExpectError("CreateDatabase", {{"DatabaseInput", {{"Name", "saLES"}}}}, "AlreadyExistsException",
              "Database already exists.");
}

TEST_F(DatabasesTest, MissingDatabasesAreNamed) {
  for (const char* operation : {"GetDatabase", "DeleteDatabase"}) {
    ExpectError(operation, {{"Name", "temp"}}, "EntityNotFoundException",
                "Database temp not found.");
  }
}

TEST_F(DatabasesTest, OnlyTheCallersCatalogExists) {
  Create("sales");
  EXPECT_EQ(
      Ok("GetDatabase", {{"CatalogId", kAccount}, {"Name", "sales"}}).at("Database").at("Name"),
      "sales");
  const Json other = {
      {"CatalogId", "111122223333"}, {"Name", "sales"}, {"DatabaseInput", {{"Name", "sales"}}}};
  for (const char* operation :
       {"CreateDatabase", "GetDatabase", "GetDatabases", "DeleteDatabase"}) {
    const ServiceError error = Error(operation, other);
    EXPECT_EQ(error.code, "EntityNotFoundException") << operation;
    EXPECT_NE(error.message.find("CatalogId is 000000000000"), std::string::npos) << error.message;
  }
}

TEST_F(DatabasesTest, ListsByNameInPages) {
  for (const char* name : {"c", "a", "d", "b"}) Create(name);

  const Json first = Ok("GetDatabases", {{"MaxResults", 3}});
  EXPECT_EQ(Names(first.at("DatabaseList")), (std::vector<std::string>{"a", "b", "c"}));
  const Json second = Ok("GetDatabases", {{"MaxResults", 3}, {"NextToken", first.at("NextToken")}});
  EXPECT_EQ(Names(second.at("DatabaseList")), (std::vector<std::string>{"d"}));
  EXPECT_FALSE(second.contains("NextToken"));
}

TEST_F(DatabasesTest, ATokenOfAnotherListIsRefused) {
  for (const char* name : {"a", "b"}) Create(name);
  const Json page = Ok("GetDatabases", {{"MaxResults", 1}});
  for (const Json& input :
       {Json{{"NextToken", "no token"}},
        Json{{"NextToken", page.at("NextToken")}, {"ResourceShareType", "FOREIGN"}}}) {
    EXPECT_EQ(Error("GetDatabases", input).code, "InvalidInputException") << input;
  }
}

TEST_F(DatabasesTest, NamesAloneWhenOnlyTheyAreWanted) {
  Create("sales");
  EXPECT_EQ(Ok("GetDatabases", {{"AttributesToGet", {"NAME"}}}).at("DatabaseList"),
            Json::array({{{"Name", "sales"}}}));
  ExpectError("GetDatabases", {{"AttributesToGet", {"TARGET_DATABASE"}}}, "InvalidInputException",
              "AttributesToGet must include NAME, or be left out.");
}

TEST_F(DatabasesTest, NothingIsSharedByOthers) {
  Create("sales");
  EXPECT_EQ(Ok("GetDatabases", {{"ResourceShareType", "ALL"}}).at("DatabaseList").size(), 1U);
  EXPECT_EQ(Ok("GetDatabases", {{"ResourceShareType", "FOREIGN"}}).at("DatabaseList").size(), 0U);
}

TEST_F(DatabasesTest, DeletingDropsTheTables) {
  CreateCatalog();
  Ok("DeleteDatabase", {{"Name", "People"}});
  EXPECT_EQ(Error("GetDatabase", {{"Name", "people"}}).code, "EntityNotFoundException");
  Create("people");
  EXPECT_EQ(Ok("GetTables", {{"DatabaseName", "people"}}).at("TableList").size(), 0U);
}

TEST_F(DatabasesTest, LinksToOtherCatalogsAreNotEmulated) {
  for (const char* link : {"TargetDatabase", "FederatedDatabase"}) {
    EXPECT_EQ(
        Error("CreateDatabase", {{"DatabaseInput", {{"Name", "a"}, {link, Json::object()}}}}).code,
        "NotImplementedException");
  }
  EXPECT_EQ(Ok("GetDatabases").at("DatabaseList").size(), 0U);
}

TEST_F(DatabasesTest, AccountsAndRegionsHaveCatalogsOfTheirOwn) {
  Create("sales");
  app().region = "eu-west-1";
  EXPECT_EQ(Error("GetDatabase", {{"Name", "sales"}}).code, "EntityNotFoundException");
  Create("sales");
  app().account = "111122223333";
  EXPECT_EQ(Ok("GetDatabases").at("DatabaseList").size(), 0U);
  Create("sales");
  EXPECT_EQ(Ok("GetDatabase", {{"Name", "sales"}}).at("Database").at("CatalogId"), "111122223333");
}

TEST_F(DatabasesTest, UnknownMembersAreIgnored) {
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "a"}, {"Colour", "red"}}}});
  EXPECT_FALSE(Ok("GetDatabase", {{"Name", "a"}}).at("Database").contains("Colour"));
}

TEST_F(DatabasesTest, TagsMayNotBeReserved) {
  EXPECT_EQ(
      Error("CreateDatabase", {{"DatabaseInput", {{"Name", "a"}}}, {"Tags", {{"aws:owner", "me"}}}})
          .code,
      "InvalidInputException");
}

TEST_F(DatabasesTest, AnUpdateReplacesAllButTheName) {
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "Sales"}, {"Description", "first"}}}});
  const Json before = Ok("GetDatabase", {{"Name", "sales"}}).at("Database");
  Ok("UpdateDatabase",
     {{"Name", "SALES"}, {"DatabaseInput", {{"Name", "sales"}, {"LocationUri", "s3://a/"}}}});
  const Json after = Ok("GetDatabase", {{"Name", "sales"}}).at("Database");
  EXPECT_FALSE(after.contains("Description"));
  EXPECT_EQ(after.at("LocationUri"), "s3://a/");
  for (const char* member : {"Name", "CreateTime", "CatalogId", "CreateTableDefaultPermissions"}) {
    EXPECT_EQ(after.at(member), before.at(member)) << member;
  }
  ExpectError("UpdateDatabase", {{"Name", "sales"}, {"DatabaseInput", {{"Name", "other"}}}},
              "InvalidInputException", "Database cannot be renamed");
  ExpectError("UpdateDatabase", {{"Name", "nobody"}, {"DatabaseInput", {{"Name", "nobody"}}}},
              "EntityNotFoundException", "Database nobody not found.");
}

}  // namespace
}  // namespace portside::glue
