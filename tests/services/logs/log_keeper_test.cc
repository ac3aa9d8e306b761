// SPDX-License-Identifier: Apache-2.0

#include "portside/services/logs/log_keeper.h"

#include "services/logs/fixture.h"

namespace portside::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LogKeeperTest : public LogsTest {
 protected:
  std::vector<std::string> Read(const std::string& stream) {
    return Messages(Get({{"startFromHead", true}}, stream));
  }
  std::int64_t StoredBytes() {
    return Do("DescribeLogGroups", Json::object()).at("logGroups")[0].at("storedBytes");
  }
};

TEST_F(LogKeeperTest, AStreamThatBeginsAnewIsEmptyBefore) {
  Keep("a", {"old", "lines"}, /*begins=*/true);
  Keep("b", {"stays"}, /*begins=*/true);
  app.Advance(5s);
  const Json token = Get(Json::object()).at("nextForwardToken");
  Keep("a", {"new"}, /*begins=*/true);
  Keep("a", {"more"});
  EXPECT_THAT(Read("a"), ElementsAre("new", "more"));
  EXPECT_THAT(Read("b"), ElementsAre("stays"));
  EXPECT_THAT(Messages(Get({{"nextToken", token}})), ElementsAre("new", "more"))
      << "a client that follows it sees what is new";
  EXPECT_EQ(StoredBytes(), 12);
  const Json streams = Do("DescribeLogStreams", {{"logGroupName", kTrainings}}).at("logStreams");
  ASSERT_EQ(streams.size(), 2U);
  EXPECT_EQ(streams[0].at("firstEventTimestamp"), kStart + 5000);
}

TEST_F(LogKeeperTest, ResetsAndSnapshotsHaveThem) {
  Keep("a", {"kept"});
  app.Control("PUT", "/_portside/snapshots/before");
  Keep("a", {"later"});
  Keep("b", {"later"});
  app.Control("POST", "/_portside/reset", {{"service", "sagemaker"}});
  EXPECT_THAT(Read("a"), ElementsAre("kept", "later")) << "they are no part of that service";
  app.Control("POST", "/_portside/snapshots/before");
  EXPECT_THAT(Read("a"), ElementsAre("kept"));
  EXPECT_THAT(Names("DescribeLogStreams", {{"logGroupName", kTrainings}}), ElementsAre("a"));
  app.Control("POST", "/_portside/reset", {{"service", "logs"}});
  EXPECT_THAT(Names("DescribeLogGroups", Json::object()), IsEmpty());
  Keep("a", {"anew"});
  EXPECT_THAT(Read("a"), ElementsAre("anew"));
}

}  // namespace
}  // namespace portside::logs
