// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/batch_fixture.h"

namespace portside::personalize {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

class BatchSegmentJobsTest : public BatchTest {
 protected:
  BatchSegmentJobsTest() : BatchTest("Segment") {}
  static std::vector<std::string> Users(const Json& answer) {
    EXPECT_EQ(answer.at("error"), nullptr);
    return answer.at("output").at("usersList");
  }
};

TEST_F(BatchSegmentJobsTest, TellsWhoTakesToAnItem) {
  Json input = Input(TrainOn("aws-item-affinity"));
  input["numResults"] = 12;
  const auto answers = Answers(input, "{\"itemId\": \"a03\"}\n\n{\"itemId\": \"b07\"}");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].at("input"), Json({{"itemId", "a03"}}));
  EXPECT_THAT(Users(answers[0]), AllOf(SizeIs(12), Each(StartsWith("a-user-"))));
  EXPECT_THAT(Users(answers[1]), AllOf(SizeIs(12), Each(StartsWith("b-user-"))));
  EXPECT_THAT(app.ListKeys("s3://out/"), ElementsAre("answers/_CHECK", "answers/lines.json.out"));
  EXPECT_THAT(app.GetObject("s3://out/answers/lines.json.out"),
              StartsWith(R"({"input":{"itemId": "a03"},"output":{"usersList":["a-user-)"));
  const Json job =
      Do("DescribeBatchSegmentJob", {{"batchSegmentJobArn", Named("batch-segment-job/job")}})
          .at("batchSegmentJob");
  EXPECT_EQ(job.at("numResults"), 12);
  EXPECT_EQ(job.at("jobInput"), input.at("jobInput"));
  const Json listed =
      Do("ListBatchSegmentJobs", {{"solutionVersionArn", input.at("solutionVersionArn")}});
  EXPECT_EQ(listed.at("batchSegmentJobs")[0].at("jobName"), "job");
  EXPECT_THAT(Try("CreateBatchSegmentJob", input),
              Refused("ResourceAlreadyExistsException", "batch-segment-job/job"));
}

TEST_F(BatchSegmentJobsTest, TellsWhoTakesToAttributes) {
  const auto answers =
      Answers(Input(TrainOn("aws-item-attribute-affinity")),
              "{\"itemAttributes\": \"ITEMS.genres = \\\"of a\\\"\"}\n"
              "{\"itemAttributes\": \"ITEMS.genres = \\\"of b\\\" AND ITEMS.PRICE < 5\"}\n");
  ASSERT_EQ(answers.size(), 2U);
  // 25 are asked for where nothing is said; there are 20 of each circle.
  EXPECT_THAT(Users(answers[0]), SizeIs(25));
  EXPECT_THAT(Users(answers[0])[0], StartsWith("a-user-"));
  EXPECT_THAT(Users(answers[0])[19], StartsWith("a-user-"));
  EXPECT_THAT(Users(answers[1])[0], StartsWith("b-user-"));
}

TEST_F(BatchSegmentJobsTest, FiltersUsersByTheLinesValues) {
  Json input = Input(TrainOn("aws-item-affinity"));
  input["filterArn"] = MakeFilter("INCLUDE UserID WHERE Users.AGE < $AGE");
  const auto answers = Answers(input,
                               "{\"itemId\": \"a03\", \"filterValues\": {\"AGE\": \"3\"}}\n"
                               "{\"itemId\": \"a03\", \"filterValues\": {\"AGE\": \"5\"}}\n");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_THAT(Users(answers[0]), SizeIs(6));
  EXPECT_THAT(Users(answers[1]), SizeIs(10));
}

TEST_F(BatchSegmentJobsTest, FiltersUsersByWhatTheyDid) {
  Json input = Input(TrainOn("aws-item-affinity"));
  Do("PutEvents", {{"trackingId", MakeTracker(Named("dataset-group/g"))},
                   {"userId", "a-user-07"},
                   {"sessionId", "s"},
                   {"eventList", {{{"eventType", "return"}, {"itemId", "a01"}, {"sentAt", 1.0}}}}});
  input["filterArn"] = MakeFilter("INCLUDE UserID WHERE Interactions.EVENT_TYPE IN (\"return\")");
  const auto answers = Answers(input, "{\"itemId\": \"a03\"}\n");
  EXPECT_THAT(Users(answers.at(0)), ElementsAre("a-user-07"));
}

