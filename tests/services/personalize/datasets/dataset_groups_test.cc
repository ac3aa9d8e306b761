// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

constexpr char kKey[] = "arn:aws:kms:us-west-2:123456789012:key/0f5bd4c0";

class DatasetGroupsTest : public PersonalizeTest {
 protected:
  Json DescribeGroup(const std::string& name) {
    return Do("DescribeDatasetGroup", {{"datasetGroupArn", Named("dataset-group/" + name)}})
        .at("datasetGroup");
  }
};

TEST_F(DatasetGroupsTest, CreateAnswersTheArnAndTheDomainOnlyWhereOneWasGiven) {
  EXPECT_EQ(Do("CreateDatasetGroup", {{"name", "plain"}}),
            (Json{{"datasetGroupArn", Named("dataset-group/plain")}}));
  EXPECT_EQ(Do("CreateDatasetGroup", {{"name", "shop"}, {"domain", "ECOMMERCE"}}),
            (Json{{"datasetGroupArn", Named("dataset-group/shop")}, {"domain", "ECOMMERCE"}}));
}

TEST_F(DatasetGroupsTest, DescribeShowsEveryStateOnTheWay) {
  Do("CreateDatasetGroup", {{"name", "g"}, {"roleArn", kRole}, {"kmsKeyArn", kKey}});
  const Json created = DescribeGroup("g");
  EXPECT_EQ(created.at("status"), "CREATE PENDING");
  EXPECT_EQ(created.at("roleArn"), kRole);
  EXPECT_EQ(created.at("kmsKeyArn"), kKey);
  EXPECT_EQ(created.at("creationDateTime"), created.at("lastUpdatedDateTime"));
  EXPECT_FALSE(created.contains("domain"));
  EXPECT_FALSE(created.contains("failureReason"));
  app.Advance(200ms);
  EXPECT_EQ(DescribeGroup("g").at("status"), "CREATE IN_PROGRESS");
  app.Advance(300ms);
  EXPECT_EQ(DescribeGroup("g").at("status"), "ACTIVE");
  EXPECT_GT(DescribeGroup("g").at("lastUpdatedDateTime"), created.at("creationDateTime"));
}

TEST_F(DatasetGroupsTest, ATestCanMakeTheCreationFail) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"kind", "personalize::dataset_group"}}},
               {"outcome", {{"fail", {{"reason", "The key cannot be used."}}}}}});
  Do("CreateDatasetGroup", {{"name", "g"}});
  app.Advance(1s);
  EXPECT_EQ(DescribeGroup("g").at("status"), "CREATE FAILED");
  EXPECT_EQ(DescribeGroup("g").at("failureReason"), "The key cannot be used.");
  Do("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}});
}

TEST_F(DatasetGroupsTest, TimesAreDoublesAsJavaWritesThem) {
  Do("CreateDatasetGroup", {{"name", "g"}});
  const CallResult result =
      Try("DescribeDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}});
  EXPECT_THAT(result.text, ::testing::HasSubstr("\"creationDateTime\":1.7040672E9"));
}

TEST_F(DatasetGroupsTest, ANameIsTakenUntilTheGroupIsGone) {
  const std::string arn = MakeGroup("g");
  const auto taken = Refused("ResourceAlreadyExistsException",
                             "Another resource with Arn " + arn + " already exists.");
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g"}}), taken);
  Do("DeleteDatasetGroup", {{"datasetGroupArn", arn}});
  EXPECT_EQ(DescribeGroup("g").at("status"), "DELETE PENDING");
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g"}}), taken);
  app.Settle(arn);
  EXPECT_THAT(
      Try("DescribeDatasetGroup", {{"datasetGroupArn", arn}}),
      Refused("ResourceNotFoundException", "The given dataset group does not exist: " + arn));
  MakeGroup("g");
}

TEST_F(DatasetGroupsTest, ARoleNeedsAKey) {
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g"}, {"roleArn", kRole}}),
              Refused("InvalidInputException", "kmsKeyArn"));
}

TEST_F(DatasetGroupsTest, ModelViolationsAreOfTheFrontEnd) {
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "-g"}}),
              Refused("ValidationException", "Value '-g' at 'name' failed to satisfy constraint"));
}

TEST_F(DatasetGroupsTest, FiveGroupsMayLive) {
  for (const char* name : {"g1", "g2", "g3", "g4", "g5"}) MakeGroup(name);
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g6"}}),
              Refused("LimitExceededException",
                      "More than 5 resources in ACTIVE state. Please delete some and try again."));
  Do("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g1")}});
  MakeGroup("g6");
}

