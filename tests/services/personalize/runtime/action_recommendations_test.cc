// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "services/personalize/runtime/runtime_fixture.h"

namespace portside::personalize {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::SizeIs;

inline const std::string kActionsSchema =
    SchemaText("Actions", R"({"name":"ACTION_ID","type":"string"},
       {"name":"VALUE","type":["null","long"]},
       {"name":"EXPIRATION_TIMESTAMP","type":["null","long"]},
       {"name":"REPEAT_FREQUENCY","type":["null","long"]},
       {"name":"KIND","type":"string","categorical":true})");
inline const std::string kActionInteractionsSchema =
    SchemaText("ActionInteractions", R"({"name":"USER_ID","type":"string"},
       {"name":"ACTION_ID","type":"string"},{"name":"EVENT_TYPE","type":"string"},
       {"name":"TIMESTAMP","type":"long"})");

// Users of circle A take "enroll", those of B "download"; nobody is asked about "new" and "gone".
class ActionRecommendationsTest : public RuntimeTest {
 protected:
  void MakeActions(bool with_interactions = true) {
    actions_ = MakeDataset(group_, "Actions", MakeSchema("actions", kActionsSchema));
    EXPECT_EQ(Import(actions_, "actions",
                     "ACTION_ID,VALUE,EXPIRATION_TIMESTAMP,REPEAT_FREQUENCY,KIND\n"
                     "enroll,5,,,loyalty\ndownload,5,,30,app\nnew,7,,,app\nother,9,,,app\n"
                     "gone,99,1000,,app\n")
                  .at("status"),
              "ACTIVE");
    const std::string dataset =
        MakeDataset(group_, "Action_Interactions", MakeSchema("taken", kActionInteractionsSchema));
    tracking_id_ = Do("DescribeDataset", {{"datasetArn", dataset}}).at("dataset").at("trackingId");
    if (!with_interactions) return;
    std::string csv = "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\n";
    for (int at = 0; at < 80; ++at) {
      const std::string time = "," + std::to_string(1'700'000'000 + at) + "\n";
      const std::string user = TwoDigits(at % 20);
      csv += "a-user-" + user + ",enroll,Taken" + time + "a-user-" + user + ",download,Viewed" +
             time + "b-user-" + user + ",download,Taken" + time + "b-user-" + user +
             ",enroll,Not Taken" + time;
    }
    EXPECT_EQ(Import(dataset, "taken", csv).at("status"), "ACTIVE");
  }
  Json Ask(const std::string& user, Json more = Json::object()) {
    more["campaignArn"] = Named("campaign/c");
    more["userId"] = user;
    return Do("GetActionRecommendations", more).at("actionList");
  }
  static std::vector<std::string> ActionsOf(const Json& list) {
    std::vector<std::string> ids;
    for (const Json& action : list) ids.push_back(action.at("actionId"));
    return ids;
  }

  std::string actions_;
  std::string tracking_id_;
};

TEST_F(ActionRecommendationsTest, AUserGetsWhatItsCircleTakes) {
  MakeActions();
  MakeCampaign("aws-next-best-action");
  EXPECT_EQ(Ask("a-user-03")[0].at("actionId"), "enroll") << Ask("a-user-03");
  const Json list = Ask("b-user-30");
  EXPECT_THAT(ActionsOf(list), Not(Contains("gone"))) << "it has expired";
  ASSERT_THAT(list, SizeIs(4));
  double last = 1;
  for (const Json& action : list) {
    EXPECT_LE(action.at("score").get<double>(), last);
    last = action.at("score");
  }
  EXPECT_THAT(ActionsOf(list)[2], "other") << "of no likelihood, the one of the greatest value";
  EXPECT_EQ(last, 0);
  const std::string version = Do("DescribeCampaign", {{"campaignArn", Named("campaign/c")}})
                                  .at("campaign")
                                  .at("solutionVersionArn");
  EXPECT_GT(Do("GetSolutionMetrics", {{"solutionVersionArn", version}})
                .at("metrics")
                .at("area_under_curve")
                .get<double>(),
            0.7);
}

TEST_F(ActionRecommendationsTest, WhatIsTakenIsNotRepeatedTooSoon) {
  MakeActions();
  MakeCampaign("aws-next-best-action");
  EXPECT_THAT(ActionsOf(Ask("new-user")), Contains("download"));
  Do("PutActionInteractions",
     {{"trackingId", tracking_id_},
      {"actionInteractions", Json::array({{{"actionId", "download"},
                                           {"userId", "new-user"},
                                           {"sessionId", "s"},
                                           {"timestamp", ToEpochSeconds(app.Now())},
                                           {"eventType", "Taken"}}})}});
  EXPECT_THAT(ActionsOf(Ask("new-user")), Not(Contains("download")));
  app.Advance(std::chrono::days(31));
  EXPECT_THAT(ActionsOf(Ask("new-user")), Contains("download"));
}

TEST_F(ActionRecommendationsTest, WithoutInteractionsAllScoresAreZero) {
  MakeActions(/*with_interactions=*/false);
  MakeCampaign("aws-next-best-action");
  const Json list = Ask("a-user-03");
  EXPECT_THAT(ActionsOf(list), ElementsAre("other", "new", "download", "enroll"));
  for (const Json& action : list) EXPECT_EQ(action.at("score"), 0);
}

TEST_F(ActionRecommendationsTest, FiltersAndRefusals) {
  MakeActions();
  const std::string campaign = MakeCampaign("aws-next-best-action");
  const std::string filter =
      MakeFilter(R"(INCLUDE ActionID WHERE Actions.KIND IN ("loyalty"))", "loyalty");
  EXPECT_THAT(ActionsOf(Ask("b-user-03", {{"filterArn", filter}})), ElementsAre("enroll"));
  EXPECT_THAT(ActionsOf(Ask("b-user-03", {{"numResults", 1}})), SizeIs(1));
  const std::string items = MakeFilter("INCLUDE ItemID WHERE Items.PRICE > 3", "items");
  EXPECT_THAT(Try("GetActionRecommendations",
                  {{"campaignArn", campaign}, {"userId", "u"}, {"filterArn", items}}),
              Refused("InvalidInputException", "is not about actions."));
  EXPECT_THAT(Try("GetActionRecommendations", {{"campaignArn", campaign}}),
              Refused("InvalidInputException", "userId is required"));
  EXPECT_THAT(Try("GetActionRecommendations",
                  {{"campaignArn", campaign}, {"userId", "u"}, {"numResults", 101}}),
              Refused("InvalidInputException", "at most 100, not 101"));
  EXPECT_THAT(Try("GetRecommendations", {{"campaignArn", campaign}, {"userId", "u"}}),
              Refused("InvalidInputException", "call GetActionRecommendations."));
  EXPECT_THAT(Try("GetActionRecommendations",
                  {{"campaignArn", MakeCampaign("aws-sims", "s")}, {"userId", "u"}}),
              Refused("InvalidInputException", "needs PERSONALIZED_ACTIONS"));
}

TEST_F(ActionRecommendationsTest, NeedsActions) {
  const std::string version = Train(MakeSolution("aws-next-best-action"));
  EXPECT_EQ(Version(version).at("failureReason"), "The dataset group has no ACTIONS dataset.");
}

}  // namespace
}  // namespace portside::personalize
