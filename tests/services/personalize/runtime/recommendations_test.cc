// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "services/personalize/runtime/runtime_fixture.h"

namespace portside::personalize {
namespace {

using testing::Contains;
using testing::Not;
using testing::SizeIs;

class RecommendationsTest : public RuntimeTest {};

TEST_F(RecommendationsTest, AUserGetsWhatItsCircleLikes) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  for (const char circle : {'a', 'b'}) {
    const Json answer = Do("GetRecommendations", {{"campaignArn", campaign},
                                                  {"userId", circle + std::string("-user-03")},
                                                  {"numResults", 10}});
    EXPECT_THAT(IdsOf(answer), SizeIs(10));
    EXPECT_EQ(CountOf(IdsOf(answer), circle), 10U) << answer;
  }
}

TEST_F(RecommendationsTest, ScoresDescendAndAreOneTogether) {
  const Json answer =
      Do("GetRecommendations", {{"campaignArn", MakeCampaign("aws-user-personalization-v2")},
                                {"userId", "a-user-03"},
                                {"numResults", 500}});
  EXPECT_THAT(answer.at("itemList"), SizeIs(40));
  double sum = 0;
  double last = 1;
  for (const Json& item : answer.at("itemList")) {
    EXPECT_EQ(item.size(), 2U) << item;
    EXPECT_LE(item.at("score").get<double>(), last);
    last = item.at("score");
    sum += last;
  }
  EXPECT_GT(last, 0);
  EXPECT_NEAR(sum, 1, 1e-6);
}

TEST_F(RecommendationsTest, AnswersHaveIdsOfTheRecordedForm) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  const Json input = {{"campaignArn", campaign}, {"userId", "a-user-03"}};
  const std::string first = Do("GetRecommendations", input).at("recommendationId");
  const std::string second = Do("GetRecommendations", input).at("recommendationId");
  EXPECT_THAT(first, testing::MatchesRegex("RID-..-4...-....-............-CID-......"));
  EXPECT_EQ(first.size(), 40U);
  EXPECT_NE(first, second);
  EXPECT_EQ(first.substr(30), second.substr(30)) << "of the campaign";
}

TEST_F(RecommendationsTest, WhoIsNotKnownGetsWhatIsPopular) {
  Watch("somebody", {"b07", "b07", "b07", "b07", "b07", "b07", "b07", "b07", "b07", "b07", "b07"});
  Watch("another", std::vector<std::string>(60, "b07"));
  const std::string campaign = MakeCampaign("aws-user-personalization");
  const Json answer = Do("GetRecommendations", {{"campaignArn", campaign}, {"userId", "nobody"}});
  EXPECT_THAT(IdsOf(answer), SizeIs(25)) << "the default";
  EXPECT_EQ(IdsOf(answer).front(), "b07");
}

TEST_F(RecommendationsTest, WhatIsPutMovesWhatComesBack) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  const Json input = {{"campaignArn", campaign}, {"userId", "new"}, {"numResults", 5}};
  Do("GetRecommendations", input);
  Watch("new", {"b01", "b02", "b03", "b04"});
  EXPECT_EQ(CountOf(IdsOf(Do("GetRecommendations", input)), 'b'), 5U);
  Watch("new", {"a01", "a02", "a03", "a04", "a05", "a06", "a07", "a08", "a09", "a10", "a11"});
  const auto moved = IdsOf(Do("GetRecommendations", input));
  EXPECT_GE(CountOf(moved, 'a'), 3U) << testing::PrintToString(moved);
}

