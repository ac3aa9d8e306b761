// SPDX-License-Identifier: Apache-2.0

#include "services/logs/fixture.h"

namespace portside::logs {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

class LogStreamsTest : public LogsTest {
 protected:
  std::vector<std::string> Streams(Json input) {
    input.emplace("logGroupName", kTrainings);
    return Names("DescribeLogStreams", input);
  }
};

TEST_F(LogStreamsTest, ShowTheTimesOfTheirEvents) {
  Keep("train/algo-1-1", {"one"});
  app.Advance(2s);
  Keep("train/algo-1-1", {"two", "three"});
  const std::string arn =
      "arn:aws:logs:us-west-2:123456789012:log-group:/aws/sagemaker/TrainingJobs"
      ":log-stream:train/algo-1-1";
  EXPECT_EQ(Do("DescribeLogStreams", {{"logGroupName", kTrainings}}),
            Json({{"logStreams",
                   {{{"logStreamName", "train/algo-1-1"},
                     {"creationTime", kStart},
                     {"firstEventTimestamp", kStart},
                     {"lastEventTimestamp", kStart + 2000},
                     {"lastIngestionTime", kStart + 2000},
                     {"arn", arn},
                     {"storedBytes", 0}}}}}));
}

TEST_F(LogStreamsTest, AreFoundByPrefixAndOrdered) {
  for (const char* name : {"b/1", "a", "b/2", "c"}) {
    Keep(name, {"x"});
    app.Advance(1s);
  }
  Keep("a", {"later"});
  Keep("b/1", {"x"}, false, "/other");
  EXPECT_THAT(Streams(Json::object()), ElementsAre("a", "b/1", "b/2", "c"));
  // As the Python SDK of SageMaker asks.
  EXPECT_THAT(Streams({{"logStreamNamePrefix", "b/"}, {"orderBy", "LogStreamName"}, {"limit", 1}}),
              ElementsAre("b/1"));
  EXPECT_THAT(Streams({{"logStreamNamePrefix", "b/"},
                       {"orderBy", "LogStreamName"},
                       {"limit", 1},
                       {"nextToken", last.at("nextToken")}}),
              ElementsAre("b/2"));
  EXPECT_THAT(Streams({{"logStreamNamePrefix", "b"}, {"descending", true}}),
              ElementsAre("b/2", "b/1"));
  EXPECT_FALSE(last.contains("nextToken"));
  EXPECT_THAT(Streams({{"orderBy", "LastEventTime"}, {"descending", true}}),
              ElementsAre("a", "c", "b/2", "b/1"));
}

TEST_F(LogStreamsTest, AreRefusedWhereThereIsNoGroup) {
  const auto refusal = [this](const Json& input) { return Refusal("DescribeLogStreams", input); };
  EXPECT_EQ(refusal({{"logGroupName", kTrainings}}), kNoGroup);
  Keep("a", {"x"});
  EXPECT_EQ(refusal({{"logGroupName", "/none"}}), kNoGroup);
  EXPECT_THAT(refusal(Json::object()), StartsWith("InvalidParameterException: Either logGroup"));
  EXPECT_THAT(refusal({{"logGroupName", kTrainings}, {"logGroupIdentifier", kTrainings}}),
              StartsWith("InvalidParameterException: logGroupName and logGroupIdentifier"));
  EXPECT_EQ(refusal({{"logGroupName", kTrainings},
                     {"orderBy", "LastEventTime"},
                     {"logStreamNamePrefix", "a"}}),
            "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.");
  EXPECT_EQ(Names("DescribeLogStreams",
                  {{"logGroupIdentifier",
                    "arn:aws:logs:us-west-2:123456789012:log-group:/aws/sagemaker/TrainingJobs"}})
                .size(),
            1U);
}

}  // namespace
}  // namespace portside::logs
