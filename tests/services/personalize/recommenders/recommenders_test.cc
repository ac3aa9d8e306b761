// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {
namespace {

class RecommendersTest : public TrainingTest {
 protected:
  // A group "g" of a shop with the interactions of the circles.
  void MakeShop(int users = 30) {
    app.CreateBucket("source");
    const std::string dataset = MakeDataset(MakeGroup("g", "ECOMMERCE"), "Interactions",
                                            MakeSchema("s", kInteractionsSchema, "ECOMMERCE"));
    ASSERT_EQ(Import(dataset, "circles", CirclesCsv(users)).at("status"), "ACTIVE");
  }
  static Json Input(const std::string& recipe = "aws-ecomm-recommended-for-you",
                    const std::string& name = "r") {
    return {{"name", name},
            {"datasetGroupArn", Named("dataset-group/g")},
            {"recipeArn", "arn:aws:personalize:::recipe/" + recipe}};
  }
  std::string Make(const Json& input) {
    return Settled(Do("CreateRecommender", input).at("recommenderArn"));
  }
  Json Shown(const std::string& arn) {
    return Do("DescribeRecommender", {{"recommenderArn", arn}}).at("recommender");
  }
  std::string Model(const std::string& arn) {
    std::string all;
    app.app().records().Visit(arn + "#model", [&](const Record& page) { all += page.bytes; });
    return all;
  }
  Json Update(const Json& config) {
    return {{"recommenderArn", Named("recommender/r")}, {"recommenderConfig", config}};
  }
};

TEST_F(RecommendersTest, IsTrainedAndMeasured) {
  MakeShop();
  const std::string arn = Do("CreateRecommender", Input()).at("recommenderArn");
  EXPECT_EQ(arn, Named("recommender/r"));
  const Json begun = Shown(arn);
  EXPECT_EQ(begun.at("status"), "CREATE PENDING");
  EXPECT_EQ(begun.at("recommenderConfig"), Json({{"minRecommendationRequestsPerSecond", 1}}));
  EXPECT_FALSE(begun.contains("modelMetrics"));
  EXPECT_FALSE(begun.contains("latestRecommenderUpdate"));
  EXPECT_THAT(Try("DeleteRecommender", {{"recommenderArn", arn}}),
              Refused("ResourceInUseException", "ACTIVE, INACTIVE or CREATE FAILED"));
  app.Advance(400ms);
  EXPECT_EQ(Shown(arn).at("status"), "CREATE IN_PROGRESS");
  app.Settle(arn);
  const Json shown = Shown(arn);
  EXPECT_EQ(shown.at("status"), "ACTIVE");
  EXPECT_EQ(shown.at("name"), "r");
  EXPECT_EQ(shown.at("datasetGroupArn"), Named("dataset-group/g"));
  EXPECT_EQ(shown.at("modelMetrics").size(), 8U) << shown;
  EXPECT_GT(shown.at("modelMetrics").at("coverage").get<double>(), 0.5);
  EXPECT_FALSE(Model(arn).empty());
  const Json listed =
      Do("ListRecommenders", {{"datasetGroupArn", Named("dataset-group/g")}}).at("recommenders");
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].at("recipeArn"), shown.at("recipeArn"));
  EXPECT_EQ(listed[0].at("recommenderConfig"), shown.at("recommenderConfig"));
}

TEST_F(RecommendersTest, EveryUseCaseIsTrainedOnItsEvents) {
  MakeShop();
  for (const char* recipe :
       {"aws-ecomm-customers-who-viewed-x-also-viewed", "aws-ecomm-popular-items-by-views"}) {
    const Json shown = Shown(Make(Input(recipe, recipe)));
    EXPECT_EQ(shown.at("status"), "ACTIVE") << shown;
  }
  const Json failed = Shown(Make(Input("aws-ecomm-popular-items-by-purchases")));
  EXPECT_EQ(failed.at("status"), "CREATE FAILED");
  EXPECT_EQ(failed.at("failureReason"),
            "Dataset has fewer than 1000 interactions after filtering by event type: Purchase");
  EXPECT_FALSE(failed.contains("modelMetrics"));
}

