// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

class SchemasTest : public PersonalizeTest {};

TEST_F(SchemasTest, DescribeGivesTheTextBackByteForByte) {
  const std::string text = "\n " + kItemsSchema + "\n\t";
  const std::string arn = MakeSchema("s", text);
  EXPECT_EQ(arn, Named("schema/s"));
  const Json schema = Do("DescribeSchema", {{"schemaArn", arn}}).at("schema");
  EXPECT_EQ(schema.at("schema"), text);
  EXPECT_EQ(schema.at("name"), "s");
  EXPECT_EQ(schema.at("schemaArn"), arn);
  EXPECT_TRUE(schema.contains("creationDateTime"));
  EXPECT_FALSE(schema.contains("status"));
  EXPECT_FALSE(schema.contains("domain"));
}

TEST_F(SchemasTest, CreateRefusesWhatIsNoSchema) {
  const struct {
    std::string text;
    const char* error;
  } cases[] = {
      {"sth", "not valid JSON"},
      {"[]", "\"record\""},
      {SchemaText("Items", R"({"name":"ITEM_ID","type":"bytes"})"), "type \"bytes\""},
      {SchemaText("Items", R"({"name":"ITEM_ID","type":{"type":"array","items":"string"}})"),
       "ITEM_ID"},
      {SchemaText("Items", R"({"name":"ITEM_ID","type":"string"})"), "metadata field"},
      {SchemaText("Interactions", R"({"name":"USER_ID","type":"string"})"), "'ITEM_ID'"},
      {SchemaText("Users", R"({"name":"USER_ID","type":"string"},{"name":"AGE","type":"int"},
                              {"name":"A_GE","type":"int"})"),
       "A_GE"},
  };
  for (const auto& test : cases) {
    EXPECT_THAT(Try("CreateSchema", {{"name", "s"}, {"schema", test.text}}),
                Refused("InvalidInputException", test.error));
  }
  EXPECT_EQ(Do("ListSchemas", Json::object()).at("schemas").size(), 0u);
}

TEST_F(SchemasTest, ADomainHasItsOwnRequiredFields) {
  EXPECT_THAT(
      Try("CreateSchema", {{"name", "s"}, {"schema", kItemsSchema}, {"domain", "VIDEO_ON_DEMAND"}}),
      Refused("InvalidInputException", "'CREATION_TIMESTAMP'"));
  const std::string arn = MakeSchema("s", kInteractionsSchema, "ECOMMERCE");
  EXPECT_EQ(Do("DescribeSchema", {{"schemaArn", arn}}).at("schema").at("domain"), "ECOMMERCE");
  EXPECT_EQ(Do("ListSchemas", Json::object()).at("schemas").at(0).at("domain"), "ECOMMERCE");
}

TEST_F(SchemasTest, ANameIsTakenUntilItsSchemaIsDeleted) {
  const std::string arn = MakeSchema("s", kItemsSchema);
  EXPECT_THAT(Try("CreateSchema", {{"name", "s"}, {"schema", kUsersSchema}}),
              Refused("ResourceAlreadyExistsException",
                      "Another resource with Arn " + arn + " already exists."));
  const CallResult deleted = Try("DeleteSchema", {{"schemaArn", arn}});
  EXPECT_EQ(deleted.text, "");
  EXPECT_THAT(Try("DescribeSchema", {{"schemaArn", arn}}),
              Refused("ResourceNotFoundException", "Resource Arn " + arn + " does not exist."));
  EXPECT_THAT(Try("DeleteSchema", {{"schemaArn", arn}}), Refused("ResourceNotFoundException", arn));
  MakeSchema("s", kUsersSchema);
}

TEST_F(SchemasTest, DeleteNeedsEveryDatasetGone) {
  const std::string schema = MakeSchema("s", kItemsSchema);
  const std::string dataset = MakeDataset(MakeGroup("g"), "ITEMS", schema);
  EXPECT_THAT(Try("DeleteSchema", {{"schemaArn", schema}}),
              Refused("ResourceInUseException", dataset));
  Do("DeleteDataset", {{"datasetArn", dataset}});
  EXPECT_THAT(Try("DeleteSchema", {{"schemaArn", schema}}),
              Refused("ResourceInUseException", dataset));
  app.Settle(dataset);
  Do("DeleteSchema", {{"schemaArn", schema}});
}

TEST_F(SchemasTest, FiveHundredSchemasMayLive) {
  for (int i = 0; i < 500; ++i) MakeSchema("s" + std::to_string(i), kItemsSchema);
  EXPECT_THAT(Try("CreateSchema", {{"name", "one-more"}, {"schema", kItemsSchema}}),
              Refused("LimitExceededException", "More than 500 resources"));
}

}  // namespace
}  // namespace portside::personalize
