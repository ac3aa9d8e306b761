// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

class ColumnStatisticsTest : public GlueTest {
 protected:
  void SetUp() override {
    CreateCatalog();
    Ok("CreatePartition", Of({{"PartitionInput", {{"Values", {"2024"}}}}}));
  }
  static Json Of(Json more = Json::object()) {
    more["DatabaseName"] = "people";
    more["TableName"] = "customers";
    return more;
  }
  static Json Statistics(const std::string& column, int nulls) {
    return {{"ColumnName", column},
            {"ColumnType", "bigint"},
            {"AnalyzedTime", 1700000000},
            {"StatisticsData",
             {{"Type", "LONG"},
              {"LongColumnStatisticsData",
               {{"NumberOfNulls", nulls}, {"NumberOfDistinctValues", 3}}}}}};
  }
  // Of the table, or of a partition.
  static std::string For(const char* verb, const Json& more) {
    return std::string(verb) + "ColumnStatisticsFor" +
           (more.contains("PartitionValues") ? "Partition" : "Table");
  }
  Json Update(Json more, const Json& list) {
    const std::string operation = For("Update", more);
    more["ColumnStatisticsList"] = list;
    return Ok(operation, Of(more)).at("Errors");
  }
  Json Get(Json more, const Json& columns) {
    const std::string operation = For("Get", more);
    more["ColumnNames"] = columns;
    return Ok(operation, Of(more));
  }
};

TEST_F(ColumnStatisticsTest, AreKeptForTablesAndForPartitions) {
  const Json partition = {{"PartitionValues", {"2024"}}};
  for (const Json& owner : {Json::object(), partition}) {
    const int nulls = owner.empty() ? 1 : 2;
    EXPECT_EQ(Update(owner, Json::array({Statistics("id", nulls)})), Json::array());
  }
  for (const Json& owner : {Json::object(), partition}) {
    const int nulls = owner.empty() ? 1 : 2;
    const Json got = Get(owner, {"id", "name"});
    ASSERT_EQ(got.at("ColumnStatisticsList").size(), 1U);
    EXPECT_EQ(got.at("ColumnStatisticsList")[0], Statistics("id", nulls));
    ASSERT_EQ(got.at("Errors").size(), 1U);
    EXPECT_EQ(got.at("Errors")[0].at("ColumnName"), "name");
    EXPECT_EQ(got.at("Errors")[0].at("Error").at("ErrorCode"), "EntityNotFoundException");
  }
}

TEST_F(ColumnStatisticsTest, AnUpdateReplacesThoseOfItsColumns) {
  Update(Json::object(), Json::array({Statistics("id", 1), Statistics("year", 1)}));
  Update(Json::object(), Json::array({Statistics("id", 5)}));
  EXPECT_EQ(Get(Json::object(), {"id", "year"}).at("ColumnStatisticsList"),
            Json::array({Statistics("id", 5), Statistics("year", 1)}));
}

TEST_F(ColumnStatisticsTest, AColumnThatIsNotThereIsSaidOfItself) {
  const Json errors =
      Update(Json::object(), Json::array({Statistics("nobody", 1), Statistics("id", 1)}));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].at("ColumnStatistics"), Statistics("nobody", 1));
  EXPECT_EQ(errors[0].at("Error").at("ErrorCode"), "EntityNotFoundException");
  EXPECT_EQ(Get(Json::object(), {"id"}).at("ColumnStatisticsList").size(), 1U);
}

TEST_F(ColumnStatisticsTest, CanBeDeletedWhetherThereOrNot) {
  Update(Json::object(), Json::array({Statistics("id", 1)}));
  for (int times = 0; times < 2; ++times) {
    Ok("DeleteColumnStatisticsForTable", Of({{"ColumnName", "id"}}));
    EXPECT_EQ(Get(Json::object(), {"id"}).at("ColumnStatisticsList"), Json::array());
  }
}

TEST_F(ColumnStatisticsTest, MoveAndGoWithTheirPartition) {
  Update({{"PartitionValues", {"2024"}}}, Json::array({Statistics("id", 1)}));
  Ok("UpdatePartition",
     Of({{"PartitionValueList", {"2024"}}, {"PartitionInput", {{"Values", {"2025"}}}}}));
  EXPECT_EQ(Get({{"PartitionValues", {"2025"}}}, {"id"}).at("ColumnStatisticsList").size(), 1U);
  Json former = Of({{"PartitionValues", {"2024"}}, {"ColumnNames", {"id"}}});
  ExpectError("GetColumnStatisticsForPartition", former, "EntityNotFoundException",
              "Partition [2024] not found");
  Ok("DeletePartition", Of({{"PartitionValues", {"2025"}}}));
  Ok("CreatePartition", Of({{"PartitionInput", {{"Values", {"2025"}}}}}));
  EXPECT_EQ(Get({{"PartitionValues", {"2025"}}}, {"id"}).at("ColumnStatisticsList").size(), 0U);
}

}  // namespace
}  // namespace portside::glue
