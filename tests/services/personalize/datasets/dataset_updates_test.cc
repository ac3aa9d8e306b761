// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

// The new fields stand before and between those of kItemsSchema.
const std::string kMoreItems =
    SchemaText("Items",
               R"({"name":"BRAND","type":["null","string"]},{"name":"ITEM_ID","type":"string"},
       {"name":"GENRES","type":["string","null"],"categorical":true},
       {"name":"STOCK","type":["null","int"]},{"name":"PRICE","type":["null","float"]})");
constexpr char kMoreHeader[] = "BRAND,ITEM_ID,GENRES,STOCK,PRICE\n";

class DatasetUpdatesTest : public PersonalizeTest {
 protected:
  Json Dataset(const std::string& arn) {
    return Do("DescribeDataset", {{"datasetArn", arn}}).at("dataset");
  }
  void Update(const std::string& dataset, const std::string& schema) {
    Do("UpdateDataset", {{"datasetArn", dataset}, {"schemaArn", schema}});
    app.Settle(dataset);
  }
  void Put(const std::string& dataset, const std::string& item, const std::string& properties) {
    Do("PutItems",
       {{"datasetArn", dataset}, {"items", {{{"itemId", item}, {"properties", properties}}}}});
  }
};

TEST_F(DatasetUpdatesTest, StatesAreTheDatasetsOwn) {
  const std::string dataset = MakeItems();
  EXPECT_FALSE(Dataset(dataset).contains("latestDatasetUpdate"));
  const std::string former = Dataset(dataset).at("schemaArn");
  const std::string schema = MakeSchema("more", kMoreItems);
  EXPECT_EQ(Do("UpdateDataset", {{"datasetArn", dataset}, {"schemaArn", schema}}),
            Json({{"datasetArn", dataset}}));
  Json shown = Dataset(dataset);
  EXPECT_EQ(shown.at("status"), "UPDATE PENDING");
  EXPECT_EQ(shown.at("schemaArn"), former);
  EXPECT_EQ(shown.at("latestDatasetUpdate").at("status"), "UPDATE PENDING");
  EXPECT_EQ(shown.at("latestDatasetUpdate").at("schemaArn"), schema);
  app.Advance(200ms);
  EXPECT_EQ(Dataset(dataset).at("status"), "UPDATE IN_PROGRESS");
  app.Advance(500ms);
  shown = Dataset(dataset);
  EXPECT_EQ(shown.at("status"), "ACTIVE");
  EXPECT_EQ(shown.at("schemaArn"), schema);
  const Json& update = shown.at("latestDatasetUpdate");
  EXPECT_EQ(update.at("status"), "ACTIVE");
  EXPECT_EQ(update.at("lastUpdatedDateTime"), shown.at("lastUpdatedDateTime"));
  EXPECT_LT(update.at("creationDateTime"), update.at("lastUpdatedDateTime"));
  EXPECT_EQ(update.size(), 4U);
}

TEST_F(DatasetUpdatesTest, FormerRowsLackTheNewFields) {
  app.CreateBucket("source");
  const std::string dataset = MakeItems();
  Import(dataset, "first", "ITEM_ID,PRICE,GENRES\ni1,1,a\ni2,2,b\n");
  Put(dataset, "i3", R"({"price":3})");
  Update(dataset, MakeSchema("more", kMoreItems));
  EXPECT_EQ(Export(dataset, "old", "ALL"),
            std::string(kMoreHeader) + ",i1,a,,1\n,i2,b,,2\n,i3,,,3\n");

  // Equal rows are one, whether they came before or after.
  Put(dataset, "i3", R"({"price":3})");
  Put(dataset, "i4", R"({"price":4,"stock":40,"brand":"x"})");
  EXPECT_EQ(Export(dataset, "put"), std::string(kMoreHeader) + ",i3,,,3\nx,i4,,40,4\n");

  Import(dataset, "second", "ITEM_ID,PRICE,GENRES,STOCK,BRAND\ni2,2.5,b,20,y\n", "INCREMENTAL");
  EXPECT_EQ(Export(dataset, "bulk", "BULK"),
            std::string(kMoreHeader) + ",i1,a,,1\ny,i2,b,20,2.5\n");
  EXPECT_EQ(Export(dataset, "all", "ALL"),
            std::string(kMoreHeader) + ",i1,a,,1\ny,i2,b,20,2.5\n,i3,,,3\nx,i4,,40,4\n");
}

