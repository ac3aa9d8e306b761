// SPDX-License-Identifier: Apache-2.0
//
// Recommendations by what users are like and by the context of a request. Users of circle A live in
// the north and those of B in the south; everybody takes what is of A by phone and what is of B on
// a tv.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/personalize/runtime/runtime_fixture.h"

namespace portside::personalize {
namespace {

using testing::Each;
using testing::StartsWith;

class SituationTest : public TrainingTest {
 protected:
  SituationTest() {
    app.CreateBucket("source");
    group_ = MakeGroup("g");
    const std::string interactions =
        SchemaText("Interactions",
                   R"({"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
           {"name":"TIMESTAMP","type":"long"},
           {"name":"DEVICE","type":["null","string"],"categorical":true})");
    const std::string users = SchemaText("Users", R"({"name":"USER_ID","type":"string"},
                    {"name":"REGION","type":"string","categorical":true})");
    std::string rows = "USER_ID,ITEM_ID,TIMESTAMP,DEVICE\n";
    std::string records = "USER_ID,REGION\n";
    for (int user = 0; user < 20; ++user) {
      for (const char* circle : {"a", "b"}) {
        const std::string id = circle + std::string("-user-") + TwoDigits(user);
        records += id + (*circle == 'a' ? ",north\n" : ",south\n");
        for (int step = 0; step < 30; ++step) {
          rows += id + "," + circle + TwoDigits((user * 7 + step * step) % 20) + "," +
                  std::to_string(1'700'000'000 + user * 3600 + step * 60) +
                  (*circle == 'a' ? ",phone\n" : ",tv\n");
        }
      }
    }
    EXPECT_EQ(Import(MakeDataset(group_, "Interactions", MakeSchema("i", interactions)), "i", rows)
                  .at("status"),
              "ACTIVE");
    EXPECT_EQ(
        Import(MakeDataset(group_, "Users", MakeSchema("u", users)), "u", records).at("status"),
        "ACTIVE");
  }
  std::string Campaign(const std::string& recipe, const Json& config = Json::object()) {
    Json input = SolutionInput(recipe);
    if (!config.empty()) input["solutionConfig"] = config;
    const std::string version = Train(Settled(Do("CreateSolution", input).at("solutionArn")));
    EXPECT_EQ(Version(version).at("status"), "ACTIVE") << Version(version);
    return Settled(
        Do("CreateCampaign", {{"name", "c"}, {"solutionVersionArn", version}}).at("campaignArn"));
  }
  void PutUser(const std::string& id, const std::string& region) {
    Do("PutUsers",
       {{"datasetArn", Named("dataset/g/USERS")},
        {"users", {{{"userId", id}, {"properties", Json{{"region", region}}.dump()}}}}});
  }
  std::vector<std::string> Ids(Json input) {
    input["numResults"] = 5;
    std::vector<std::string> ids;
    const Json answer = Do("GetRecommendations", input);
    for (const Json& item : answer.at("itemList")) ids.push_back(item.at("itemId"));
    return ids;
  }

  std::string group_;
};

TEST_F(SituationTest, ANewUserGetsWhatUsersAlikeTake) {
  const std::string campaign = Campaign("aws-user-personalization");
  for (const char* region : {"north", "south"}) {
    const std::string id = std::string("new-in-the-") + region;
    PutUser(id, region);
    EXPECT_THAT(Ids({{"campaignArn", campaign}, {"userId", id}}),
                Each(StartsWith(*region == 'n' ? "a" : "b")));
  }
  // Who moves is another user.
  PutUser("new-in-the-north", "south");
  EXPECT_THAT(Ids({{"campaignArn", campaign}, {"userId", "new-in-the-north"}}),
              Each(StartsWith("b")));
  EXPECT_THAT(Ids({{"campaignArn", campaign}, {"userId", "a-user-03"}}), Each(StartsWith("a")));
}

TEST_F(SituationTest, TheContextOfARequestCounts) {
  const std::string campaign = Campaign("aws-user-personalization");
  for (const char* device : {"phone", "tv"}) {
    EXPECT_THAT(
        Ids({{"campaignArn", campaign}, {"userId", "nobody"}, {"context", {{"device", device}}}}),
        Each(StartsWith(*device == 'p' ? "a" : "b")));
  }
}

TEST_F(SituationTest, AnExcludedColumnIsNotLearnt) {
  const std::string campaign = Campaign(
      "aws-user-personalization",
      {{"trainingDataConfig",
        {{"excludedDatasetColumns", {{"INTERACTIONS", {"DEVICE"}}, {"USERS", {"REGION"}}}}}}});
  const Json nobody = {{"campaignArn", campaign}, {"userId", "nobody"}};
  Json with_context = nobody;
  with_context["context"] = {{"DEVICE", "tv"}};
  EXPECT_EQ(Ids(with_context), Ids(nobody));
}

}  // namespace
}  // namespace portside::personalize
