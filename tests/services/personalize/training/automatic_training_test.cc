// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {
namespace {

using namespace std::chrono;

class AutomaticTrainingTest : public TrainingTest {
 protected:
  // Oldest first.
  Json Versions() {
    return Do("ListSolutionVersions", {{"solutionArn", Named("solution/s")}})
        .at("solutionVersions");
  }
  void PutEvent(const std::string& tracking) {
    Do("PutEvents", {{"trackingId", tracking},
                     {"userId", "u"},
                     {"sessionId", "s"},
                     {"eventList", {{{"eventType", "view"}, {"itemId", "a01"}, {"sentAt", 1.0}}}}});
  }
  void Update(const Json& members) {
    Json input = members;
    input["solutionArn"] = Named("solution/s");
    Do("UpdateSolution", input);
    app.Settle(Named("solution/s#update"));
  }
  static Json Every(const std::string& rate) {
    return {{"autoTrainingConfig", {{"schedulingExpression", rate}}}};
  }
};

TEST_F(AutomaticTrainingTest, TheFirstOneComesWithinAnHour) {
  MakeCircles();
  MakeSolution("aws-sims");
  app.Advance(59min);
  EXPECT_EQ(Versions(), Json::array());
  app.Advance(2min);
  ASSERT_EQ(Versions().size(), 1U);
  const std::string arn = Versions()[0].at("solutionVersionArn");
  EXPECT_THAT(arn, testing::MatchesRegex(".*:solution/s/[0-9a-f]{8}"));
  EXPECT_EQ(Versions()[0].at("trainingType"), "AUTOMATIC");
  EXPECT_EQ(Versions()[0].at("trainingMode"), "FULL");
  app.Settle(arn);
  const Json version = Version(arn);
  EXPECT_EQ(version.at("status"), "ACTIVE") << version;
  EXPECT_EQ(version.at("name"), arn.substr(arn.find("s/")));
  EXPECT_EQ(version.at("solutionArn"), Named("solution/s"));
  EXPECT_EQ(version.at("recipeArn"), "arn:aws:personalize:::recipe/aws-sims");
  EXPECT_FALSE(Do("GetSolutionMetrics", {{"solutionVersionArn", arn}}).at("metrics").empty());
}

TEST_F(AutomaticTrainingTest, TheNextOnesComeWhenThereAreNewInteractions) {
  MakeCircles();
  const std::string tracking = MakeTracker(Named("dataset-group/g"));
  MakeSolution("aws-popularity-count");
  app.Advance(days(8));
  EXPECT_EQ(Versions().size(), 1U);
  PutEvent(tracking);
  app.Advance(days(5));
  EXPECT_EQ(Versions().size(), 1U);
  app.Advance(days(2));
  EXPECT_EQ(Versions().size(), 2U);
  Import(Named("dataset/g/INTERACTIONS"), "more", CirclesCsv(21));
  app.Advance(days(7));
  EXPECT_EQ(Versions().size(), 3U);
  app.Advance(days(700));
  EXPECT_EQ(Versions().size(), 3U);
}

TEST_F(AutomaticTrainingTest, AVersionMadeByHandTakesThePlaceOfTheFirst) {
  MakeCircles();
  const std::string tracking = MakeTracker(Named("dataset-group/g"));
  Train(MakeSolution("aws-popularity-count"));
  PutEvent(tracking);
  app.Advance(days(6));
  EXPECT_EQ(Versions().size(), 1U);
  app.Advance(days(2));
  ASSERT_EQ(Versions().size(), 2U);
  EXPECT_EQ(Versions()[1].at("trainingType"), "AUTOMATIC");
}

TEST_F(AutomaticTrainingTest, IsTurnedOnAndOff) {
  MakeCircles();
  const std::string tracking = MakeTracker(Named("dataset-group/g"));
  Json input = SolutionInput("aws-popularity-count");
  input["performAutoTraining"] = false;
  Settled(Do("CreateSolution", input).at("solutionArn"));
  app.Advance(days(20));
  EXPECT_EQ(Versions().size(), 0U);
  Update({{"performAutoTraining", true}});
  app.Advance(59min);
  EXPECT_EQ(Versions().size(), 0U);
  app.Advance(2min);
  EXPECT_EQ(Versions().size(), 1U);
  PutEvent(tracking);
  Update({{"performAutoTraining", false}});
  app.Advance(days(20));
  EXPECT_EQ(Versions().size(), 1U);
}

TEST_F(AutomaticTrainingTest, FollowsItsSchedule) {
  MakeCircles();
  const std::string tracking = MakeTracker(Named("dataset-group/g"));
  Json input = SolutionInput("aws-popularity-count");
  input["solutionConfig"] = Every("rate(1 day)");
  Settled(Do("CreateSolution", input).at("solutionArn"));
  app.Advance(days(1));
  PutEvent(tracking);
  app.Advance(2h);
  EXPECT_EQ(Versions().size(), 2U);
  // What is said anew counts from then on.
  Update({{"solutionUpdateConfig", Every("rate(3 days)")}});
  PutEvent(tracking);
  app.Advance(days(2));
  EXPECT_EQ(Versions().size(), 2U);
  app.Advance(days(1));
  EXPECT_EQ(Versions().size(), 3U);
  for (const char* rate : {"rate(0 days)", "rate(31 days)", "rate(99999999 days)"}) {
    EXPECT_THAT(Try("UpdateSolution", {{"solutionArn", Named("solution/s")},
                                       {"solutionUpdateConfig", Every(rate)}}),
                testing::AnyOf(Refused("InvalidInputException", "must be from 1 to 30"),
                               Refused("ValidationException", "schedulingExpression")));
    input["solutionConfig"] = Every(rate);
    input["name"] = "t";
    EXPECT_GE(Try("CreateSolution", input).status, 400);
  }
}

TEST_F(AutomaticTrainingTest, GoesWithItsSolution) {
  MakeCircles();
  const std::string arn = MakeSolution("aws-sims");
  EXPECT_NE(app.resources().Find(arn + "#training"), nullptr);
  Do("DeleteSolution", {{"solutionArn", arn}});
  EXPECT_EQ(app.resources().Find(arn + "#training"), nullptr);
  app.Advance(2h);
  EXPECT_EQ(Do("ListSolutionVersions", Json::object()).at("solutionVersions"), Json::array());
}

}  // namespace
}  // namespace portside::personalize
