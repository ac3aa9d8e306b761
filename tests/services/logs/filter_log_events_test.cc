// SPDX-License-Identifier: Apache-2.0

#include "services/logs/fixture.h"
#include "services/logs/limits.h"

namespace portside::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

using FilterLogEventsTest = LogsTest;

TEST_F(FilterLogEventsTest, FindsInAllStreamsByTime) {
  Keep("b", {"b error 1"});
  app.Advance(1s);
  Keep("a", {"a error 2", "a fine"});
  app.Advance(1s);
  Keep("b", {"b error 3"});
  const Json answer = Filter({{"filterPattern", "error"}});
  EXPECT_THAT(Messages(answer), ElementsAre("b error 1", "a error 2", "b error 3"));
  EXPECT_EQ(answer.at("searchedLogStreams"), Json::array());
  EXPECT_FALSE(answer.contains("nextToken"));
  const Json& event = answer.at("events")[1];
  EXPECT_EQ(event.at("logStreamName"), "a");
  EXPECT_EQ(event.at("timestamp"), kStart + 1000);
  EXPECT_EQ(event.at("ingestionTime"), kStart + 1000);
  EXPECT_EQ(event.at("eventId").get<std::string>().size(), 56U);
  EXPECT_NE(event.at("eventId"), answer.at("events")[0].at("eventId"));

  EXPECT_THAT(Messages(Filter({{"logStreamNames", {"b", "b"}}})),
              ElementsAre("b error 1", "b error 3"));
  EXPECT_THAT(Messages(Filter({{"logStreamNamePrefix", "a"}})), ElementsAre("a error 2", "a fine"));
  EXPECT_THAT(Messages(Filter({{"startTime", kStart + 1000}, {"endTime", kStart + 2000}})),
              ElementsAre("a error 2", "a fine"));
}

TEST_F(FilterLogEventsTest, ComesInPages) {
  for (const char* stream : {"a", "b", "c"}) {
    Keep(stream, {std::string(stream) + "1", std::string(stream) + "2"});
    Keep(stream, {std::string(stream) + "3"});
  }
  std::vector<std::string> all;
  Json input = {{"limit", 2}};
  int pages = 0;
  while (true) {
    const Json answer = Filter(input);
    ++pages;
    for (std::string& message : Messages(answer)) all.push_back(std::move(message));
    if (!answer.contains("nextToken")) break;
    input["nextToken"] = answer.at("nextToken");
  }
  EXPECT_THAT(all, ElementsAre("a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"));
  EXPECT_EQ(pages, 5);
  input["filterPattern"] = "else";
  input["logGroupName"] = kTrainings;
  EXPECT_EQ(Refusal("FilterLogEvents", input),
            "InvalidParameterException: The specified nextToken is invalid.");
}

TEST_F(FilterLogEventsTest, ManyStreamsAreLookedAtBitByBit) {
  for (std::size_t at = 0; at <= limits::kLogStreamsFiltered; ++at) {
    Keep("s" + std::to_string(1000 + at), {at == limits::kLogStreamsFiltered ? "needle" : "hay"});
  }
  const Json first = Filter({{"filterPattern", "needle"}});
  EXPECT_THAT(Messages(first), IsEmpty());
  EXPECT_THAT(Messages(Filter({{"filterPattern", "needle"}, {"nextToken", first.at("nextToken")}})),
              ElementsAre("needle"));
}

TEST_F(FilterLogEventsTest, WhatIsNotThereIsRefused) {
  const auto refusal = [this](Json input) {
    input["logGroupName"] = kTrainings;
    return Refusal("FilterLogEvents", input);
  };
  EXPECT_EQ(refusal(Json::object()), kNoGroup);
  Keep("a", {"x"});
  EXPECT_EQ(refusal({{"logStreamNames", {"a", "b"}}}), kNoStream);
  EXPECT_THAT(refusal({{"logStreamNames", {"a"}}, {"logStreamNamePrefix", "a"}}),
              StartsWith("InvalidParameterException: logStreamNames and logStreamNamePrefix"));
  EXPECT_THAT(refusal({{"startFromHead", false}}),
              StartsWith("InvalidParameterException: startFromHead false"));
  EXPECT_THAT(refusal({{"filterPattern", "{ $.a = 1 }"}}),
              StartsWith("InvalidParameterException: filterPattern: patterns of the form { $."));
}

}  // namespace
}  // namespace portside::logs
