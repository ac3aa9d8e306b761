// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

constexpr char kHeader[] = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n";

class EventsTest : public PersonalizeTest {
 protected:
  Json Events(const std::string& tracking_id, const std::vector<Json>& events) {
    return {
        {"trackingId", tracking_id}, {"userId", "u1"}, {"sessionId", "s1"}, {"eventList", events}};
  }
  Json Click(const std::string& item, double sent_at = 1700000000) {
    return {{"eventType", "click"}, {"itemId", item}, {"sentAt", sent_at}};
  }
  const std::string kGroup = Named("dataset-group/g");
};

TEST_F(EventsTest, EventsAreExportedInTheirColumns) {
  const std::string dataset = MakeInteractions();
  const std::string tracking_id = MakeTracker(kGroup);
  Json rated = Click("i2", 1700000001.9);
  rated["eventValue"] = 4.5;
  const CallResult put = Try("PutEvents", Events(tracking_id, {Click("i1"), rated}));
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(put.text, "");
  Json anonymous = Events(tracking_id, {Click("i3")});
  anonymous.erase("userId");
  Do("PutEvents", anonymous);
  EXPECT_EQ(Export(dataset, "e"), std::string(kHeader) +
                                      "u1,i1,1700000000,click,\n"
                                      "u1,i2,1700000001,click,4.5\n"
                                      "s1,i3,1700000000,click,\n");
}

TEST_F(EventsTest, RepeatedEventsAreKeptOnce) {
  const std::string dataset = MakeInteractions();
  const std::string tracking_id = MakeTracker(kGroup);
  Json first = Click("i1");
  first["eventId"] = "e1";
  Json second = Click("i2");
  second["eventId"] = "e1";
  Do("PutEvents", Events(tracking_id, {first, first, Click("i1")}));
  Do("PutEvents", Events(tracking_id, {second, Click("i3"), Click("i3")}));
  EXPECT_EQ(Export(dataset, "e", "ALL"),
            std::string(kHeader) + "u1,i1,1700000000,click,\nu1,i3,1700000000,click,\n");
}

TEST_F(EventsTest, OneBadEventRefusesAll) {
  const std::string dataset = MakeInteractions();
  const std::string tracking_id = MakeTracker(kGroup);
  Json bad = Click("i2");
  bad["properties"] = R"("{\"itemId\":\"i2\"}")";
  EXPECT_THAT(Try("PutEvents", Events(tracking_id, {Click("i1"), bad})),
              Refused("InvalidInputException", "Error parsing properties json"));
  bad = Click("i2");
  bad.erase("itemId");
  const CallResult missing = Try("PutEvents", Events(tracking_id, {bad}));
  EXPECT_THAT(missing, Refused("InvalidInputException", "ITEM_ID"));
  EXPECT_EQ(missing.status, 400);
  EXPECT_EQ(Export(dataset, "e"), kHeader);
}

TEST_F(EventsTest, ASessionNamedNullIsSwallowed) {
  const std::string dataset = MakeInteractions();
  Json input = Events(MakeTracker(kGroup), {Click("i1")});
  input["sessionId"] = "null";
  Do("PutEvents", input);
  EXPECT_EQ(Export(dataset, "e"), kHeader);
}

TEST_F(EventsTest, EventsNeedATrackerAndADataset) {
  const std::string unknown = "820029aa-b00c-4eff-9e6f-60830bb68508";
  EXPECT_THAT(Try("PutEvents", Events(unknown, {Click("i1")})),
              Refused("InvalidInputException", unknown));
  const std::string group = MakeGroup("g");
  const std::string tracking_id = MakeTracker(group);
  EXPECT_THAT(Try("PutEvents", Events(tracking_id, {Click("i1")})),
              Refused("InvalidInputException", "has no INTERACTIONS dataset"));
  const std::string dataset =
      Do("CreateDataset", {{"name", "d"},
                           {"datasetGroupArn", group},
                           {"datasetType", "INTERACTIONS"},
                           {"schemaArn", MakeSchema("s", kInteractionsSchema)}})
          .at("datasetArn");
  EXPECT_THAT(Try("PutEvents", Events(tracking_id, {Click("i1")})),
              Refused("InvalidInputException", "CREATE PENDING"));
  app.Settle(dataset);
  Do("PutEvents", Events(tracking_id, {Click("i1")}));
}

TEST_F(EventsTest, ATrackerMustBeActive) {
  MakeInteractions();
  const Json tracker = Do("CreateEventTracker", {{"name", "t"}, {"datasetGroupArn", kGroup}});
  EXPECT_THAT(Try("PutEvents", Events(tracker.at("trackingId"), {Click("i1")})),
              Refused("InvalidInputException", "CREATE PENDING"));
}

TEST_F(EventsTest, UsersAndItemsHaveRealHttpCodes) {
  const Json users = {{{"userId", "u1"}, {"properties", R"({"age":7})"}}};
  const std::string arn = Named("dataset/g/USERS");
  const CallResult missing = Try("PutUsers", {{"datasetArn", arn}, {"users", users}});
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing, Refused("ResourceNotFoundException", arn));
  const std::string group = MakeGroup("g");
  Do("CreateDataset", {{"name", "d"},
                       {"datasetGroupArn", group},
                       {"datasetType", "USERS"},
                       {"schemaArn", MakeSchema("s", kUsersSchema)}});
  const CallResult early = Try("PutUsers", {{"datasetArn", arn}, {"users", users}});
  EXPECT_EQ(early.status, 409);
  EXPECT_THAT(early, Refused("ResourceInUseException", arn));
  app.Settle(arn);
  Do("PutUsers", {{"datasetArn", arn}, {"users", users}});
  EXPECT_EQ(Export(arn, "e"), "USER_ID,AGE\nu1,7\n");
  EXPECT_THAT(Try("PutItems", {{"datasetArn", arn}, {"items", {{{"itemId", "i1"}}}}}),
              Refused("InvalidInputException", "not of type ITEMS"));
}

TEST_F(EventsTest, ColumnsWithoutNullMustBePut) {
  const std::string dataset = MakeDataset(MakeGroup("g"), "USERS", MakeSchema("s", kUsersSchema));
  EXPECT_THAT(Try("PutUsers", {{"datasetArn", dataset}, {"users", {{{"userId", "u1"}}}}}),
              Refused("InvalidInputException", "AGE"));
  EXPECT_THAT(Try("PutUsers", {{"datasetArn", dataset},
                               {"users", {{{"userId", "u1"}, {"properties", R"({"age":"x"})"}}}}}),
              Refused("InvalidInputException", "properties.age: expected an int"));
}

TEST_F(EventsTest, TenRecordsAtMost) {
  const std::string dataset = MakeItems();
  Json items = Json::array();
  for (int i = 0; i < 11; ++i) items.push_back({{"itemId", std::to_string(i)}});
  EXPECT_EQ(Try("PutItems", {{"datasetArn", dataset}, {"items", items}}).status, 400);
  items.erase(10);
  Do("PutItems", {{"datasetArn", dataset}, {"items", items}});
}

}  // namespace
}  // namespace portside::personalize