TEST_F(DatasetUpdatesTest, UpdatesMayFollowEachOther) {
  const std::string dataset = MakeItems();
  Put(dataset, "i1", R"({"price":1})");
  Update(dataset, MakeSchema("more", kMoreItems));
  Put(dataset, "i2", R"({"stock":2})");
  const std::string most =
      MakeSchema("most", SchemaText("Items", R"({"name":"ITEM_ID","type":"string"},
          {"name":"COLOR","type":["null","string"]},{"name":"STOCK","type":["null","int"]},
          {"name":"PRICE","type":["null","float"]},{"name":"BRAND","type":["null","string"]},
          {"name":"GENRES","type":["null","string"],"categorical":true})"));
  Update(dataset, most);
  Put(dataset, "i3", R"({"color":"red"})");
  EXPECT_EQ(Export(dataset, "e"),
            "ITEM_ID,COLOR,STOCK,PRICE,BRAND,GENRES\ni1,,,1,,\ni2,,2,,,\ni3,red,,,,\n");
}

// What began before the update reads, or brings, rows of the schema that it began with.
TEST_F(DatasetUpdatesTest, JobsKeepTheSchemaThatTheyBeganWith) {
  app.CreateBucket("source");
  app.CreateBucket("out");
  const std::string dataset = MakeItems();
  app.PutObject("s3://source/items.csv", "ITEM_ID,PRICE,GENRES\ni1,1,a\n");
  app.Control("POST", "/_portside/transitions",
              {{"match", {{"kind", "personalize::dataset_*_job"}}},
               {"transition", {{"progression", "time"}, {"seconds", 60}}}});
  const std::string import =
      Do("CreateDatasetImportJob", ImportInput(dataset, "import", "s3://source/items.csv"))
          .at("datasetImportJobArn");
  const std::string exported =
      Do("CreateDatasetExportJob", ExportInput(dataset, "old", "ALL")).at("datasetExportJobArn");
  Update(dataset, MakeSchema("more", kMoreItems));
  Put(dataset, "i2", R"({"stock":2})");
  app.Settle(import);
  app.Settle(exported);
  const std::string key = app.ListKeys("s3://out/exports/old/").at(0);
  EXPECT_EQ(app.GetObject("s3://out/" + key), "ITEM_ID,PRICE,GENRES\ni2,,\n");
  EXPECT_EQ(Export(dataset, "new", "ALL"), std::string(kMoreHeader) + ",i1,a,,1\n,i2,,2,\n");
}

TEST_F(DatasetUpdatesTest, FieldsAreKeptAndNewOnesAllowNull) {
  const std::string dataset = MakeItems();
  const struct {
    const char* fields;
    const char* error;
  } cases[] = {
      {R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":["float","null"]})",
       "the field 'GENRES' is missing"},
      {R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":["double","null"]},
          {"name":"GENRES","type":["null","string"],"categorical":true})",
       "the field 'PRICE' must keep its type"},
      {R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":"float"},
          {"name":"GENRES","type":["null","string"],"categorical":true})",
       "the field 'PRICE' must keep its type"},
      {R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":["float","null"]},
          {"name":"GENRES","type":["null","string"]})",
       "the field 'GENRES' must keep its type and its attributes"},
      {R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":["float","null"]},
          {"name":"GENRES","type":["null","string"],"categorical":true},
          {"name":"STOCK","type":"int"})",
       "the field 'STOCK' is new and must allow null"},
  };
  int number = 0;
  for (const auto& test : cases) {
    const std::string schema =
        MakeSchema("s" + std::to_string(++number), SchemaText("Items", test.fields));
    EXPECT_THAT(Try("UpdateDataset", {{"datasetArn", dataset}, {"schemaArn", schema}}),
                Refused("InvalidInputException", test.error));
  }
  EXPECT_THAT(Try("UpdateDataset",
                  {{"datasetArn", dataset}, {"schemaArn", MakeSchema("users", kUsersSchema)}}),
              Refused("InvalidInputException", "must have the name 'Items'"));
  EXPECT_THAT(Try("UpdateDataset", {{"datasetArn", dataset}, {"schemaArn", Named("schema/none")}}),
              Refused("ResourceNotFoundException", "schema/none"));
}