TEST_F(RecommendationsTest, ASessionStandsInForItsUser) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  Watch("known", {"a01"});
  Json event = {{"trackingId", tracking_id_}, {"sessionId", "anonymous"}};
  for (const char* item : {"b01", "b02", "b03"}) {
    event["eventList"] =
        Json::array({{{"eventType", "view"}, {"itemId", item}, {"sentAt", 1'800'000'000}}});
    Do("PutEvents", event);
  }
  const Json answer = Do("GetRecommendations",
                         {{"campaignArn", campaign}, {"userId", "anonymous"}, {"numResults", 5}});
  EXPECT_EQ(CountOf(IdsOf(answer), 'b'), 5U);
}

TEST_F(RecommendationsTest, PopularityMayInfluenceTheOrder) {
  Watch("another", std::vector<std::string>(60, "b07"));
  Json input = {{"userId", "a-user-03"}, {"numResults", 1}};
  input["campaignArn"] = MakeCampaign("aws-user-personalization-v2", "c");
  EXPECT_EQ(CountOf(IdsOf(Do("GetRecommendations", input)), 'a'), 1U);
  input["campaignArn"] = MakeCampaign("aws-user-personalization-v2", "d",
                                      {{"rankingInfluence", {{"POPULARITY", 1.0}}}});
  EXPECT_EQ(IdsOf(Do("GetRecommendations", input)).front(), "b07");
}

TEST_F(RecommendationsTest, SimilarItemsAreThoseOfTheSamePeople) {
  const std::string campaign = MakeCampaign("aws-similar-items");
  const Json answer =
      Do("GetRecommendations", {{"campaignArn", campaign}, {"itemId", "b04"}, {"numResults", 10}});
  EXPECT_EQ(CountOf(IdsOf(answer), 'b'), 10U);
  EXPECT_THAT(IdsOf(answer), Not(Contains("b04")));
  EXPECT_FALSE(answer.at("itemList")[0].contains("score")) << "this recipe shows none";
  EXPECT_THAT(Try("GetRecommendations", {{"campaignArn", campaign}, {"userId", "a-user-00"}}),
              Refused("InvalidInputException", "itemId is required for " + campaign));
  EXPECT_THAT(IdsOf(Do("GetRecommendations", {{"campaignArn", campaign}, {"itemId", "unheard"}})),
              SizeIs(25))
      << "popular ones beside an item that is not known";
}

TEST_F(RecommendationsTest, PopularityIsTheSameForEverybody) {
  Watch("one", {"b05", "b05", "b05"});
  const std::string campaign = MakeCampaign("aws-popularity-count");
  const Json first = Do("GetRecommendations", {{"campaignArn", campaign}, {"userId", "one"}});
  const Json second = Do("GetRecommendations", {{"campaignArn", campaign}, {"userId", "two"}});
  EXPECT_EQ(first.at("itemList"), second.at("itemList"));
}

TEST_F(RecommendationsTest, FiltersExcludeWhatTheyMust) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  Json input = {{"campaignArn", campaign}, {"userId", "a-user-03"}, {"numResults", 40}};
  input["filterArn"] =
      MakeFilter(R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy"))", "bought");
  const auto before = IdsOf(Do("GetRecommendations", input));
  EXPECT_LT(CountOf(before, 'a'), 20U) << "imported purchases";
  EXPECT_EQ(CountOf(before, 'b'), 20U);
  Watch("a-user-03", {"b11"}, "BUY");
  EXPECT_THAT(IdsOf(Do("GetRecommendations", input)), Not(Contains("b11"))) << "put ones";

  input["filterArn"] = MakeFilter("INCLUDE ItemID WHERE Items.GENRES IN ($KIND)", "kind");
  input["filterValues"] = {{"KIND", R"("even")"}};
  for (const std::string& id : IdsOf(Do("GetRecommendations", input))) {
    EXPECT_EQ((id[2] - '0') % 2, 0) << id;
  }
  Do("PutItems",
     {{"datasetArn", Named("dataset/g/ITEMS")},
      {"items", Json::array({{{"itemId", "a01"}, {"properties", R"({"genres":"even"})"}}})}});
  EXPECT_THAT(IdsOf(Do("GetRecommendations", input)), Contains("a01")) << "what was put counts";
  input["filterValues"] = {{"KIN", R"("even")"}};
  EXPECT_THAT(Try("GetRecommendations", input), Refused("InvalidInputException", "'KIN'"));
}

TEST_F(RecommendationsTest, ADeletedUserIsNobody) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  Json input = {{"campaignArn", campaign}, {"userId", "a-user-03"}, {"numResults", 40}};
  input["filterArn"] =
      MakeFilter(R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy", "look"))", "bought");
  Watch("a-user-03", {"b11"}, "look");
  EXPECT_LT(IdsOf(Do("GetRecommendations", input)).size(), 35U);
  app.PutObject("s3://source/deleted.csv", "USER_ID\na-user-03\n");
  Settled(
      Do("CreateDataDeletionJob", {{"jobName", "d"},
                                   {"datasetGroupArn", group_},
                                   {"roleArn", kRole},
                                   {"dataSource", {{"dataLocation", "s3://source/deleted.csv"}}}})
          .at("dataDeletionJobArn"));
  EXPECT_THAT(IdsOf(Do("GetRecommendations", input)), SizeIs(40)) << "no interactions are left";
  Watch("a-user-03", {"b12"}, "look");
  EXPECT_THAT(IdsOf(Do("GetRecommendations", input)), SizeIs(39)) << "what comes later counts";
}

TEST_F(RecommendationsTest, AFilterMayAskAboutTheUser) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  Json input = {{"campaignArn", campaign}, {"userId", "a-user-00"}, {"numResults", 40}};
  input["filterArn"] =
      MakeFilter("EXCLUDE ItemID WHERE Items.PRICE > 10 IF CurrentUser.AGE < 18", "young");
  EXPECT_THAT(IdsOf(Do("GetRecommendations", input)), SizeIs(20));
  input["userId"] = "a-user-01";
  EXPECT_THAT(IdsOf(Do("GetRecommendations", input)), SizeIs(40));
}