TEST_F(DatasetGroupsTest, DeleteIsRefusedOnTheWayAndTwice) {
  const std::string arn = Do("CreateDatasetGroup", {{"name", "g"}}).at("datasetGroupArn");
  const Json input = {{"datasetGroupArn", arn}};
  EXPECT_THAT(Try("DeleteDatasetGroup", input), Refused("ResourceInUseException", arn));
  app.Settle(arn);
  const CallResult deleted = Try("DeleteDatasetGroup", input);
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.text, "");
  EXPECT_THAT(Try("DeleteDatasetGroup", input), Refused("ResourceInUseException", arn));
  app.Settle(arn);
  EXPECT_THAT(Try("DeleteDatasetGroup", input), Refused("ResourceNotFoundException", arn));
}

TEST_F(DatasetGroupsTest, DeleteNeedsDatasetsAndTrackersGone) {
  const std::string group = MakeGroup("g");
  const Json input = {{"datasetGroupArn", group}};
  MakeTracker(group);
  const Json trackers = Do("ListEventTrackers", input).at("eventTrackers");
  const std::string tracker = trackers.at(0).at("eventTrackerArn");
  EXPECT_THAT(Try("DeleteDatasetGroup", input), Refused("ResourceInUseException", tracker));
  Do("DeleteEventTracker", {{"eventTrackerArn", tracker}});
  app.Settle(tracker);

  const std::string dataset = MakeDataset(group, "ITEMS", MakeSchema("s", kItemsSchema));
  EXPECT_THAT(Try("DeleteDatasetGroup", input), Refused("ResourceInUseException", dataset));
  Do("DeleteDataset", {{"datasetArn", dataset}});
  EXPECT_THAT(Try("DeleteDatasetGroup", input), Refused("ResourceInUseException", dataset));
  app.Settle(dataset);
  Do("DeleteDatasetGroup", input);
}

TEST_F(DatasetGroupsTest, ListPagesOldestFirst) {
  const CallResult none = Try("ListDatasetGroups", Json::object());
  EXPECT_EQ(none.text, R"({"datasetGroups":[]})");
  for (const char* name : {"c", "a", "b"}) MakeGroup(name);
  const Json first = Do("ListDatasetGroups", {{"maxResults", 2}});
  ASSERT_EQ(first.at("datasetGroups").size(), 2u);
  EXPECT_EQ(first.at("datasetGroups").at(0).at("name"), "c");
  EXPECT_FALSE(first.at("datasetGroups").at(0).contains("roleArn"));
  // A token outlives what is deleted and made between two pages.
  Do("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/a")}});
  app.Settle(Named("dataset-group/a"));
  MakeGroup("d");
  const Json second =
      Do("ListDatasetGroups", {{"maxResults", 2}, {"nextToken", first.at("nextToken")}});
  ASSERT_EQ(second.at("datasetGroups").size(), 2u);
  EXPECT_EQ(second.at("datasetGroups").at(0).at("name"), "b");
  EXPECT_EQ(second.at("datasetGroups").at(1).at("name"), "d");
  EXPECT_FALSE(second.contains("nextToken"));
}

TEST_F(DatasetGroupsTest, ATokenOfAnotherListIsInvalid) {
  for (const char* name : {"a", "b"}) MakeGroup(name);
  const std::string token = Do("ListDatasetGroups", {{"maxResults", 1}}).at("nextToken");
  EXPECT_THAT(Try("ListSchemas", {{"nextToken", token}}), Refused("InvalidNextTokenException", ""));
  EXPECT_THAT(Try("ListDatasetGroups", {{"nextToken", "nonsense"}}),
              Refused("InvalidNextTokenException", "nextToken"));
}

TEST_F(DatasetGroupsTest, AccountsAndRegionsAreApart) {
  const std::string arn = MakeGroup("g");
  app.account = "210987654321";
  EXPECT_THAT(Try("DescribeDatasetGroup", {{"datasetGroupArn", arn}}),
              Refused("ResourceNotFoundException", arn));
  EXPECT_EQ(Do("ListDatasetGroups", Json::object()).at("datasetGroups").size(), 0u);
  app.account = "123456789012";
  app.region = "eu-west-1";
  EXPECT_THAT(Try("DescribeDatasetGroup", {{"datasetGroupArn", arn}}),
              Refused("ResourceNotFoundException", arn));
  MakeGroup("g");
}

}  // namespace
}  // namespace portside::personalize
