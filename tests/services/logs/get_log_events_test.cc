// SPDX-License-Identifier: Apache-2.0

#include "portside/base/limits.h"
#include "services/logs/fixture.h"

namespace portside::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using GetLogEventsTest = LogsTest;

TEST_F(GetLogEventsTest, ShowsEventsWithTheirTimes) {
  Keep("a", {"one"});
  app.Advance(1500ms);
  Keep("a", {"two"});
  const Json answer = Get({{"startFromHead", true}});
  EXPECT_EQ(
      answer.at("events"),
      Json({{{"timestamp", kStart}, {"message", "one"}, {"ingestionTime", kStart}},
            {{"timestamp", kStart + 1500}, {"message", "two"}, {"ingestionTime", kStart + 1500}}}));
}

// As SDKs do while a job runs: from the head on, by the token, until it stays the same.
TEST_F(GetLogEventsTest, IsFollowedForward) {
  Keep("a", {"1", "2"});
  Keep("a", {"3", "", "4"});
  Json answer = Get({{"startFromHead", true}, {"limit", 3}});
  EXPECT_THAT(Messages(answer), ElementsAre("1", "2", "3"));
  const auto follow = [&] {
    answer = Get({{"startFromHead", true}, {"nextToken", answer.at("nextForwardToken")}});
    return Messages(answer);
  };
  EXPECT_THAT(follow(), ElementsAre("4"));
  const Json token = answer.at("nextForwardToken");
  EXPECT_THAT(follow(), IsEmpty());
  EXPECT_EQ(answer.at("nextForwardToken"), token);
  EXPECT_TRUE(token.get<std::string>().starts_with("f/"));
  Keep("a", {"5"});
  EXPECT_THAT(follow(), ElementsAre("5"));
  EXPECT_THAT(follow(), IsEmpty());
}

TEST_F(GetLogEventsTest, BeginsAtTheEndAndGoesBack) {
  for (const char* text : {"1", "2", "3", "4", "5"}) Keep("a", {text});
  Json answer = Get({{"limit", 2}});
  EXPECT_THAT(Messages(answer), ElementsAre("4", "5"));
  const Json forward = answer.at("nextForwardToken");
  const auto back = [&] {
    answer = Get({{"limit", 2}, {"nextToken", answer.at("nextBackwardToken")}});
    return Messages(answer);
  };
  EXPECT_THAT(back(), ElementsAre("2", "3"));
  EXPECT_THAT(back(), ElementsAre("1"));
  const Json token = answer.at("nextBackwardToken");
  EXPECT_THAT(back(), IsEmpty());
  EXPECT_EQ(answer.at("nextBackwardToken"), token);
  Keep("a", {"6"});
  EXPECT_THAT(Messages(Get({{"nextToken", forward}})), ElementsAre("6"));
  EXPECT_THAT(Messages(Get({{"nextToken", answer.at("nextForwardToken")}, {"limit", 1}})),
              ElementsAre("1"));
}

TEST_F(GetLogEventsTest, TimesBoundIt) {
  for (const char* text : {"0", "1", "2", "3"}) {
    Keep("a", {text});
    app.Advance(1s);
  }
  const Json window = {{"startTime", kStart + 1000}, {"endTime", kStart + 3000}};
  EXPECT_THAT(Messages(Get(window)), ElementsAre("1", "2"));
  Json input = window;
  input["startFromHead"] = true;
  input["limit"] = 1;
  EXPECT_THAT(Messages(Get(input)), ElementsAre("1"));
  EXPECT_THAT(Messages(Get({{"startTime", kStart + 9000}})), IsEmpty());
}

TEST_F(GetLogEventsTest, APageHasAMebibyteAtMost) {
  const std::vector<std::string> lines(80, std::string(limits::kLogLineBytes, 'x'));
  Keep("a", lines);
  Json answer = Get({{"startFromHead", true}});
  EXPECT_EQ(Messages(answer).size(), 63U) << "with 26 bytes more for each";
  answer = Get({{"nextToken", answer.at("nextForwardToken")}});
  EXPECT_EQ(Messages(answer).size(), 17U);
  EXPECT_EQ(Messages(Get(Json::object())).size(), 63U);
}

TEST_F(GetLogEventsTest, WhatIsNotThereIsRefused) {
  const Json input = {{"logGroupName", kTrainings}, {"logStreamName", "a"}};
  EXPECT_EQ(Refusal("GetLogEvents", input), kNoGroup);
  Keep("b", {"x"});
  EXPECT_EQ(Refusal("GetLogEvents", input), kNoStream);
  Keep("a", {"x"});
  const std::string tokens[] = {"f/1/s", "x/" + std::string(56, '0') + "/s",
                                "f/" + std::string(55, '0') + "x/s",
                                "b/" + std::string(56, '9') + "/s"};
  for (const std::string& token : tokens) {
    Json with_token = input;
    with_token["nextToken"] = token;
    EXPECT_EQ(Refusal("GetLogEvents", with_token),
              "InvalidParameterException: The specified nextToken is invalid.")
        << token;
  }
}

}  // namespace
}  // namespace portside::logs