TEST_F(RecommendationsTest, PromotedItemsHaveTheirShare) {
  const std::string campaign = MakeCampaign("aws-user-personalization-v2");
  const std::string filter = MakeFilter(R"(INCLUDE ItemID WHERE Items.PRICE > 17)", "dear");
  const Json input = {
      {"campaignArn", campaign},
      {"userId", "a-user-03"},
      {"numResults", 10},
      {"promotions",
       Json::array({{{"name", "dear"}, {"percentPromotedItems", 30}, {"filterArn", filter}}})}};
  const Json answer = Do("GetRecommendations", input);
  std::set<std::string> promoted;
  for (const Json& item : answer.at("itemList")) {
    if (!item.contains("promotionName")) continue;
    EXPECT_EQ(item.at("promotionName"), "dear");
    EXPECT_EQ(item.at("reason"), Json::array({"Promoted item"}));
    promoted.insert(item.at("itemId"));
  }
  EXPECT_THAT(answer.at("itemList"), SizeIs(10));
  EXPECT_THAT(promoted, SizeIs(3));
  for (const std::string& id : promoted) EXPECT_GE(id.substr(1), "17");
}

TEST_F(RecommendationsTest, ShowsMetadataWhereThatIsEnabled) {
  const std::string campaign =
      MakeCampaign("aws-user-personalization", "c", {{"enableMetadataWithRecommendations", true}});
  Json input = {{"campaignArn", campaign},
                {"userId", "a-user-03"},
                {"numResults", 50},
                {"metadataColumns", {{"ITEMS", {"GENRES", "PRICE"}}}}};
  const Json answer = Do("GetRecommendations", input);
  for (const Json& item : answer.at("itemList")) {
    const std::string id = item.at("itemId");
    EXPECT_EQ(item.at("metadata").at("price"), std::to_string(std::stoi(id.substr(1))) + ".5");
    EXPECT_EQ(item.at("metadata").at("genres"), (id[2] - '0') % 2 == 0 ? "even|all" : "odd|all");
  }
  input["numResults"] = 51;
  EXPECT_THAT(Try("GetRecommendations", input),
              Refused("InvalidInputException", "at most 50 with metadataColumns, not 51"));
  input["numResults"] = 5;
  input["metadataColumns"] = {{"ITEMS", {"COLOUR"}}};
  EXPECT_THAT(Try("GetRecommendations", input), Refused("InvalidInputException", "'COLOUR'"));
  input["metadataColumns"] = {{"USERS", {"AGE"}}};
  EXPECT_THAT(Try("GetRecommendations", input), Refused("InvalidInputException", "'USERS'"));
}

