// SPDX-License-Identifier: Apache-2.0

#include <set>

#include "services/glue/glue_fixture.h"
#include "services/glue/limits.h"

namespace portside::glue {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A table `people.visits` with the keys year (int) and region (string).
class PartitionsTest : public GlueTest {
 protected:
  void SetUp() override {
    CreateCatalog();
    Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", Table("int")}});
  }
  static Json Table(const std::string& type_of_year) {
    return {
        {"Name", "visits"},
        {"PartitionKeys",
         {{{"Name", "year"}, {"Type", type_of_year}}, {{"Name", "region"}, {"Type", "string"}}}}};
  }
  static Json Of(Json more = Json::object()) {
    more["DatabaseName"] = "people";
    more["TableName"] = "visits";
    return more;
  }
  using Values = std::vector<std::string>;
  void Create(const Values& values, Json partition = Json::object()) {
    partition["Values"] = values;
    Ok("CreatePartition", Of({{"PartitionInput", partition}}));
  }
  static std::vector<Values> ValuesIn(const Json& partitions) {
    std::vector<Values> values;
    for (const Json& partition : partitions) values.push_back(partition.at("Values"));
    return values;
  }
  std::vector<Values> Found(const std::string& expression) {
    const Json answer = Ok("GetPartitions", Of({{"Expression", expression}}));
    EXPECT_FALSE(answer.contains("NextToken"));
    return ValuesIn(answer.at("Partitions"));
  }
};

TEST_F(PartitionsTest, DescribesWhatWasCreated) {
  Create({"2024", "north"},
         {{"Parameters", {{"rows", "7"}}},
          {"StorageDescriptor",
           {{"Columns", {{{"Name", "id"}, {"Type", "int"}}}}, {"Location", "s3://data/x/"}}}});
  const Json partition =
      Ok("GetPartition", Of({{"PartitionValues", {"2024", "north"}}})).at("Partition");
  EXPECT_EQ(partition.at("Values"), (Values{"2024", "north"}));
  EXPECT_EQ(partition.at("DatabaseName"), "people");
  EXPECT_EQ(partition.at("TableName"), "visits");
  EXPECT_EQ(partition.at("CatalogId"), kAccount);
  EXPECT_EQ(partition.at("Parameters"), (Json{{"rows", "7"}}));
  EXPECT_TRUE(partition.contains("CreationTime"));
  EXPECT_EQ(partition.at("StorageDescriptor").at("Location"), "s3://data/x/");
  EXPECT_EQ(partition.at("StorageDescriptor").at("NumberOfBuckets"), 0);
  const Json answer = Ok("GetPartitions", Of({{"ExcludeColumnSchema", true}}));
  EXPECT_FALSE(answer.at("Partitions")[0].at("StorageDescriptor").contains("Columns"));
  EXPECT_EQ(answer.at("Partitions")[0].at("StorageDescriptor").at("Location"), "s3://data/x/");
}

TEST_F(PartitionsTest, EachOperationRefusesInItsOwnWords) {
  Create({"2024", "north"});
  ExpectError("CreatePartition", Of({{"PartitionInput", {{"Values", {"2024", "north"}}}}}),
              "AlreadyExistsException", "Partition already exists.");
  const std::string count =
      "The number of partition keys do not match the number of partition values";
  for (const Json& values : {Json({"2024"}), Json::array(), Json({"1", "2", "3"})}) {
    ExpectError("CreatePartition", Of({{"PartitionInput", {{"Values", values}}}}),
                "InvalidInputException", count);
  }
  ExpectError("CreatePartition", Of({{"PartitionInput", Json::object()}}), "InvalidInputException",
              count);
  const Json missing = Of({{"PartitionValues", {"2023", "north"}}});
  for (const char* operation : {"GetPartition", "DeletePartition"}) {
    ExpectError(operation, missing, "EntityNotFoundException", "Cannot find partition.");
  }
  ExpectError("UpdatePartition",
              Of({{"PartitionValueList", {"2023", "north"}}, {"PartitionInput", Json::object()}}),
              "EntityNotFoundException", "Cannot find partition.");
  Json elsewhere = missing;
  elsewhere["TableName"] = "nobody";
  ExpectError("GetPartition", elsewhere, "EntityNotFoundException", "Table nobody not found.");
}

TEST_F(PartitionsTest, AnUpdateMayRename) {
  Create({"2024", "north"}, {{"Parameters", {{"a", "b"}}}});
  Create({"2024", "south"});
  Ok("UpdatePartition", Of({{"PartitionValueList", {"2024", "north"}},
                            {"PartitionInput", {{"Values", {"2025", "east"}}}}}));
  EXPECT_THAT(Found(""), ElementsAre(Values{"2024", "south"}, Values{"2025", "east"}));
  EXPECT_FALSE(Ok("GetPartition", Of({{"PartitionValues", {"2025", "east"}}}))
                   .at("Partition")
                   .contains("Parameters"));
  ExpectError("UpdatePartition",
              Of({{"PartitionValueList", {"2025", "east"}},
                  {"PartitionInput", {{"Values", {"2024", "south"}}}}}),
              "AlreadyExistsException", "Partition already exists.");
  Ok("UpdatePartition", Of({{"PartitionValueList", {"2025", "east"}},
                            {"PartitionInput", {{"Parameters", {{"c", "d"}}}}}}));
  EXPECT_EQ(Ok("GetPartition", Of({{"PartitionValues", {"2025", "east"}}}))
                .at("Partition")
                .at("Parameters"),
            (Json{{"c", "d"}}));
}

TEST_F(PartitionsTest, ValuesMayHoldAnything) {
  const std::vector<Values> all = {{"1", "a/b"}, {"1", "a%2fb"}, {"1", "é\x01x"},
                                   {"01", "a"},  {"1", "a"},     {"1", "A b=c&d"}};
  for (const Values& values : all) Create(values);
  for (const Values& values : all) {
    EXPECT_EQ(Ok("GetPartition", Of({{"PartitionValues", values}})).at("Partition").at("Values"),
              values);
  }
  EXPECT_EQ(Found("year = 1").size(), all.size());
}

TEST_F(PartitionsTest, BatchesSayWhatIsWrongWithEach) {
  const Json wrong = Json::array({{{"Values", {"2024", "a"}}}, {{"Values", {"2024"}}}});
  ExpectError("BatchCreatePartition", Of({{"PartitionInputList", wrong}}), "InvalidInputException",
              "The number of partition keys do not match the number of partition values");
  EXPECT_THAT(Found(""), IsEmpty());
  const Json two = Json::array({{{"Values", {"2024", "a"}}}, {{"Values", {"2024", "b"}}}});
  EXPECT_EQ(Ok("BatchCreatePartition", Of({{"PartitionInputList", two}})),
            (Json{{"Errors", Json::array()}}));
  EXPECT_EQ(Ok("BatchCreatePartition", Of({{"PartitionInputList", two}})).at("Errors")[1],
            Json::parse(R"({"PartitionValues": ["2024", "b"], "ErrorDetail": {"ErrorCode":
                "AlreadyExistsException", "ErrorMessage": "Partition already exists."}})"));
  const Json asked = Json::array(
      {{{"Values", {"2024", "b"}}}, {{"Values", {"1", "x"}}}, {{"Values", {"2024", "a"}}}});
  const Json got = Ok("BatchGetPartition", Of({{"PartitionsToGet", asked}}));
  EXPECT_THAT(ValuesIn(got.at("Partitions")),
              ElementsAre(Values{"2024", "b"}, Values{"2024", "a"}));
  EXPECT_EQ(got.at("UnprocessedKeys"), Json::array());
  const Json entries = Json::array(
      {{{"PartitionValueList", {"2024", "a"}}, {"PartitionInput", {{"Values", {"2025", "a"}}}}},
       {{"PartitionValueList", {"1", "x"}}, {"PartitionInput", Json::object()}}});
  EXPECT_EQ(Ok("BatchUpdatePartition", Of({{"Entries", entries}})).at("Errors"),
            Json::parse(R"([{"PartitionValueList": ["1", "x"], "ErrorDetail": {"ErrorCode":
                "EntityNotFoundException", "ErrorMessage": "Partition [1, x] not found"}}])"));
  EXPECT_EQ(Ok("BatchDeletePartition", Of({{"PartitionsToDelete", asked}})).at("Errors").size(),
            2U);
  EXPECT_THAT(Found(""), ElementsAre(Values{"2025", "a"}));
}

