// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {
namespace {

using testing::MatchesRegex;

using SolutionVersionsTest = TrainingTest;

TEST_F(SolutionVersionsTest, GoesThroughItsStatesAndIsMeasured) {
  MakeCircles();
  const std::string solution = MakeSolution("aws-user-personalization");
  const std::string arn =
      Do("CreateSolutionVersion", {{"solutionArn", solution}}).at("solutionVersionArn");
  EXPECT_THAT(arn, MatchesRegex(".*:solution/s/[0-9a-f]{8}"));
  const Json begun = Version(arn);
  EXPECT_EQ(begun.at("status"), "CREATE PENDING");
  EXPECT_EQ(begun.at("name"), arn.substr(arn.find("s/")));
  EXPECT_EQ(begun.at("trainingMode"), "FULL");
  EXPECT_EQ(begun.at("trainingType"), "MANUAL");
  EXPECT_EQ(begun.at("datasetGroupArn"), Named("dataset-group/g"));
  EXPECT_THAT(Try("GetSolutionMetrics", {{"solutionVersionArn", arn}}),
              Refused("ResourceInUseException", "CREATE PENDING"));
  app.Advance(400ms);
  EXPECT_EQ(Version(arn).at("status"), "CREATE IN_PROGRESS");
  app.Settle(arn);
  EXPECT_EQ(Version(arn).at("status"), "ACTIVE");
  EXPECT_GT(Version(arn).at("trainingHours").get<double>(), 0);
  const Json latest = Do("DescribeSolution", {{"solutionArn", solution}}).at("solution");
  EXPECT_EQ(latest.at("latestSolutionVersion").at("solutionVersionArn"), arn);
  EXPECT_EQ(latest.at("latestSolutionVersion").at("status"), "ACTIVE");

  // Twenty of forty items are of a user's circle: a guess has a precision of a half at most.
  const Json metrics = Do("GetSolutionMetrics", {{"solutionVersionArn", arn}}).at("metrics");
  EXPECT_EQ(metrics.size(), 8U) << metrics;
  for (const auto& [name, value] : metrics.items()) {
    EXPECT_GE(value.get<double>(), 0) << name;
    EXPECT_LE(value.get<double>(), 1) << name;
  }
  EXPECT_GT(metrics.at("coverage").get<double>(), 0.5);
}

TEST_F(SolutionVersionsTest, EveryRecipeOfItemsIsTrained) {
  MakeCircles();
  for (const char* recipe :
       {"aws-item-affinity", "aws-personalized-ranking-v2", "aws-popularity-count",
        "aws-similar-items", "aws-sims", "aws-trending-now"}) {
    const std::string arn = Train(MakeSolution(recipe, recipe));
    EXPECT_EQ(Version(arn).at("status"), "ACTIVE") << recipe << Version(arn);
    EXPECT_FALSE(Do("GetSolutionMetrics", {{"solutionVersionArn", arn}}).at("metrics").empty());
  }
}

// The sentences are the developer guide's.
TEST_F(SolutionVersionsTest, NeedsTheMinimumUnlessATagSaysOtherwise) {
  MakeCircles(10);
  const std::string solution = MakeSolution("aws-sims");
  const Json failed = Version(Train(solution));
  EXPECT_EQ(failed.at("status"), "CREATE FAILED");
  EXPECT_THAT(failed.at("failureReason").get<std::string>(),
              testing::StartsWith("Dataset has fewer than "));
  const Json tags = {{{"tagKey", "portside:training-minimum"}, {"tagValue", "off"}}};
  EXPECT_EQ(Version(Train(solution, {{"tags", tags}})).at("status"), "ACTIVE");
  Do("TagResource", {{"resourceArn", solution}, {"tags", tags}});
  EXPECT_EQ(Version(Train(solution)).at("status"), "ACTIVE");
}

TEST_F(SolutionVersionsTest, AnEventTypeLeavesTheOthersOut) {
  MakeCircles();
  Json input = SolutionInput("aws-popularity-count");
  input["eventType"] = "buy";
  const std::string solution = Settled(Do("CreateSolution", input).at("solutionArn"));
  EXPECT_EQ(Version(Train(solution)).at("failureReason"),
            "Dataset has fewer than 1000 interactions after filtering by event type: buy");
}

TEST_F(SolutionVersionsTest, IsStoppedAtOnceBeforeItBeginsAndElseOnTheWay) {
  MakeCircles();
  const std::string solution = MakeSolution("aws-sims");
  const Json input = {{"solutionArn", solution}};
  const std::string first = Do("CreateSolutionVersion", input).at("solutionVersionArn");
  EXPECT_EQ(Do("StopSolutionVersionCreation", {{"solutionVersionArn", first}}), Json::object());
  EXPECT_EQ(Version(first).at("status"), "CREATE STOPPED");
  const std::string second = Do("CreateSolutionVersion", input).at("solutionVersionArn");
  app.Advance(400ms);
  Do("StopSolutionVersionCreation", {{"solutionVersionArn", second}});
  EXPECT_EQ(Version(second).at("status"), "CREATE STOPPING");
  app.Settle(second);
  EXPECT_EQ(Version(second).at("status"), "CREATE STOPPED");
  EXPECT_THAT(Try("StopSolutionVersionCreation", {{"solutionVersionArn", second}}),
              Refused("ResourceInUseException", "CREATE STOPPED"));
}

TEST_F(SolutionVersionsTest, AnUpdateNeedsWhatItUpdates) {
  MakeCircles();
  const std::string sims = MakeSolution("aws-sims", "sims");
  EXPECT_THAT(Try("CreateSolutionVersion", {{"solutionArn", sims}, {"trainingMode", "UPDATE"}}),
              Refused("InvalidInputException", "aws-user-personalization"));
  const std::string personal = MakeSolution("aws-user-personalization", "personal");
  const Json update = {{"solutionArn", personal}, {"trainingMode", "UPDATE"}};
  EXPECT_THAT(Try("CreateSolutionVersion", update),
              Refused("InvalidInputException", "no ACTIVE version"));
  Train(personal);
  EXPECT_EQ(Version(Train(personal, {{"trainingMode", "UPDATE"}})).at("trainingMode"), "UPDATE");
}

// Byte by byte, and so in what they recommend.
TEST_F(SolutionVersionsTest, EqualDataGivesEqualModels) {
  MakeCircles();
  const std::string solution = MakeSolution("aws-user-personalization");
  const auto pages = [&](const std::string& version) {
    std::string all;
    app.app().records().Visit(version + "#model",
                              [&](const Record& record) { all += record.bytes; });
    return all;
  };
  const std::string first = pages(Train(solution));
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(pages(Train(solution)), first);
}

}  // namespace
}  // namespace portside::personalize
