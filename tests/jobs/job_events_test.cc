// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_events.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

JobEvent Event(const std::string& name) {
  return {.time = Timestamp(Duration(1'700'000'000'123'456)),
          .arn = "arn:" + name,
          .kind = "test::job",
          .name = name,
          .account = "111111111111",
          .region = "us-east-1",
          .from = "",
          .to = "NEW"};
}

TEST(JobEventsTest, AreObjectsWithEveryMember) {
  JobEvent event = Event("a");
  event.id = 3;
  EXPECT_EQ(JobEventToJson(event), Json({{"id", 3},
                                         {"time", "2023-11-14T22:13:20.123456Z"},
                                         {"arn", "arn:a"},
                                         {"kind", "test::job"},
                                         {"name", "a"},
                                         {"account", "111111111111"},
                                         {"region", "us-east-1"},
                                         {"from", nullptr},
                                         {"to", "NEW"},
                                         {"final", false},
                                         {"reason", nullptr}}));
  event.from = "NEW";
  event.to = "FAILED";
  event.is_final = true;
  event.reason = "why";
  const Json json = JobEventToJson(event);
  EXPECT_EQ(json["from"], "NEW");
  EXPECT_EQ(json["final"], true);
  EXPECT_EQ(json["reason"], "why");
}

TEST(JobEventsTest, AreToldToThoseWhoListen) {
  JobEvents events;
  std::string seen;
  events.Add(Event("a"));
  auto first = events.Listen([&](const JobEvent& e) { seen += e.name + std::to_string(e.id); });
  events.Add(Event("b"));
  {
    const auto second = events.Listen([&](const JobEvent&) { seen += "!"; });
    EXPECT_EQ(events.listeners(), 2U);
    events.Add(Event("c"));
  }
  events.Add(Event("d"));
  EXPECT_EQ(seen, "b2c3!d4");
  first = {};
  EXPECT_EQ(events.listeners(), 0U);
  EXPECT_EQ(events.newest(), 4);
}

TEST(JobEventsTest, ListenersMayComeAndGoWhileTheyAreTold) {
  JobEvents events;
  std::string seen;
  JobEvents::Subscription one, two, three;
  one = events.Listen([&](const JobEvent&) {
    seen += "1";
    one = {};
    two = {};
    three = events.Listen([&](const JobEvent&) { seen += "3"; });
  });
  two = events.Listen([&](const JobEvent&) { seen += "2"; });
  events.Add(Event("a"));
  EXPECT_EQ(seen, "13");
}

TEST(JobEventsTest, ASubscriptionMayOutliveTheEvents) {
  JobEvents::Subscription subscription;
  {
    JobEvents events;
    subscription = events.Listen([](const JobEvent&) {});
  }
  subscription = {};
}

TEST(JobEventsTest, TheNewestAreKept) {
  JobEvents events;
  for (std::size_t i = 0; i < limits::kJobEvents + 5; ++i) events.Add(Event("x"));
  std::vector<std::int64_t> ids;
  const auto add = [&](const JobEvent& event) { ids.push_back(event.id); };
  events.Replay(0, add);
  ASSERT_EQ(ids.size(), limits::kJobEvents);
  EXPECT_EQ(ids.front(), 6);
  ids.clear();
  events.Replay(events.newest() - 2, add);
  EXPECT_EQ(ids, (std::vector{events.newest() - 1, events.newest()}));
}

}  // namespace
}  // namespace portside