TEST_F(PartitionsTest, ExpressionsFindWhatTheyMean) {
  for (const char* year : {"9", "10", "2023", "2024"}) {
    for (const char* region : {"north", "south"}) Create({year, region});
  }
  EXPECT_THAT(Found("year > 9 AND region = 'south'"),
              ElementsAre(Values{"10", "south"}, Values{"2023", "south"}, Values{"2024", "south"}));
  EXPECT_THAT(Found("year = 10"), ElementsAre(Values{"10", "north"}, Values{"10", "south"}));
  EXPECT_THAT(Found("year = 10 AND region > 'o'"), ElementsAre(Values{"10", "south"}));
  EXPECT_THAT(Found("year <= 9 OR year = 2024 AND region = 'north'"),
              ElementsAre(Values{"9", "north"}, Values{"9", "south"}, Values{"2024", "north"}));
  EXPECT_THAT(Found("region = 'north' AND year BETWEEN 2000 AND 2023"),
              ElementsAre(Values{"2023", "north"}));
  EXPECT_THAT(Found("year > 3000"), IsEmpty());
  ExpectError("GetPartitions", Of({{"Expression", "day = 1"}}), "InvalidInputException",
              "Invalid partition expression!");
}

TEST_F(PartitionsTest, AStoredValueThatIsNoNumberIsStumbledOver) {
  Create({"2024", "north"});
  Create({"__HIVE_DEFAULT_PARTITION__", "north"});
  for (const char* expression :
       {"year = 2024", "year > 1", "year < 1", "year = 2024 AND region = 'x'"}) {
    ExpectError("GetPartitions", Of({{"Expression", expression}}), "InvalidStateException",
                "\"__HIVE_DEFAULT_PARTITION__\" is not an integer.");
  }
  EXPECT_EQ(Found("region = 'north'").size(), 2U);
}

