// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/registry_fixture.h"

namespace portside::glue {
namespace {

class MetadataTest : public RegistryTest {
 protected:
  void SetUp() override { id_ = CreateSchema("NONE").at("SchemaVersionId"); }

  Json Pair(const std::string& key, const std::string& value) {
    return {{"SchemaVersionId", id_},
            {"MetadataKeyValue", {{"MetadataKey", key}, {"MetadataValue", value}}}};
  }
  Json Put(const std::string& key, const std::string& value) {
    return Ok("PutSchemaVersionMetadata", Pair(key, value));
  }
  Json Query(const Json& more = Json::object()) {
    Json input = {{"SchemaVersionId", id_}};
    input.update(more);
    return Ok("QuerySchemaVersionMetadata", input);
  }

  std::string id_;
};

TEST_F(MetadataTest, TheAnswerSaysWhatWasPut) {
  EXPECT_EQ(Put("k", "v"), (Json{{"LatestVersion", false},
                                 {"VersionNumber", 0},
                                 {"SchemaVersionId", id_},
                                 {"MetadataKey", "k"},
                                 {"MetadataValue", "v"}}));
  EXPECT_EQ(Ok("PutSchemaVersionMetadata",
               {{"SchemaId", SchemaKey()},
                {"SchemaVersionNumber", {{"VersionNumber", 1}}},
                {"MetadataKeyValue", {{"MetadataKey", "k"}, {"MetadataValue", "w"}}}}),
            (Json{{"LatestVersion", false},
                  {"VersionNumber", 1},
                  {"SchemaVersionId", id_},
                  {"SchemaName", "s"},
                  {"RegistryName", "r"},
                  {"MetadataKey", "k"},
                  {"MetadataValue", "w"}}));
}

TEST_F(MetadataTest, AKeyHasAHistory) {
  Put("k", "one");
  app().Advance(std::chrono::seconds(1));
  Put("k", "two");
  Json info = Query().at("MetadataInfoMap").at("k");
  EXPECT_EQ(info.at("MetadataValue"), "two");
  ASSERT_EQ(info.at("OtherMetadataValueList").size(), 1U);
  EXPECT_EQ(info.at("OtherMetadataValueList")[0].at("MetadataValue"), "one");
  EXPECT_LT(info.at("OtherMetadataValueList")[0].at("CreatedTime"), info.at("CreatedTime"));
  Ok("RemoveSchemaVersionMetadata", Pair("k", "two"));
  info = Query().at("MetadataInfoMap").at("k");
  EXPECT_EQ(info.at("MetadataValue"), "one");
  EXPECT_FALSE(info.contains("OtherMetadataValueList"));
  Ok("RemoveSchemaVersionMetadata", Pair("k", "one"));
  EXPECT_EQ(Query().at("MetadataInfoMap"), Json::object());
}

TEST_F(MetadataTest, RefusalsHaveTheRecordedTexts) {
  Put("k", "v");
  ExpectError("PutSchemaVersionMetadata", Pair("k", "v"), "AlreadyExistsException",
              "Resource already exist for schema version id: " + id_ +
                  ", metadata key: k, metadata value: v");
  ExpectMissing("RemoveSchemaVersionMetadata", Pair("k", "w"),
                "Metadata is not found for the schema version. SchemaVersionId: " + id_ + " ");
  for (int i = 1; i < 10; ++i) Put("k" + std::to_string(i), "v");
  ExpectError("PutSchemaVersionMetadata", Pair("k", "w"), "ResourceNumberLimitExceededException",
              "Your resource limits for Schema Version Metadata have been exceeded.");
}

TEST_F(MetadataTest, QueriesAreFilteredAndHavePages) {
  Put("a", "1");
  Put("b", "2");
  Put("c", "1");
  const auto keys = [](const Json& answer) {
    std::string all;
    for (const auto& [key, info] : answer.at("MetadataInfoMap").items()) all += key;
    return all;
  };
  const auto by = [](const Json& filter) { return Json{{"MetadataList", Json::array({filter})}}; };
  EXPECT_EQ(keys(Query()), "abc");
  EXPECT_EQ(keys(Query(by({{"MetadataKey", "b"}}))), "b");
  EXPECT_EQ(keys(Query(by({{"MetadataValue", "1"}}))), "ac");
  EXPECT_EQ(keys(Query(by({{"MetadataKey", "b"}, {"MetadataValue", "1"}}))), "");
  const Json first = Query({{"MaxResults", 2}});
  EXPECT_EQ(keys(first), "ab");
  EXPECT_EQ(keys(Query({{"MaxResults", 2}, {"NextToken", first.at("NextToken")}})), "c");
}

}  // namespace
}  // namespace portside::glue
