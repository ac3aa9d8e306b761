// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kActionsSchema = SchemaText(
    "Actions", R"({"name":"ACTION_ID","type":"string"},{"name":"VALUE","type":["long","null"]})");
const std::string kActionInteractionsSchema =
    SchemaText("ActionInteractions",
               R"({"name":"USER_ID","type":"string"},{"name":"ACTION_ID","type":"string"},
       {"name":"EVENT_TYPE","type":"string"},{"name":"TIMESTAMP","type":"long"},
       {"name":"CHANNEL","type":["null","string"]})");

class ActionsTest : public PersonalizeTest {
 protected:
  std::string MakeActions() {
    return MakeDataset(MakeGroup("g"), "Actions", MakeSchema("s", kActionsSchema));
  }
  std::string MakeActionInteractions() {
    return MakeDataset(MakeGroup("g"), "Action_Interactions",
                       MakeSchema("s", kActionInteractionsSchema));
  }
  std::string TrackingId(const std::string& dataset) {
    return Do("DescribeDataset", {{"datasetArn", dataset}}).at("dataset").at("trackingId");
  }
  static Json Taken(const std::string& action, Json more = Json::object()) {
    Json event = {{"actionId", action},
                  {"userId", "u1"},
                  {"sessionId", "s1"},
                  {"timestamp", 1700000000.9},
                  {"eventType", "Taken"}};
    event.update(more);
    return event;
  }
  // Actions are not exported, so the rows are looked at where they are.
  std::vector<std::string> Rows(const std::string& dataset, const std::string& type,
                                const std::string& schema) {
    std::vector<std::string> rows;
    VisitRows(app.app().records(), RowsOf(dataset, type, *AvroSchema::Parse(schema)),
              Selection::kAll, [&](std::span<const CellView> row) {
                std::string text;
                for (const CellView& cell : row) {
                  text += (text.empty() ? "" : ",") + std::string(cell.value_or(""));
                }
                rows.push_back(text);
                return true;
              });
    return rows;
  }
};

TEST_F(ActionsTest, ALaterActionReplacesTheEarlier) {
  const std::string dataset = MakeActions();
  const CallResult put =
      Try("PutActions", {{"datasetArn", dataset},
                         {"actions",
                          {{{"actionId", "a1"}, {"properties", R"({"value":7})"}},
                           {{"actionId", "a2"}},
                           {{"actionId", "a1"}, {"properties", R"({"value":8})"}}}}});
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(put.text, "");
  EXPECT_THAT(Rows(dataset, "ACTIONS", kActionsSchema), ElementsAre("a2,", "a1,8"));
}

TEST_F(ActionsTest, ActionsNeedTheirDataset) {
  const Json actions = {{{"actionId", "a1"}}};
  const std::string arn = Named("dataset/g/ACTIONS");
  const CallResult missing = Try("PutActions", {{"datasetArn", arn}, {"actions", actions}});
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing, Refused("ResourceNotFoundException", arn));
  EXPECT_THAT(Try("PutActions", {{"datasetArn", MakeItems()}, {"actions", actions}}),
              Refused("InvalidInputException", "not of type ACTIONS"));
}

TEST_F(ActionsTest, InteractionsAreKeptUnderTheIdOfTheirDataset) {
  const std::string dataset = MakeActionInteractions();
  const Json later = Taken("a2", {{"eventType", "not taken"},
                                  {"timestamp", 1700000001},
                                  {"properties", R"({"channel":"mail"})"}});
  Json anonymous = Taken("a3", {{"eventType", "Viewed"}});
  anonymous.erase("userId");
  const CallResult put =
      Try("PutActionInteractions", {{"trackingId", TrackingId(dataset)},
                                    {"actionInteractions", {Taken("a1"), later, anonymous}}});
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(put.text, "");
  EXPECT_THAT(Rows(dataset, "ACTION_INTERACTIONS", kActionInteractionsSchema),
              ElementsAre("u1,a1,Taken,1700000000,", "u1,a2,not taken,1700000001,mail",
                          "s1,a3,Viewed,1700000000,"));
}

TEST_F(ActionsTest, OfInteractionsWithOneEventIdTheFirstIsKept) {
  const std::string dataset = MakeActionInteractions();
  const Json events = {Taken("a1", {{"eventId", "e1"}}), Taken("a2", {{"eventId", "e1"}})};
  Do("PutActionInteractions",
     {{"trackingId", TrackingId(dataset)}, {"actionInteractions", events}});
  EXPECT_THAT(Rows(dataset, "ACTION_INTERACTIONS", kActionInteractionsSchema),
              ElementsAre("u1,a1,Taken,1700000000,"));
}

TEST_F(ActionsTest, OneBadInteractionRefusesAll) {
  const std::string dataset = MakeActionInteractions();
  const auto put = [&](const Json& bad) {
    return Try("PutActionInteractions",
               {{"trackingId", TrackingId(dataset)}, {"actionInteractions", {Taken("a1"), bad}}});
  };
  EXPECT_THAT(put(Taken("a2", {{"eventType", "Clicked"}})),
              Refused("InvalidInputException",
                      "Invalid value for eventType: expected Viewed, Taken or Not Taken, found "
                      "'Clicked'."));
  EXPECT_THAT(put(Taken("a2", {{"timestamp", 1e300}})),
              Refused("InvalidInputException", "Invalid value for timestamp"));
  EXPECT_THAT(put(Taken("a2", {{"properties", "[]"}})),
              Refused("InvalidInputException", "Error parsing properties json"));
  EXPECT_THAT(Rows(dataset, "ACTION_INTERACTIONS", kActionInteractionsSchema), IsEmpty());
}

TEST_F(ActionsTest, InteractionsNeedTheirDataset) {
  const std::string unknown = "820029aa-b00c-4eff-9e6f-60830bb68508";
  const CallResult missing = Try("PutActionInteractions",
                                 {{"trackingId", unknown}, {"actionInteractions", {Taken("a1")}}});
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing, Refused("ResourceNotFoundException", unknown));

  const std::string dataset =
      Do("CreateDataset", {{"name", "d"},
                           {"datasetGroupArn", MakeGroup("g")},
                           {"datasetType", "ACTION_INTERACTIONS"},
                           {"schemaArn", MakeSchema("s", kActionInteractionsSchema)}})
          .at("datasetArn");
  const CallResult early = Try("PutActionInteractions", {{"trackingId", TrackingId(dataset)},
                                                         {"actionInteractions", {Taken("a1")}}});
  EXPECT_EQ(early.status, 409);
  EXPECT_THAT(early, Refused("ResourceInUseException", dataset));
}

// The id of a tracker is none of a dataset, and the other way round.
TEST_F(ActionsTest, TrackersAreNotMistakenForDatasets) {
  MakeInteractions();
  const std::string tracking_id = MakeTracker(Named("dataset-group/g"));
  EXPECT_THAT(Try("PutActionInteractions",
                  {{"trackingId", tracking_id}, {"actionInteractions", {Taken("a1")}}}),
              Refused("ResourceNotFoundException", tracking_id));
}

}  // namespace
}  // namespace portside::personalize