TEST_F(PartitionsTest, AnotherTypeOfAKeyIsAnotherOrder) {
  for (const char* year : {"9", "10"}) Create({year, "north"});
  EXPECT_THAT(Found("year > 8"), ElementsAre(Values{"9", "north"}, Values{"10", "north"}));
  Ok("UpdateTable", {{"DatabaseName", "people"}, {"TableInput", Table("string")}});
  EXPECT_THAT(Found("year > 8"), ElementsAre(Values{"9", "north"}));
  EXPECT_THAT(Found("year < 8"), ElementsAre(Values{"10", "north"}));
}

TEST_F(PartitionsTest, PagesAndSegmentsHaveEachOnce) {
  for (int year = 0; year < 30; ++year) Create({std::to_string(year), "r"});
  std::set<Values> seen;
  Json input = Of({{"MaxResults", 7}});
  for (int pages = 1; pages <= 5; ++pages) {
    const Json answer = Ok("GetPartitions", input);
    for (Values& values : ValuesIn(answer.at("Partitions"))) {
      EXPECT_TRUE(seen.insert(std::move(values)).second);
    }
    EXPECT_EQ(answer.contains("NextToken"), pages < 5);
    if (pages < 5) input["NextToken"] = answer.at("NextToken");
  }
  EXPECT_EQ(seen.size(), 30U);
  std::size_t in_segments = 0;
  for (int segment = 0; segment < 4; ++segment) {
    const Json answer =
        Ok("GetPartitions", Of({{"Segment", {{"SegmentNumber", segment}, {"TotalSegments", 4}}}}));
    const std::size_t size = answer.at("Partitions").size();
    EXPECT_GT(size, 0U);
    in_segments += size;
  }
  EXPECT_EQ(in_segments, 30U);
  EXPECT_EQ(
      Error("GetPartitions", Of({{"Segment", {{"SegmentNumber", 4}, {"TotalSegments", 4}}}})).code,
      "InvalidInputException");
}

TEST_F(PartitionsTest, GoWithTheirTable) {
  Create({"2024", "north"});
  Ok("DeleteDatabase", {{"Name", "people"}});
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "people"}}}});
  Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", Table("int")}});
  EXPECT_THAT(Found(""), IsEmpty());
}

TEST_F(PartitionsTest, ManyAreClearedAwayByAndBy) {
  for (int batch = 0; batch < 8; ++batch) {
    Json list = Json::array();
    for (int at = 0; at < 100; ++at) {
      list.push_back({{"Values", {std::to_string(100 * batch + at), "r"}}});
    }
    Ok("BatchCreatePartition", Of({{"PartitionInputList", list}}));
  }
  static_assert(limits::kRemovedParts < 800);
  Ok("DeleteTable", {{"DatabaseName", "people"}, {"Name", "visits"}});
  Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", Table("int")}});
  EXPECT_THAT(Found(""), IsEmpty());
  Create({"7", "r"});
  app().Advance(std::chrono::seconds(1));
  EXPECT_EQ(app().resources().Count({"glue::partition", kAccount, kRegion}), 1);
  EXPECT_THAT(Found(""), ElementsAre(Values{"7", "r"}));
}

TEST_F(PartitionsTest, ATableWithoutKeysHasNone) {
  Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", {{"Name", "flat"}}}});
  ExpectError(
      "CreatePartition",
      {{"DatabaseName", "people"}, {"TableName", "flat"}, {"PartitionInput", {{"Values", {"1"}}}}},
      "InvalidInputException",
      "The number of partition keys do not match the number of partition values");
  ExpectError("GetPartitions",
              {{"DatabaseName", "people"}, {"TableName", "flat"}, {"Expression", "a = 1"}},
              "InvalidInputException", "Invalid partition expression!");
}

}  // namespace
}  // namespace portside::glue
