// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

using ::testing::MatchesRegex;

class EventTrackersTest : public PersonalizeTest {};

TEST_F(EventTrackersTest, TheArnIsRandomAndTheTrackingIdAUuid) {
  const std::string group = MakeGroup("g");
  const Json created = Do("CreateEventTracker", {{"name", "clicks"}, {"datasetGroupArn", group}});
  const std::string arn = created.at("eventTrackerArn");
  EXPECT_THAT(arn, MatchesRegex(Named("event-tracker/") + "[0-9a-f]{8}"));
  EXPECT_THAT(created.at("trackingId").get<std::string>(), MatchesRegex("[0-9a-f-]{36}"));
  app.Settle(arn);
  const Json tracker = Do("DescribeEventTracker", {{"eventTrackerArn", arn}}).at("eventTracker");
  EXPECT_EQ(tracker.at("name"), "clicks");
  EXPECT_EQ(tracker.at("accountId"), "123456789012");
  EXPECT_EQ(tracker.at("trackingId"), created.at("trackingId"));
  EXPECT_EQ(tracker.at("datasetGroupArn"), group);
  EXPECT_EQ(tracker.at("status"), "ACTIVE");
}

TEST_F(EventTrackersTest, AGroupHasOneTracker) {
  const std::string group = MakeGroup("g");
  MakeTracker(group);
  const Json listed = Do("ListEventTrackers", {{"datasetGroupArn", group}}).at("eventTrackers");
  ASSERT_EQ(listed.size(), 1u);
  const std::string arn = listed.at(0).at("eventTrackerArn");
  EXPECT_FALSE(listed.at(0).contains("trackingId"));
  const Json another = {{"name", "other"}, {"datasetGroupArn", group}};
  EXPECT_THAT(Try("CreateEventTracker", another), Refused("ResourceAlreadyExistsException", arn));
  Do("DeleteEventTracker", {{"eventTrackerArn", arn}});
  app.Settle(arn);
  EXPECT_THAT(Try("DescribeEventTracker", {{"eventTrackerArn", arn}}),
              Refused("ResourceNotFoundException", arn));
  Do("CreateEventTracker", another);
}

TEST_F(EventTrackersTest, TheGroupMustBeThereAndActive) {
  EXPECT_THAT(
      Try("CreateEventTracker", {{"name", "t"}, {"datasetGroupArn", Named("dataset-group/none")}}),
      Refused("ResourceNotFoundException", "The given dataset group does not exist"));
  const std::string group = Do("CreateDatasetGroup", {{"name", "g"}}).at("datasetGroupArn");
  EXPECT_THAT(Try("CreateEventTracker", {{"name", "t"}, {"datasetGroupArn", group}}),
              Refused("ResourceInUseException", group));
}

TEST_F(EventTrackersTest, DeleteIsRefusedOnTheWay) {
  const std::string group = MakeGroup("g");
  const std::string arn =
      Do("CreateEventTracker", {{"name", "t"}, {"datasetGroupArn", group}}).at("eventTrackerArn");
  EXPECT_THAT(Try("DeleteEventTracker", {{"eventTrackerArn", arn}}),
              Refused("ResourceInUseException", "CREATE PENDING"));
}

}  // namespace
}  // namespace portside::personalize