TEST_F(RecommendersTest, NeedsARecipeOfItsGroupsDomain) {
  MakeCircles();
  EXPECT_THAT(Try("CreateRecommender", Input()),
              Refused("InvalidInputException", Named("dataset-group/g") + " has no domain"));
  MakeGroup("shop", "ECOMMERCE");
  Json input = Input();
  input["datasetGroupArn"] = Named("dataset-group/shop");
  EXPECT_THAT(Try("CreateRecommender", input),
              Refused("InvalidInputException", "must contain an INTERACTIONS dataset"));
  input["recipeArn"] = "arn:aws:personalize:::recipe/aws-vod-top-picks";
  EXPECT_THAT(Try("CreateRecommender", input),
              Refused("InvalidInputException", "is one of the domain VIDEO_ON_DEMAND, but"));
  input["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims";
  EXPECT_THAT(Try("CreateRecommender", input),
              Refused("InvalidInputException", "is not one of a domain, but"));
  input["recipeArn"] = "arn:aws:personalize:::recipe/aws-none";
  EXPECT_THAT(Try("CreateRecommender", input), Refused("ResourceNotFoundException", "aws-none"));
}

TEST_F(RecommendersTest, FiveAreEnoughForAGroup) {
  MakeShop();
  for (const char* name : {"1", "2", "3", "4", "5"})
    Make(Input("aws-ecomm-recommended-for-you", name));
  EXPECT_THAT(Try("CreateRecommender", Input()),
              Refused("LimitExceededException", "More than 5 resources in ACTIVE state."));
}

TEST_F(RecommendersTest, StopsAndStartsWithTheSameModel) {
  MakeShop();
  const std::string arn = Make(Input());
  const Json named = {{"recommenderArn", arn}};
  const std::string model = Model(arn);
  EXPECT_THAT(Try("StartRecommender", named),
              Refused("ResourceInUseException",
                      "its status is ACTIVE, and this operation needs "
                      "INACTIVE"));
  EXPECT_EQ(Do("StopRecommender", named), named);
  EXPECT_EQ(Shown(arn).at("status"), "STOP PENDING");
  EXPECT_THAT(Try("StopRecommender", named), Refused("ResourceInUseException", "STOP PENDING"));
  EXPECT_THAT(Try("DeleteRecommender", named), Refused("ResourceInUseException", "STOP PENDING"));
  app.Advance(300ms);
  EXPECT_EQ(Shown(arn).at("status"), "STOP IN_PROGRESS");
  app.Settle(arn);
  EXPECT_EQ(Shown(arn).at("status"), "INACTIVE");
  EXPECT_TRUE(Shown(arn).contains("modelMetrics"));
  EXPECT_THAT(Try("UpdateRecommender", Update({{"enableMetadataWithRecommendations", true}})),
              Refused("ResourceInUseException", "INACTIVE"));
  EXPECT_EQ(Do("StartRecommender", named), named);
  EXPECT_EQ(Shown(arn).at("status"), "START PENDING");
  app.Advance(300ms);
  EXPECT_EQ(Shown(arn).at("status"), "START IN_PROGRESS");
  app.Settle(arn);
  EXPECT_EQ(Shown(arn).at("status"), "ACTIVE");
  EXPECT_EQ(Model(arn), model);
}

TEST_F(RecommendersTest, AnUpdateLeavesItActiveMeanwhile) {
  MakeShop();
  Json input = Input();
  input["recommenderConfig"] = {{"itemExplorationConfig", {{"explorationWeight", "0.4"}}},
                                {"minRecommendationRequestsPerSecond", 2}};
  const std::string arn = Make(input);
  const Json update = Update(
      {{"minRecommendationRequestsPerSecond", 3}, {"enableMetadataWithRecommendations", true}});
  Json updated = input.at("recommenderConfig");
  updated.update(update.at("recommenderConfig"));
  EXPECT_EQ(Do("UpdateRecommender", update), Json({{"recommenderArn", arn}}));
  EXPECT_EQ(Shown(arn).at("status"), "ACTIVE");
  EXPECT_EQ(Shown(arn).at("recommenderConfig"), input.at("recommenderConfig"));
  EXPECT_EQ(Shown(arn).at("latestRecommenderUpdate").at("status"), "CREATE PENDING");
  EXPECT_EQ(Shown(arn).at("latestRecommenderUpdate").at("recommenderConfig"), updated);
  EXPECT_THAT(Try("UpdateRecommender", update),
              Refused("ResourceInUseException", "its last update is CREATE PENDING."));
  app.Settle(arn + "#update");
  EXPECT_EQ(Shown(arn).at("recommenderConfig"), updated);
  EXPECT_EQ(Shown(arn).at("latestRecommenderUpdate").at("status"), "ACTIVE");
  EXPECT_THAT(Try("UpdateRecommender", Update(Json::object())),
              Refused("InvalidInputException", "changes nothing"));
}

// Other columns mean another training, which sees the rows of then.
TEST_F(RecommendersTest, AnUpdateOfTheColumnsTrainsAnew) {
  MakeShop();
  const std::string arn = Make(Input());
  const std::string model = Model(arn);
  Import(Named("dataset/g/INTERACTIONS"), "more", CirclesCsv(40));
  Do("UpdateRecommender", Update({{"minRecommendationRequestsPerSecond", 2}}));
  app.Settle(arn + "#update");
  EXPECT_EQ(Model(arn), model);
  const Json columns = {{"excludedDatasetColumns", {{"INTERACTIONS", {"EVENT_VALUE"}}}}};
  Do("UpdateRecommender", Update({{"trainingDataConfig", columns}}));
  app.Settle(arn + "#update");
  EXPECT_EQ(Shown(arn).at("recommenderConfig").at("trainingDataConfig"), columns);
  EXPECT_EQ(Shown(arn).at("recommenderConfig").at("minRecommendationRequestsPerSecond"), 2);
  EXPECT_NE(Model(arn), model);
  EXPECT_EQ(Shown(arn).at("modelMetrics").size(), 8U);
}

TEST_F(RecommendersTest, AnUpdateMendsWhatHasFailed) {
  MakeShop(10);
  const std::string arn = Make(Input());
  EXPECT_EQ(Shown(arn).at("status"), "CREATE FAILED");
  const Json update = Update({{"minRecommendationRequestsPerSecond", 1}});
  Do("UpdateRecommender", update);
  app.Settle(arn + "#update");
  EXPECT_EQ(Shown(arn).at("status"), "CREATE FAILED");
  EXPECT_EQ(Shown(arn).at("latestRecommenderUpdate").at("status"), "CREATE FAILED");
  EXPECT_TRUE(Shown(arn).at("latestRecommenderUpdate").contains("failureReason"));
  const Json tags = {{{"tagKey", "portside:training-minimum"}, {"tagValue", "off"}}};
  Do("TagResource", {{"resourceArn", arn}, {"tags", tags}});
  Do("UpdateRecommender", update);
  app.Settle(arn + "#update");
  EXPECT_EQ(Shown(arn).at("status"), "ACTIVE");
  EXPECT_FALSE(Shown(arn).contains("failureReason"));
  EXPECT_FALSE(Model(arn).empty());
}

TEST_F(RecommendersTest, GoesWithItsModelBeforeItsData) {
  MakeShop();
  const std::string arn = Make(Input());
  EXPECT_THAT(Try("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}}),
              Refused("ResourceInUseException", "delete " + arn + " first."));
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", Named("dataset/g/INTERACTIONS")}}),
              Refused("ResourceInUseException", "delete " + arn + " first."));
  Do("UpdateRecommender", Update({{"minRecommendationRequestsPerSecond", 2}}));
  Do("DeleteRecommender", {{"recommenderArn", arn}});
  EXPECT_EQ(Shown(arn).at("status"), "DELETE PENDING");
  EXPECT_FALSE(Shown(arn).contains("modelMetrics"));
  app.Settle(arn);
  EXPECT_FALSE(app.app().records().Has(arn + "#model"));
  EXPECT_THAT(Try("DescribeRecommender", {{"recommenderArn", arn}}),
              Refused("ResourceNotFoundException", arn));
  Do("DeleteDataset", {{"datasetArn", Named("dataset/g/INTERACTIONS")}});
}

}  // namespace
}  // namespace portside::personalize
