// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/batch_fixture.h"

namespace portside::personalize {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

class BatchInferenceJobsTest : public BatchTest {
 protected:
  BatchInferenceJobsTest() : BatchTest("Inference") {}
  static std::vector<std::string> Items(const Json& answer) {
    EXPECT_EQ(answer.at("error"), nullptr);
    return answer.at("output").at("recommendedItems");
  }
};

TEST_F(BatchInferenceJobsTest, RecommendsToUsers) {
  Json input = Input(TrainOn("aws-user-personalization"));
  input["numResults"] = 5;
  const auto answers = Answers(input, "{\"userId\": \"a-user-03\"}\n{\"userId\": \"b-user-04\"}\n");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_THAT(Items(answers[0]), AllOf(SizeIs(5), Each(StartsWith("a"))));
  EXPECT_THAT(Items(answers[1]), AllOf(SizeIs(5), Each(StartsWith("b"))));
  EXPECT_THAT(answers[0].at("output").at("scores"), SizeIs(5));
  EXPECT_THAT(app.ListKeys("s3://out/"), ElementsAre("answers/_CHECK", "answers/lines.json.out"));
  const Json job =
      Do("DescribeBatchInferenceJob", {{"batchInferenceJobArn", Named("batch-inference-job/job")}})
          .at("batchInferenceJob");
  EXPECT_EQ(job.at("batchInferenceJobMode"), "BATCH_INFERENCE");
  EXPECT_EQ(job.at("numResults"), 5);
  const Json listed =
      Do("ListBatchInferenceJobs", {{"solutionVersionArn", input.at("solutionVersionArn")}});
  EXPECT_EQ(listed.at("batchInferenceJobs").size(), 1U);
}

TEST_F(BatchInferenceJobsTest, ALineMayHaveAContext) {
  app.PutObject("s3://source/in/lines.json",
                R"({"userId": "a-user-03", "context": {"DEVICE": "tv"}})"
                "\n"
                R"({"userId": "a-user-03", "context": {"DEVICE": 7}})"
                "\n"
                R"({"userId": "a-user-03", "context": ["tv"]})"
                "\n");
  EXPECT_EQ(Run(Input(TrainOn("aws-user-personalization"))).at("status"), "ACTIVE");
  EXPECT_EQ(Lines("s3://out/answers/lines.json.out").size(), 1U);
  const auto errors = Lines("s3://out/answers/lines.json.errors");
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].at("error"),
            "The line's 'context' has the key 'DEVICE', whose value is no text.");
  EXPECT_EQ(errors[1].at("error"), "The line's 'context' is no object.");
}

TEST_F(BatchInferenceJobsTest, FindsRelatedItems) {
  const auto answers = Answers(Input(TrainOn("aws-sims")), "{\"itemId\": \"b03\"}\n");
  const auto items = Items(answers.at(0));
  ASSERT_FALSE(items.empty());
  EXPECT_THAT(items.front(), StartsWith("b"));
  EXPECT_FALSE(answers[0].at("output").contains("scores"));
}

TEST_F(BatchInferenceJobsTest, RanksLists) {
  const auto answers =
      Answers(Input(TrainOn("aws-personalized-ranking")),
              "{\"userId\": \"b-user-03\", \"itemList\": [\"a01\", \"b02\", \"unknown\"]}\n");
  EXPECT_THAT(Items(answers.at(0)), ElementsAre("b02", "a01", "unknown"));
  EXPECT_THAT(answers[0].at("output").at("scores"), SizeIs(3));
}

TEST_F(BatchInferenceJobsTest, FiltersByTheLinesValues) {
  Json input = Input(TrainOn("aws-user-personalization"));
  input["filterArn"] = MakeFilter("INCLUDE ItemID WHERE Items.PRICE < $MOST");
  const auto answers =
      Answers(input, "{\"userId\": \"a-user-03\", \"filterValues\": {\"MOST\": \"1\"}}\n");
  EXPECT_THAT(Items(answers.at(0)), UnorderedElementsAre("a00", "b00"));
}

TEST_F(BatchInferenceJobsTest, WhatCannotBeAnsweredStandsApart) {
  app.PutObject("s3://source/in/lines.json",
                "{\"userId\": \"b-user-03\"}\n{\"itemList\": [\"a01\"]}\n"
                "{\"userId\": \"b-user-03\", \"itemList\": [1]}\n");
  EXPECT_EQ(Run(Input(TrainOn("aws-personalized-ranking"))).at("status"), "ACTIVE");
  EXPECT_EQ(Lines("s3://out/answers/lines.json.out").size(), 0U);
  const auto errors = Lines("s3://out/answers/lines.json.errors");
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_EQ(errors[0].at("error"), "The line has no list 'itemList' of items.");
  EXPECT_EQ(errors[1].at("error"), "The line has no text 'userId'.");
  EXPECT_EQ(errors[2].at("error"), "The line's 'itemList' has more than texts.");
}

TEST_F(BatchInferenceJobsTest, IsRefusedWhereItCannotWork) {
  const std::string version = TrainOn("aws-user-personalization");
  const auto with = [&](const char* member, const Json& value) {
    Json input = Input(version);
    input[member] = value;
    return Try("CreateBatchInferenceJob", input);
  };
  EXPECT_THAT(with("batchInferenceJobMode", "THEME_GENERATION"),
              Refused("InvalidInputException", "batchInferenceJobMode THEME_GENERATION"));
  EXPECT_THAT(with("themeGenerationConfig", {{"fieldsForThemeGeneration", {{"itemName", "X"}}}}),
              Refused("InvalidInputException", "themeGenerationConfig"));
  EXPECT_THAT(with("numResults", 501), Refused("InvalidInputException", "from 1 to 500"));
  EXPECT_THAT(
      with("batchInferenceJobConfig", {{"itemExplorationConfig", {{"explorationWeight", "2"}}}}),
      Refused("InvalidInputException", "explorationWeight"));
  EXPECT_THAT(with("solutionVersionArn", TrainOn("aws-item-affinity")),
              Refused("InvalidInputException", "use a batch segment job"));
  EXPECT_THAT(with("solutionVersionArn", TrainOn("aws-trending-now")),
              Refused("InvalidInputException", "no batch recommendations"));
}

}  // namespace
}  // namespace portside::personalize
