// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {
namespace {

class CampaignsTest : public TrainingTest {
 protected:
  CampaignsTest() {
    MakeCircles();
    solution_ = MakeSolution("aws-sims");
    version_ = Train(solution_);
  }
  Json Input(const std::string& version) {
    return {{"name", "c"}, {"solutionVersionArn", version}};
  }
  Json Shown() {
    return Do("DescribeCampaign", {{"campaignArn", Named("campaign/c")}}).at("campaign");
  }

  std::string solution_, version_;
};

TEST_F(CampaignsTest, LivesBetweenItsVersionAndItsSolution) {
  const std::string arn = Do("CreateCampaign", Input(version_)).at("campaignArn");
  EXPECT_EQ(arn, Named("campaign/c"));
  EXPECT_EQ(Shown().at("status"), "CREATE PENDING");
  EXPECT_EQ(Shown().at("minProvisionedTPS"), 1);
  EXPECT_FALSE(Shown().contains("latestCampaignUpdate"));
  EXPECT_THAT(Try("DeleteCampaign", {{"campaignArn", arn}}),
              Refused("ResourceInUseException", "CREATE PENDING"));
  app.Settle(arn);
  EXPECT_EQ(Shown().at("status"), "ACTIVE");
  EXPECT_EQ(Do("ListCampaigns", {{"solutionArn", solution_}}).at("campaigns").size(), 1U);
  EXPECT_EQ(Do("ListCampaigns", {{"solutionArn", solution_ + "x"}}).at("campaigns").size(), 0U);
  EXPECT_THAT(Try("DeleteSolution", {{"solutionArn", solution_}}),
              Refused("ResourceInUseException", "delete " + arn + " first."));
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", Named("dataset/g/INTERACTIONS")}}),
              Refused("ResourceInUseException", "delete " + arn + " first."));
  Do("DeleteCampaign", {{"campaignArn", arn}});
  app.Settle(arn);
  Do("DeleteSolution", {{"solutionArn", solution_}});
}

TEST_F(CampaignsTest, ExplorationIsMadeOfNumbers) {
  const auto with = [&](const Json& exploration) {
    Json input = Input(version_);
    input["campaignConfig"] = {{"itemExplorationConfig", exploration}};
    return input;
  };
  EXPECT_THAT(Try("CreateCampaign", with({{"explorationWeight", "1.5"}})),
              Refused("InvalidInputException", "'1.5' for explorationWeight"));
  EXPECT_THAT(Try("CreateCampaign", with({{"explorationItemAgeCutOff", "old"}})),
              Refused("InvalidInputException", "'old' for explorationItemAgeCutOff"));
  EXPECT_THAT(Try("CreateCampaign", with({{"weight", "1"}})),
              Refused("InvalidInputException", "Invalid key 'weight'"));
  const Json right = {{"explorationWeight", "0.3"}, {"explorationItemAgeCutOff", "30"}};
  const std::string arn = Settled(Do("CreateCampaign", with(right)).at("campaignArn"));
  EXPECT_THAT(Try("UpdateCampaign",
                  {{"campaignArn", arn},
                   {"campaignConfig", {{"itemExplorationConfig", {{"explorationWeight", "x"}}}}}}),
              Refused("InvalidInputException", "'x' for explorationWeight"));
}

TEST_F(CampaignsTest, NeedsAnActiveVersionOfARecipeThatAnswers) {
  EXPECT_THAT(Try("CreateCampaign", Input(solution_ + "/00000000")),
              Refused("ResourceNotFoundException", solution_ + "/00000000"));
  const std::string young =
      Do("CreateSolutionVersion", {{"solutionArn", solution_}}).at("solutionVersionArn");
  EXPECT_THAT(Try("CreateCampaign", Input(young)),
              Refused("ResourceInUseException", "CREATE PENDING"));
  const std::string segments = Train(MakeSolution("aws-item-affinity", "segments"));
  EXPECT_THAT(Try("CreateCampaign", Input(segments)),
              Refused("InvalidInputException", "batch segment job"));
}

TEST_F(CampaignsTest, FiveAreEnoughForAGroup) {
  for (const char* name : {"1", "2", "3", "4", "5"}) {
    Do("CreateCampaign", {{"name", name}, {"solutionVersionArn", version_}});
  }
  EXPECT_THAT(Try("CreateCampaign", Input(version_)),
              Refused("LimitExceededException",
                      "More than 5 resources in ACTIVE state. Please delete some and try again."));
}

TEST_F(CampaignsTest, AnUpdateLeavesItActiveMeanwhile) {
  const std::string arn = Settled(Do("CreateCampaign", Input(version_)).at("campaignArn"));
  const std::string next = Train(solution_);
  const Json update = {
      {"campaignArn", arn}, {"solutionVersionArn", next}, {"minProvisionedTPS", 2}};
  EXPECT_EQ(Do("UpdateCampaign", update), Json({{"campaignArn", arn}}));
  EXPECT_EQ(Shown().at("status"), "ACTIVE");
  EXPECT_EQ(Shown().at("solutionVersionArn"), version_);
  EXPECT_EQ(Shown().at("latestCampaignUpdate").at("status"), "CREATE PENDING");
  EXPECT_EQ(Shown().at("latestCampaignUpdate").at("solutionVersionArn"), next);
  app.Settle(arn + "#update");
  EXPECT_EQ(Shown().at("solutionVersionArn"), next);
  EXPECT_EQ(Shown().at("minProvisionedTPS"), 2);
  EXPECT_EQ(Shown().at("latestCampaignUpdate").at("status"), "ACTIVE");
  const std::string other = Train(MakeSolution("aws-popularity-count", "other"));
  EXPECT_THAT(Try("UpdateCampaign", {{"campaignArn", arn}, {"solutionVersionArn", other}}),
              Refused("InvalidInputException", "not one of the campaign's solution"));
}

TEST_F(CampaignsTest, FollowsTheLatestVersionIfItIsTold) {
  Json input = Input(solution_ + "/$LATEST");
  input["campaignConfig"] = {{"syncWithLatestSolutionVersion", true}};
  Settled(Do("CreateCampaign", input).at("campaignArn"));
  EXPECT_EQ(Shown().at("solutionVersionArn"), version_);
  const std::string next = Train(solution_);
  EXPECT_EQ(Shown().at("solutionVersionArn"), next);
  input["name"] = "d";
  input["solutionVersionArn"] = version_;
  EXPECT_THAT(Try("CreateCampaign", input), Refused("InvalidInputException", "/$LATEST"));
}

}  // namespace
}  // namespace portside::personalize
