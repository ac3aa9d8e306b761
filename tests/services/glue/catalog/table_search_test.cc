// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TableSearchTest : public GlueTest {
 protected:
  void SetUp() override {
    Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "shop"}}}});
    Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "web"}}}});
    Create("shop", "customer-link", {{"Description", "Who buys"}});
    app().Advance(std::chrono::hours(1));
    Create("shop", "orders",
           {{"Parameters", {{"classification", "parquet"}}},
            {"StorageDescriptor", {{"Columns", {{{"Name", "price"}, {"Comment", "in euros"}}}}}}});
    app().Advance(std::chrono::hours(1));
    Create("web", "xxlinkyy", {{"PartitionKeys", {{{"Name", "day"}}}}});
  }
  void Create(const std::string& database, const std::string& name, Json table) {
    table["Name"] = name;
    Ok("CreateTable", {{"DatabaseName", database}, {"TableInput", table}});
  }
  std::vector<std::string> Found(const Json& input) {
    return Names(Ok("SearchTables", input).at("TableList"));
  }
  std::vector<std::string> Filtered(const Json& filters) {
    return Found(
        {{"Filters", filters}, {"SortCriteria", {{{"FieldName", "Name"}, {"Sort", "ASC"}}}}});
  }
};

TEST_F(TableSearchTest, LooksAtNamesColumnsAndParameters) {
  const struct {
    const char* text;
    std::vector<std::string> names;
  } cases[] = {
      {" ", {"customer-link", "orders", "xxlinkyy"}},
      {"LINK", {"customer-link", "xxlinkyy"}},
      {"shop", {"customer-link", "orders"}},
      {"buys", {"customer-link"}},
      {"price", {"orders"}},
      {"euros", {"orders"}},
      {"parquet", {"orders"}},
      {"day", {"xxlinkyy"}},
      {"shop euros", {"orders"}},
      {"\"who buys\"", {"customer-link"}},
      {"\"buys\"", {}},
      {"nothing", {}},
  };
  for (const auto& [text, names] : cases) {
    EXPECT_EQ(Found({{"SearchText", text}}), names) << text;
  }
}

TEST_F(TableSearchTest, FiltersMeetWholeWordsAndAllMustPass) {
  EXPECT_THAT(Filtered({{{"Key", "Name"}, {"Value", "link"}}}), ElementsAre("customer-link"));
  EXPECT_THAT(Filtered({{{"Key", "Classification"}, {"Value", "parquet"}}}), ElementsAre("orders"));
  EXPECT_THAT(Filtered({{{"Key", "DatabaseName"}, {"Value", "shop"}},
                        {{"Key", "Name"}, {"Value", "orders"}}}),
              ElementsAre("orders"));
  EXPECT_THAT(Filtered({{{"Key", "DatabaseName"}, {"Value", "web"}},
                        {{"Key", "Name"}, {"Value", "orders"}}}),
              IsEmpty());
}

TEST_F(TableSearchTest, TimesAreCompared) {
  const double second =
      Ok("GetTable", {{"DatabaseName", "shop"}, {"Name", "orders"}}).at("Table").at("CreateTime");
  const auto by = [&](const char* comparator) {
    return Filtered({{{"Key", "CreateTime"},
                      {"Value", std::to_string(static_cast<std::int64_t>(second))},
                      {"Comparator", comparator}}});
  };
  EXPECT_THAT(by("EQUALS"), ElementsAre("orders"));
  EXPECT_THAT(by("GREATER_THAN"), ElementsAre("xxlinkyy"));
  EXPECT_THAT(by("LESS_THAN_EQUALS"), ElementsAre("customer-link", "orders"));
  EXPECT_EQ(Error("SearchTables", {{"Filters", {{{"Key", "CreateTime"}, {"Value", "noon"}}}}}).code,
            "InvalidInputException");
}

TEST_F(TableSearchTest, SortsAndPages) {
  Json input = {{"SortCriteria", {{{"FieldName", "Name"}, {"Sort", "DESC"}}}}, {"MaxResults", 2}};
  const Json first = Ok("SearchTables", input);
  EXPECT_THAT(Names(first.at("TableList")), ElementsAre("xxlinkyy", "orders"));
  input["NextToken"] = first.at("NextToken");
  const Json second = Ok("SearchTables", input);
  EXPECT_THAT(Names(second.at("TableList")), ElementsAre("customer-link"));
  EXPECT_FALSE(second.contains("NextToken"));
  EXPECT_THAT(Found({{"ResourceShareType", "FOREIGN"}}), IsEmpty());
}

}  // namespace
}  // namespace portside::glue