TEST_F(DatasetUpdatesTest, OnlyItemsAndUsers) {
  const std::string dataset = MakeInteractions();
  EXPECT_THAT(Try("UpdateDataset", {{"datasetArn", dataset}, {"schemaArn", Named("schema/s")}}),
              Refused("InvalidInputException", "Only those of ITEMS and USERS datasets can."));
  EXPECT_THAT(Try("UpdateDataset",
                  {{"datasetArn", Named("dataset/g/ITEMS")}, {"schemaArn", Named("schema/s")}}),
              Refused("ResourceNotFoundException", "dataset/g/ITEMS"));
}

TEST_F(DatasetUpdatesTest, MeanwhileItIsInUse) {
  const std::string dataset = MakeItems();
  const std::string former = Dataset(dataset).at("schemaArn");
  const std::string schema = MakeSchema("more", kMoreItems);
  const Json update = {{"datasetArn", dataset}, {"schemaArn", schema}};
  Do("UpdateDataset", update);
  EXPECT_THAT(Try("UpdateDataset", update), Refused("ResourceInUseException", "UPDATE PENDING"));
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", dataset}}),
              Refused("ResourceInUseException", "UPDATE PENDING"));
  EXPECT_EQ(Try("PutItems", {{"datasetArn", dataset}, {"items", {{{"itemId", "i"}}}}}).status, 409);
  for (const std::string& used : {former, schema}) {
    EXPECT_THAT(Try("DeleteSchema", {{"schemaArn", used}}),
                Refused("ResourceInUseException", dataset));
  }
  app.Settle(dataset);
  EXPECT_THAT(Try("DeleteSchema", {{"schemaArn", schema}}),
              Refused("ResourceInUseException", dataset));
  Do("DeleteSchema", {{"schemaArn", former}});
}

// What a broken archive may bring.
TEST_F(DatasetUpdatesTest, OneThatFailsLeavesTheDatasetAsItWas) {
  const std::string dataset = MakeItems();
  Put(dataset, "i1", R"({"price":1})");
  const std::string former = Dataset(dataset).at("schemaArn");
  const std::string schema = MakeSchema("more", kMoreItems);
  Do("UpdateDataset", {{"datasetArn", dataset}, {"schemaArn", schema}});
  Resource damaged = *app.resources().Find(dataset);
  damaged.document.at("update").erase("schemaArn");
  app.resources().Update(std::move(damaged));
  app.Settle(dataset);
  const Json shown = Dataset(dataset);
  EXPECT_EQ(shown.at("status"), "ACTIVE");
  EXPECT_EQ(shown.at("schemaArn"), former);
  EXPECT_EQ(shown.at("latestDatasetUpdate").at("status"), "UPDATE FAILED");
  EXPECT_THAT(shown.at("latestDatasetUpdate").at("failureReason").get<std::string>(),
              ::testing::HasSubstr("does not say which schema"));
  Do("DeleteSchema", {{"schemaArn", schema}});
  Put(dataset, "i2", R"({"price":2})");
  EXPECT_EQ(Export(dataset, "e"), "ITEM_ID,PRICE,GENRES\ni1,1,\ni2,2,\n");
  Update(dataset, MakeSchema("again", kMoreItems));
  EXPECT_EQ(Export(dataset, "f"), std::string(kMoreHeader) + ",i1,,,1\n,i2,,,2\n");
}

TEST_F(DatasetUpdatesTest, TheFailureOfACreationIsNoneOfAnUpdate) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"kind", "personalize::dataset"}}},
               {"outcome", {{"fail", {{"reason", "There is no room."}}}}}});
  const std::string dataset = MakeItems();
  EXPECT_EQ(Dataset(dataset).at("status"), "CREATE FAILED");
  EXPECT_FALSE(Dataset(dataset).contains("latestDatasetUpdate"));
}

TEST_F(DatasetUpdatesTest, ANewDatasetOfTheNameHasNoFormerLayouts) {
  const std::string dataset = MakeItems();
  Update(dataset, MakeSchema("more", kMoreItems));
  Do("DeleteDataset", {{"datasetArn", dataset}});
  app.Settle(dataset);
  MakeDataset(Named("dataset-group/g"), "ITEMS", Named("schema/s"));
  Put(dataset, "i1", R"({"price":1})");
  EXPECT_EQ(Export(dataset, "e"), "ITEM_ID,PRICE,GENRES\ni1,1,\n");
}

}  // namespace
}  // namespace portside::personalize