TEST_F(BatchSegmentJobsTest, WhatCannotBeAnsweredStandsApart) {
  app.PutObject("s3://source/in/lines.json",
                "{\"itemId\": \"a03\"}\nnonsense\n{\"itemId\": 3}\n{\"itemId\": \"none\"}\n"
                "{\"itemId\": \"a03\", \"filterValues\": {\"X\": \"1\"}}\n");
  EXPECT_EQ(Run(Input(TrainOn("aws-item-affinity"))).at("status"), "ACTIVE");
  EXPECT_EQ(Lines("s3://out/answers/lines.json.out").size(), 1U);
  const auto errors = Lines("s3://out/answers/lines.json.errors");
  ASSERT_EQ(errors.size(), 4U);
  EXPECT_EQ(errors[0].at("input"), "nonsense");
  EXPECT_EQ(errors[0].at("output"), nullptr);
  EXPECT_EQ(errors[0].at("error"), "The line is no JSON object.");
  EXPECT_EQ(errors[1].at("error"), "The line has no text 'itemId'.");
  EXPECT_EQ(errors[2].at("error"), "The solution version does not know the item 'none'.");
  EXPECT_THAT(errors[3].at("error").get<std::string>(), HasSubstr("the job has none"));
}

TEST_F(BatchSegmentJobsTest, AttributesAreConditionsOnItems) {
  app.PutObject("s3://source/in/lines.json",
                "{\"itemAttributes\": \"ITEMS.GENRES IN (\\\"of a\\\")\"}\n"
                "{\"itemAttributes\": \"ITEMS.PRICE = 1 OR ITEMS.PRICE = 2\"}\n"
                "{\"itemAttributes\": \"ITEMS.PRICE = $X\"}\n"
                "{\"itemAttributes\": \"ITEMS.PRICE < 5 | EXCLUDE ItemID WHERE ITEMS.PRICE = 1\"}\n"
                "{\"itemAttributes\": \"ITEMS.COLOUR = 1\"}\n"
                "{\"itemAttributes\": \"ITEMS.PRICE = 99\"}\n"
                "{\"itemAttributes\": \"x\"}\n");
  EXPECT_EQ(Run(Input(TrainOn("aws-item-attribute-affinity"))).at("status"), "ACTIVE");
  const auto errors = Lines("s3://out/answers/lines.json.errors");
  ASSERT_EQ(errors.size(), 7U);
  for (const int at : {0, 1, 2, 3}) {
    EXPECT_THAT(errors[at].at("error").get<std::string>(), HasSubstr("joined by AND")) << at;
  }
  EXPECT_THAT(errors[4].at("error").get<std::string>(), HasSubstr("COLOUR"));
  EXPECT_THAT(errors[5].at("error").get<std::string>(), StartsWith("No item has"));
  EXPECT_THAT(errors[6].at("error").get<std::string>(), HasSubstr("at position"));
}

// A path is a prefix, as the guide says.
TEST_F(BatchSegmentJobsTest, TakesEveryFileOfThePrefix) {
  for (const char* key : {"in/a.json", "in/deep/b.json", "in2/c.json"}) {
    app.PutObject(std::string("s3://source/") + key, "{\"itemId\": \"a03\"}");
  }
  Json input = Input(TrainOn("aws-item-affinity"), "s3://source/in");
  EXPECT_EQ(Run(input).at("status"), "ACTIVE");
  EXPECT_THAT(app.ListKeys("s3://out/answers/"),
              ElementsAre("answers/_CHECK", "answers/in/a.json.out", "answers/in/deep/b.json.out",
                          "answers/in2/c.json.out"));
  input = Input(input.at("solutionVersionArn"), "s3://source/none");
  input["jobName"] = "other";
  EXPECT_THAT(Run(input).at("failureReason").get<std::string>(),
              StartsWith("Invalid S3 input path. There is no object"));
}

TEST_F(BatchSegmentJobsTest, IsRefusedWhereItCannotWork) {
  const std::string version = TrainOn("aws-item-affinity");
  const auto with = [&](const char* pointer, const Json& value) {
    Json input = Input(version);
    input[Json::json_pointer(pointer)] = value;
    return Try("CreateBatchSegmentJob", input);
  };
  EXPECT_THAT(with("/numResults", 0), Refused("InvalidInputException", "from 1 to 5000000"));
  EXPECT_THAT(with("/jobInput/s3DataSource/path", "https://x"),
              Refused("InvalidInputException", "Invalid S3 input path"));
  EXPECT_THAT(with("/filterArn", Named("filter/none")),
              Refused("ResourceNotFoundException", "filter/none"));
  EXPECT_THAT(with("/filterArn", MakeFilter("INCLUDE ItemID WHERE Items.PRICE < 3")),
              Refused("InvalidInputException",
                      "is about items, and this job needs one about "
                      "users"));
  EXPECT_THAT(with("/solutionVersionArn", TrainOn("aws-sims")),
              Refused("InvalidInputException", "makes no user segments"));
  Do("CreateBatchSegmentJob", Input(version));
  EXPECT_THAT(Try("DeleteSolution", {{"solutionArn", Named("solution/aws-item-affinity")}}),
              Refused("ResourceInUseException", "wait until " + Named("batch-segment-job/job")));
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", Named("dataset/g/USERS")}}),
              Refused("ResourceInUseException", "wait until " + Named("batch-segment-job/job")));
}

}  // namespace
}  // namespace portside::personalize
