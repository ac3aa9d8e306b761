// SPDX-License-Identifier: Apache-2.0

#include "services/logs/fixture.h"

namespace portside::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

class LogGroupsTest : public LogsTest {
 protected:
  std::vector<std::string> Groups(const Json& input) { return Names("DescribeLogGroups", input); }
};

TEST_F(LogGroupsTest, AreThereOnceAJobHasWritten) {
  EXPECT_THAT(Groups(Json::object()), IsEmpty());
  Keep("a", {"four", ""});
  const std::string arn =
      "arn:aws:logs:us-west-2:123456789012:log-group:/aws/sagemaker/TrainingJobs";
  EXPECT_EQ(Do("DescribeLogGroups", Json::object()), Json({{"logGroups",
                                                            {{{"logGroupName", kTrainings},
                                                              {"creationTime", kStart},
                                                              {"metricFilterCount", 0},
                                                              {"arn", arn + ":*"},
                                                              {"logGroupArn", arn},
                                                              {"storedBytes", 4},
                                                              {"logGroupClass", "STANDARD"}}}}}));
  app.account = "999999999999";
  EXPECT_THAT(Groups(Json::object()), IsEmpty());
}

TEST_F(LogGroupsTest, AreFoundByName) {
  for (const char* name : {"/b/Two", "/a", "/b/one", "/c"}) Keep("s", {"x"}, false, name);
  EXPECT_THAT(Groups(Json::object()), ElementsAre("/a", "/b/Two", "/b/one", "/c"));
  EXPECT_THAT(Groups({{"logGroupNamePrefix", "/b"}}), ElementsAre("/b/Two", "/b/one"));
  EXPECT_FALSE(last.contains("nextToken"));
  EXPECT_THAT(Groups({{"logGroupNamePattern", "tWO"}}), ElementsAre("/b/Two"));
  EXPECT_THAT(Groups({{"logGroupIdentifiers",
                       {"/c", "arn:aws:logs:us-west-2:123456789012:log-group:/a", "/none",
                        "arn:aws:logs:us-west-2:999999999999:log-group:/a"}}}),
              ElementsAre("/c", "/a"));
  EXPECT_THAT(Groups({{"logGroupClass", "INFREQUENT_ACCESS"}}), IsEmpty());
  EXPECT_THAT(Groups({{"includeLinkedAccounts", true}, {"accountIdentifiers", {"999999999999"}}}),
              IsEmpty());
  EXPECT_THAT(
      Refusal("DescribeLogGroups", {{"logGroupNamePrefix", "/b"}, {"logGroupNamePattern", "/b"}}),
      StartsWith("InvalidParameterException: logGroupNamePrefix and logGroupNamePattern"));
}

TEST_F(LogGroupsTest, ComeInPages) {
  for (const char* name : {"/b/3", "/b/1", "/b/2", "/a", "/c"}) Keep("s", {"x"}, false, name);
  Json input = {{"logGroupNamePrefix", "/b"}, {"limit", 2}};
  EXPECT_THAT(Groups(input), ElementsAre("/b/1", "/b/2"));
  input["nextToken"] = last.at("nextToken");
  EXPECT_THAT(Groups(input), ElementsAre("/b/3"));
  EXPECT_FALSE(last.contains("nextToken"));
  input["logGroupNamePrefix"] = "/a";
  EXPECT_EQ(Refusal("DescribeLogGroups", input),
            "InvalidParameterException: The specified nextToken is invalid.");
}

// What would write is refused by name.
TEST_F(LogGroupsTest, NobodyElseMakesThem) {
  const CallResult result = app.TryCall("logs", "CreateLogGroup", {{"logGroupName", "/x"}});
  EXPECT_EQ(result.status, 501);
  EXPECT_THAT(result.ErrorMessage(), testing::HasSubstr("CreateLogGroup"));
}

}  // namespace
}  // namespace portside::logs
