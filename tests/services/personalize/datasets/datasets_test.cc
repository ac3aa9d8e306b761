// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

class DatasetsTest : public PersonalizeTest {
 protected:
  CallResult TryCreate(const std::string& group, const std::string& type,
                       const std::string& schema) {
    return Try("CreateDataset", {{"name", "data"},
                                 {"datasetGroupArn", group},
                                 {"datasetType", type},
                                 {"schemaArn", schema}});
  }
  std::string Status(const std::string& arn) {
    return Do("DescribeDataset", {{"datasetArn", arn}}).at("dataset").at("status");
  }
};

TEST_F(DatasetsTest, TheArnHasTheGroupAndTheType) {
  const std::string group = MakeGroup("movies");
  const std::string schema = MakeSchema("s", kInteractionsSchema);
  const std::string arn = MakeDataset(group, "Interactions", schema);
  EXPECT_EQ(arn, Named("dataset/movies/INTERACTIONS"));
  const Json dataset = Do("DescribeDataset", {{"datasetArn", arn}}).at("dataset");
  EXPECT_EQ(dataset.at("name"), "data");
  EXPECT_EQ(dataset.at("datasetType"), "INTERACTIONS");
  EXPECT_EQ(dataset.at("datasetGroupArn"), group);
  EXPECT_EQ(dataset.at("schemaArn"), schema);
  EXPECT_EQ(dataset.at("status"), "ACTIVE");
  EXPECT_FALSE(dataset.contains("trackingId"));
}

TEST_F(DatasetsTest, EveryStateIsSeen) {
  const std::string group = MakeGroup("g");
  const CallResult created = TryCreate(group, "ITEMS", MakeSchema("s", kItemsSchema));
  const std::string arn = created.body.at("datasetArn");
  EXPECT_EQ(Status(arn), "CREATE PENDING");
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", arn}}), Refused("ResourceInUseException", arn));
  app.Advance(200ms);
  EXPECT_EQ(Status(arn), "CREATE IN_PROGRESS");
  app.Advance(300ms);
  EXPECT_EQ(Status(arn), "ACTIVE");
  Do("DeleteDataset", {{"datasetArn", arn}});
  EXPECT_EQ(Status(arn), "DELETE PENDING");
  app.Advance(200ms);
  EXPECT_EQ(Status(arn), "DELETE IN_PROGRESS");
  app.Advance(300ms);
  EXPECT_THAT(Try("DescribeDataset", {{"datasetArn", arn}}),
              Refused("ResourceNotFoundException", "Resource Arn " + arn + " does not exist."));
}

TEST_F(DatasetsTest, AGroupHasOneDatasetOfAType) {
  const std::string group = MakeGroup("g");
  const std::string schema = MakeSchema("s", kItemsSchema);
  const std::string arn = MakeDataset(group, "ITEMS", schema);
  EXPECT_THAT(TryCreate(group, "items", schema), Refused("ResourceAlreadyExistsException", arn));
}