TEST_F(RecommendationsTest, RefusesWhatItCannotAnswer) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  const std::string ranking = MakeCampaign("aws-personalized-ranking", "r");
  struct Case {
    Json input;
    int status;
    const char* code;
    std::string text;
  };
  const Case kCases[] = {
      {{{"campaignArn", campaign + "x"}, {"userId", "u"}},
       404,
       "ResourceNotFoundException",
       "Resource Arn " + campaign + "x does not exist."},
      {{{"campaignArn", campaign}}, 400, "InvalidInputException", "userId is required"},
      {{{"userId", "u"}}, 400, "InvalidInputException", "campaignArn or recommenderArn"},
      {{{"campaignArn", campaign}, {"recommenderArn", campaign}, {"userId", "u"}},
       400,
       "InvalidInputException",
       "not both"},
      {{{"campaignArn", ranking}, {"userId", "u"}},
       400,
       "InvalidInputException",
       "call GetPersonalizedRanking"},
      {{{"campaignArn", campaign}, {"userId", "u"}, {"numResults", 501}},
       400,
       "InvalidInputException",
       "at most 500, not 501"},
      {{{"campaignArn", campaign}, {"userId", "u"}, {"filterArn", Named("filter/none")}},
       404,
       "ResourceNotFoundException",
       "filter/none"},
      {{{"campaignArn", campaign}, {"userId", "u"}, {"filterValues", {{"A", "1"}}}},
       400,
       "InvalidInputException",
       "there is no filterArn"},
      {{{"campaignArn", campaign}, {"userId", "u"}, {"context", {{"DEVICE", "phone"}}}},
       400,
       "InvalidInputException",
       "'DEVICE'"},
      {{{"campaignArn", campaign}, {"userId", "u"}, {"metadataColumns", {{"ITEMS", {"PRICE"}}}}},
       400,
       "InvalidInputException",
       "enableMetadataWithRecommendations"},
  };
  for (const Case& one : kCases) {
    const CallResult result = Try("GetRecommendations", one.input);
    EXPECT_EQ(result.status, one.status) << one.input;
    EXPECT_THAT(result, Refused(one.code, one.text)) << one.input;
  }
  const std::string filter = MakeFilter("INCLUDE ItemID WHERE Items.PRICE > $P", "placeholder");
  EXPECT_THAT(Try("GetRecommendations",
                  {{"campaignArn", campaign}, {"userId", "u"}, {"filterArn", filter}}),
              Refused("InvalidInputException", "no value for the placeholder $P"));
}

TEST_F(RecommendationsTest, ACampaignAnswersOnceItIsActive) {
  const std::string version = Train(MakeSolution("aws-user-personalization"));
  const std::string campaign =
      Do("CreateCampaign", {{"name", "c"}, {"solutionVersionArn", version}}).at("campaignArn");
  const Json input = {{"campaignArn", campaign}, {"userId", "a-user-03"}};
  EXPECT_THAT(Try("GetRecommendations", input), Refused("InvalidInputException", "CREATE PENDING"));
  app.Settle(campaign);
  Do("GetRecommendations", input);
  Do("DeleteCampaign", {{"campaignArn", campaign}});
  EXPECT_THAT(Try("GetRecommendations", input), Refused("InvalidInputException", "DELETE PENDING"));
  app.Settle(campaign);
  EXPECT_THAT(Try("GetRecommendations", input),
              Refused("ResourceNotFoundException", campaign + " does not exist."));
}

TEST_F(RecommendationsTest, RanksWhatIsGiven) {
  const std::string campaign = MakeCampaign("aws-personalized-ranking");
  const Json answer =
      Do("GetPersonalizedRanking", {{"campaignArn", campaign},
                                    {"userId", "b-user-05"},
                                    {"inputList", {"a01", "unheard", "b01", "a02", "b02"}}});
  const auto ids = IdsOf(answer, "personalizedRanking");
  ASSERT_THAT(ids, SizeIs(5));
  EXPECT_EQ(CountOf({ids.begin(), ids.begin() + 2}, 'b'), 2U) << testing::PrintToString(ids);
  EXPECT_EQ(ids.back(), "unheard");
  double sum = 0;
  for (const Json& item : answer.at("personalizedRanking")) sum += item.at("score").get<double>();
  EXPECT_NEAR(sum, 1, 1e-6);
  EXPECT_EQ(answer.at("personalizedRanking").back().at("score"), 0);

  const std::string filter = MakeFilter(R"(EXCLUDE ItemID WHERE Items.GENRES IN ("odd"))", "odd");
  EXPECT_THAT(IdsOf(Do("GetPersonalizedRanking", {{"campaignArn", campaign},
                                                  {"userId", "b-user-05"},
                                                  {"filterArn", filter},
                                                  {"inputList", {"a01", "b02"}}}),
                    "personalizedRanking"),
              testing::ElementsAre("b02"));
  EXPECT_THAT(Try("GetPersonalizedRanking", {{"campaignArn", MakeCampaign("aws-sims", "s")},
                                             {"userId", "u"},
                                             {"inputList", {"a01"}}}),
              Refused("InvalidInputException", "needs PERSONALIZED_RANKING"));
  EXPECT_THAT(Try("GetPersonalizedRanking", {{"campaignArn", campaign},
                                             {"userId", "u"},
                                             {"inputList", std::vector<std::string>(501, "x")}}),
              Refused("InvalidInputException", "at most 500 items, not 501"));
}

}  // namespace
}  // namespace portside::personalize
