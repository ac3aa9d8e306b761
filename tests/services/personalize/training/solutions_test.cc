// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {
namespace {

using SolutionsTest = TrainingTest;

TEST_F(SolutionsTest, ShowsWhatItWasGivenAndWhatFollows) {
  MakeCircles();
  Json input = SolutionInput("aws-user-personalization");
  input["eventType"] = "view";
  input["solutionConfig"] = {{"algorithmHyperParameters", {{"hidden_dimension", "16"}}}};
  const std::string arn = Do("CreateSolution", input).at("solutionArn");
  EXPECT_EQ(arn, Named("solution/s"));
  const Json shown = Do("DescribeSolution", {{"solutionArn", arn}}).at("solution");
  EXPECT_EQ(shown.at("status"), "CREATE PENDING");
  EXPECT_EQ(shown.at("solutionConfig"), input.at("solutionConfig"));
  EXPECT_EQ(shown.at("performHPO"), false);
  EXPECT_EQ(shown.at("performAutoML"), false);
  EXPECT_EQ(shown.at("performAutoTraining"), true);
  EXPECT_FALSE(shown.contains("latestSolutionVersion"));
  EXPECT_FALSE(shown.contains("latestSolutionUpdate"));
  const Json listed = Do("ListSolutions", {{"datasetGroupArn", Named("dataset-group/g")}});
  EXPECT_EQ(listed.at("solutions")[0].at("recipeArn"), input.at("recipeArn"));
}

TEST_F(SolutionsTest, IsRefusedWithoutDataOrRecipe) {
  MakeInteractions();
  // The sentence is recorded.
  EXPECT_THAT(
      Try("CreateSolution", SolutionInput("aws-sims")),
      Refused("InvalidInputException",
              "Dataset group must contain an INTERACTIONS dataset with successfully completed "
              "dataset import job or EVENT_INTERACTIONS"));
  const std::string tracking = MakeTracker(Named("dataset-group/g"));
  Do("PutEvents", {{"trackingId", tracking},
                   {"userId", "u"},
                   {"sessionId", "s"},
                   {"eventList", {{{"eventType", "view"}, {"itemId", "i"}, {"sentAt", 1.0}}}}});
  Do("CreateSolution", SolutionInput("aws-sims"));

  Json input = SolutionInput("aws-hrnn", "t");
  EXPECT_THAT(Try("CreateSolution", input), Refused("ResourceNotFoundException", "aws-hrnn"));
  EXPECT_THAT(Try("CreateSolution", SolutionInput("aws-vod-top-picks", "t")),
              Refused("InvalidInputException", "Create a recommender with it"));
  input["performAutoML"] = true;
  EXPECT_THAT(Try("CreateSolution", input), Refused("InvalidInputException", "not both"));
  input.erase("recipeArn");
  EXPECT_THAT(Try("CreateSolution", input), Refused("InvalidInputException", "no longer offered"));
  input.erase("performAutoML");
  EXPECT_THAT(Try("CreateSolution", input), Refused("InvalidInputException", "Give recipeArn"));
}

TEST_F(SolutionsTest, AnUpdateTakesEffectWhenItIsActive) {
  MakeCircles();
  const std::string arn = MakeSolution("aws-user-personalization-v2");
  const auto shown = [&] { return Do("DescribeSolution", {{"solutionArn", arn}}).at("solution"); };
  const Json update = {{"solutionArn", arn},
                       {"performAutoTraining", false},
                       {"solutionUpdateConfig",
                        {{"autoTrainingConfig", {{"schedulingExpression", "rate(3 days)"}}}}}};
  EXPECT_EQ(Do("UpdateSolution", update), Json({{"solutionArn", arn}}));
  EXPECT_EQ(shown().at("latestSolutionUpdate").at("status"), "CREATE PENDING");
  EXPECT_EQ(shown().at("performAutoTraining"), true);
  EXPECT_EQ(shown().at("status"), "ACTIVE");
  EXPECT_THAT(Try("UpdateSolution", update),
              Refused("ResourceInUseException", "its last update is CREATE PENDING."));
  app.Settle(arn + "#update");
  EXPECT_EQ(shown().at("latestSolutionUpdate").at("status"), "ACTIVE");
  EXPECT_EQ(shown().at("latestSolutionUpdate").at("performAutoTraining"), false);
  EXPECT_EQ(shown().at("performAutoTraining"), false);
  EXPECT_EQ(shown().at("solutionConfig").at("autoTrainingConfig").at("schedulingExpression"),
            "rate(3 days)");
  EXPECT_THAT(Try("UpdateSolution", {{"solutionArn", arn}}),
              Refused("InvalidInputException", "changes nothing"));
}

TEST_F(SolutionsTest, GoesWithItsVersionsAndNotBefore) {
  MakeCircles();
  const std::string arn = MakeSolution("aws-sims");
  const std::string version =
      Do("CreateSolutionVersion", {{"solutionArn", arn}}).at("solutionVersionArn");
  EXPECT_THAT(Try("DeleteSolution", {{"solutionArn", arn}}),
              Refused("ResourceInUseException", "wait until " + version));
  app.Settle(version);
  EXPECT_THAT(Try("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}}),
              Refused("ResourceInUseException", arn));
  EXPECT_TRUE(app.app().records().Has(version + "#model"));
  Do("DeleteSolution", {{"solutionArn", arn}});
  app.Settle(arn);
  EXPECT_FALSE(app.app().records().Has(version + "#model"));
  EXPECT_THAT(Try("DescribeSolutionVersion", {{"solutionVersionArn", version}}),
              Refused("ResourceNotFoundException", version));
  EXPECT_EQ(Do("ListSolutions", Json::object()).at("solutions"), Json::array());
}

}  // namespace
}  // namespace portside::personalize