TEST_F(DatasetsTest, CreateRefusesWhatDoesNotFit) {
  const std::string group = MakeGroup("g");
  const std::string shop = MakeGroup("shop", "ECOMMERCE");
  const std::string items = MakeSchema("items", kItemsSchema);
  const std::string movies =
      MakeSchema("movies", SchemaText("Movies", R"({"name":"ITEM_ID","type":"string"})"));
  const std::string actions =
      MakeSchema("actions", SchemaText("Actions", R"({"name":"ACTION_ID","type":"string"},
                                         {"name":"VALUE","type":["long","null"]})"));
  EXPECT_THAT(TryCreate(group, "FILMS", items), Refused("InvalidInputException", "'FILMS'"));
  EXPECT_THAT(TryCreate(group, "USERS", items),
              Refused("InvalidInputException", "must have the name 'Users'"));
  EXPECT_THAT(TryCreate(group, "ITEMS", movies),
              Refused("InvalidInputException", "has the name 'Movies'"));
  EXPECT_THAT(TryCreate(shop, "ITEMS", items),
              Refused("InvalidInputException", "has no domain, but the dataset group"));
  EXPECT_THAT(TryCreate(shop, "ACTIONS", actions),
              Refused("InvalidInputException", "only in a custom dataset group"));
  EXPECT_THAT(TryCreate(Named("dataset-group/none"), "ITEMS", items),
              Refused("ResourceNotFoundException", "The given dataset group does not exist"));
  EXPECT_THAT(TryCreate(group, "ITEMS", Named("schema/none")),
              Refused("ResourceNotFoundException", Named("schema/none")));
  EXPECT_EQ(Do("ListDatasets", Json::object()).at("datasets").size(), 0u);
}

TEST_F(DatasetsTest, TheGroupMustBeActive) {
  const std::string group = Do("CreateDatasetGroup", {{"name", "g"}}).at("datasetGroupArn");
  const std::string schema = MakeSchema("s", kItemsSchema);
  EXPECT_THAT(TryCreate(group, "ITEMS", schema), Refused("ResourceInUseException", group));
  app.Settle(group);
  EXPECT_EQ(TryCreate(group, "ITEMS", schema).status, 200);
}

TEST_F(DatasetsTest, ActionInteractionsHaveATrackingId) {
  const std::string schema = MakeSchema(
      "s", SchemaText("ActionInteractions",
                      R"({"name":"USER_ID","type":"string"},{"name":"ACTION_ID","type":"string"},
                         {"name":"EVENT_TYPE","type":"string"},
                          {"name":"TIMESTAMP","type":"long"})"));
  const std::string arn = MakeDataset(MakeGroup("g"), "Action_Interactions", schema);
  EXPECT_EQ(arn, Named("dataset/g/ACTION_INTERACTIONS"));
  const Json dataset = Do("DescribeDataset", {{"datasetArn", arn}}).at("dataset");
  EXPECT_EQ(dataset.at("trackingId").get<std::string>().size(), 36u);
}

TEST_F(DatasetsTest, ListFiltersByGroup) {
  const std::string first = MakeGroup("g1");
  const std::string second = MakeGroup("g2");
  const std::string items = MakeSchema("items", kItemsSchema);
  MakeDataset(first, "ITEMS", items);
  MakeDataset(first, "USERS", MakeSchema("users", kUsersSchema));
  MakeDataset(second, "ITEMS", items);
  EXPECT_EQ(Do("ListDatasets", Json::object()).at("datasets").size(), 3u);
  const Json page = Do("ListDatasets", {{"datasetGroupArn", first}, {"maxResults", 1}});
  EXPECT_EQ(page.at("datasets").at(0).at("datasetType"), "ITEMS");
  EXPECT_FALSE(page.at("datasets").at(0).contains("schemaArn"));
  const Json next =
      Do("ListDatasets", {{"datasetGroupArn", first}, {"nextToken", page.at("nextToken")}});
  EXPECT_EQ(next.at("datasets").size(), 1u);
  EXPECT_THAT(
      Try("ListDatasets", {{"datasetGroupArn", second}, {"nextToken", page.at("nextToken")}}),
      Refused("InvalidNextTokenException", ""));
  EXPECT_EQ(
      Do("ListDatasets", {{"datasetGroupArn", Named("dataset-group/none")}}).at("datasets").size(),
      0u);
}

TEST_F(DatasetsTest, DeleteWaitsForJobsAndForTheTracker) {
  const std::string arn = MakeInteractions();
  app.PutObject("s3://source/a.csv", "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n");
  const std::string import =
      Do("CreateDatasetImportJob", ImportInput(arn, "j", "s3://source/a.csv"))
          .at("datasetImportJobArn");
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", arn}}),
              Refused("ResourceInUseException", import));
  app.Settle(import);
  MakeTracker(Named("dataset-group/g"));
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", arn}}),
              Refused("ResourceInUseException", "event-tracker/"));
  const std::string tracker =
      Do("ListEventTrackers", Json::object()).at("eventTrackers").at(0).at("eventTrackerArn");
  Do("DeleteEventTracker", {{"eventTrackerArn", tracker}});
  app.Settle(tracker);
  app.CreateBucket("out");
  const std::string job =
      Do("CreateDatasetExportJob", ExportInput(arn, "j")).at("datasetExportJobArn");
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", arn}}), Refused("ResourceInUseException", job));
  app.Settle(job);
  Do("DeleteDataset", {{"datasetArn", arn}});
}

TEST_F(DatasetsTest, ADatasetMadeAnewHasNoRows) {
  const std::string arn = MakeItems();
  Import(arn, "j", "ITEM_ID,PRICE,GENRES\n1,2,a\n");
  Do("PutItems", {{"datasetArn", arn}, {"items", {{{"itemId", "2"}}}}});
  EXPECT_EQ(Export(arn, "before", "ALL"), "ITEM_ID,PRICE,GENRES\n1,2,a\n2,,\n");
  Do("DeleteDataset", {{"datasetArn", arn}});
  app.Settle(arn);
  MakeDataset(Named("dataset-group/g"), "ITEMS", Named("schema/s"));
  EXPECT_EQ(Export(arn, "after", "ALL"), "ITEM_ID,PRICE,GENRES\n");
  app.PutObject("s3://source/b.csv", "ITEM_ID,PRICE,GENRES\n");
  EXPECT_THAT(
      Try("CreateDatasetImportJob", ImportInput(arn, "k", "s3://source/b.csv", "INCREMENTAL")),
      Refused("InvalidInputException", "You can only specify FULL"));
}

}  // namespace
}  // namespace portside::personalize
