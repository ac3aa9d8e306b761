// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// `people.customers` has the key year; `people.visits` three more.
class PartitionIndexesTest : public GlueTest {
 protected:
  void SetUp() override {
    CreateCatalog();
    Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", Table("visits")}});
  }
  static Json Table(const std::string& name) {
    Json keys = Json::array();
    for (const char* key : {"year", "month", "day"}) {
      keys.push_back({{"Name", key}, {"Type", "int"}});
    }
    return {{"Name", name}, {"PartitionKeys", keys}};
  }
  static Json Of(Json more = Json::object()) {
    more["DatabaseName"] = "people";
    more["TableName"] = "visits";
    return more;
  }
  static Json Index(const std::string& name, const std::vector<std::string>& keys) {
    return Of({{"PartitionIndex", {{"IndexName", name}, {"Keys", keys}}}});
  }
  void Create(const std::string& name, const std::vector<std::string>& keys) {
    Ok("CreatePartitionIndex", Index(name, keys));
    app().Advance(std::chrono::seconds(1));
  }
  std::vector<std::string> Indexes() {
    std::vector<std::string> indexes;
    const Json answer = Ok("GetPartitionIndexes", Of());
    for (const Json& index : answer.at("PartitionIndexDescriptorList")) {
      indexes.push_back(index.at("IndexName").get<std::string>() + " " +
                        index.at("IndexStatus").get<std::string>());
    }
    return indexes;
  }
};

TEST_F(PartitionIndexesTest, AreCreatedAndDeletedInTime) {
  Ok("CreatePartitionIndex", Index("by_day", {"day", "Year"}));
  EXPECT_THAT(Indexes(), ElementsAre("by_day CREATING"));
  app().Advance(std::chrono::seconds(1));
  EXPECT_THAT(Indexes(), ElementsAre("by_day ACTIVE"));
  EXPECT_EQ(Ok("GetPartitionIndexes", Of()).at("PartitionIndexDescriptorList")[0].at("Keys"),
            Json::parse(R"([{"Name": "day", "Type": "int"}, {"Name": "year", "Type": "int"}])"));
  Ok("DeletePartitionIndex", Of({{"IndexName", "by_day"}}));
  EXPECT_THAT(Indexes(), ElementsAre("by_day DELETING"));
  app().Advance(std::chrono::seconds(1));
  EXPECT_THAT(Indexes(), IsEmpty());
}

TEST_F(PartitionIndexesTest, RefusalsAreTheServices) {
  ExpectError("CreatePartitionIndex", Index("a", {"year", "nosuchcol"}), "InvalidInputException",
              "IndexKeys not a part of PartitionColumns. Verify the indexKeys : [nosuchcol]");
  Ok("CreatePartitionIndex", Index("a", {"year"}));
  ExpectError("CreatePartitionIndex", Index("b", {"month"}), "ResourceNumberLimitExceededException",
              "Index a is in CREATING state. Only 1 index can be created or deleted simultaneously "
              "per table.");
  ExpectError("DeletePartitionIndex", Of({{"IndexName", "a"}}), "EntityNotFoundException",
              "Index with the given indexName : a does not exist.");
  app().Advance(std::chrono::seconds(1));
  ExpectError("CreatePartitionIndex", Index("a", {"month"}), "AlreadyExistsException",
              "Partition Index a already exists with the same name.");
  ExpectError("CreatePartitionIndex", Index("b", {"year"}), "AlreadyExistsException",
              "Partition Index b already exists with the same keys.");
  Create("b", {"month"});
  Create("c", {"day"});
  ExpectError("CreatePartitionIndex", Index("a", {"year"}), "ResourceNumberLimitExceededException",
              "Partition index limit exceeded. Maximum: 3");
  ExpectError("GetPartitionIndexes", {{"DatabaseName", "people"}, {"TableName", "nobody"}},
              "EntityNotFoundException", "Table nobody not found.");
}

TEST_F(PartitionIndexesTest, ATableMayBeCreatedWithSome) {
  Json input = {
      {"DatabaseName", "people"},
      {"TableInput", Table("more")},
      {"PartitionIndexes",
       {{{"IndexName", "a"}, {"Keys", {"year"}}}, {{"IndexName", "b"}, {"Keys", {"month"}}}}}};
  Ok("CreateTable", input);
  EXPECT_EQ(Ok("GetPartitionIndexes", {{"DatabaseName", "people"}, {"TableName", "more"}})
                .at("PartitionIndexDescriptorList")
                .size(),
            2U);
  input["TableInput"] = Table("most");
  input["PartitionIndexes"][1]["Keys"] = {"nosuchcol"};
  EXPECT_EQ(Error("CreateTable", input).code, "InvalidInputException");
  EXPECT_EQ(Error("GetTable", {{"DatabaseName", "people"}, {"Name", "most"}}).code,
            "EntityNotFoundException");
}

TEST_F(PartitionIndexesTest, GoWithTheirTable) {
  Create("a", {"year"});
  Ok("DeleteTable", {{"DatabaseName", "people"}, {"Name", "visits"}});
  Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", Table("visits")}});
  EXPECT_THAT(Indexes(), IsEmpty());
}

}  // namespace
}  // namespace portside::glue
