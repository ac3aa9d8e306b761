// SPDX-License-Identifier: Apache-2.0

#include "cli/job_watch.h"

#include <gmock/gmock.h>

#include "cli/cli_fixture.h"

namespace portside::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// A job that has come through these states, a second in each.
Json Job(const std::string& name, const std::vector<std::string>& states, bool final) {
  Json timeline = Json::array();
  for (std::size_t at = 0; at < states.size(); ++at) {
    timeline.push_back(
        {{"state", states[at]}, {"at", "2024-01-01T00:00:0" + std::to_string(at) + ".000000Z"}});
  }
  return {{"arn", "arn:" + name},   {"kind", "glue::run"}, {"name", name},
          {"state", states.back()}, {"final", final},      {"progress", final ? 1.0 : 0.5},
          {"timeline", timeline}};
}

class JobWatch : public CliFixture {
 protected:
  void WillList(const std::vector<Json>& jobs) {
    server_.answers.emplace_back(Json{{"jobs", jobs}, {"next_token", nullptr}});
  }
};

TEST_F(JobWatch, InAPipeEachChangeIsALineAndNoneIsLost) {
  WillList({Job("one", {"A", "B"}, false)});
  WillList({Job("one", {"A", "B"}, false)});
  WillList({Job("one", {"A", "B", "C", "D"}, true), Job("two", {"A"}, false)});
  WillList({Job("one", {"A", "B", "C", "D"}, true), Job("two", {"A", "D"}, true)});
  const Outcome watched = Run({"jobs", "watch", "--until-rest", "--interval", "0.25"});
  EXPECT_EQ(watched.status, 0) << watched.err;
  EXPECT_EQ(watched.out,
            "2024-01-01T00:00:01.000Z glue::run one A -> B\n"
            "2024-01-01T00:00:02.000Z glue::run one B -> C\n"
            "2024-01-01T00:00:03.000Z glue::run one C -> D\n"
            "2024-01-01T00:00:00.000Z glue::run two A\n"
            "2024-01-01T00:00:01.000Z glue::run two A -> D\n");
  EXPECT_EQ(pauses_, std::vector<std::chrono::milliseconds>(3, std::chrono::milliseconds(250)));
}

TEST_F(JobWatch, ForProgramsEachChangeIsADocument) {
  WillList({Job("one", {"A", "B"}, true)});
  const Outcome watched = Run({"jobs", "watch", "--until-rest", "--json"});
  ASSERT_EQ(std::count(watched.out.begin(), watched.out.end(), '\n'), 1) << watched.out;
  const Json line = Json::parse(watched.out);
  EXPECT_EQ(line["change"]["state"], "B");
  EXPECT_EQ(line["arn"], "arn:one");
  EXPECT_FALSE(line.contains("timeline"));
}

TEST_F(JobWatch, AnInterruptEndsIt) {
  most_pauses_ = 1;
  WillList({Job("one", {"A"}, false)});
  EXPECT_EQ(Run({"jobs", "watch"}).status, 0);
  pauses_.clear();
  WillList({Job("one", {"A"}, false)});
  const Outcome cut_short = Run({"jobs", "watch", "--until-rest"});
  EXPECT_EQ(cut_short.status, 130);
  EXPECT_EQ(cut_short.err, "");
}

TEST_F(JobWatch, ATerminalShowsOneTableThatIsDrawnAgain) {
  is_terminal_ = true;
  WillList({Job("one", {"A"}, false)});
  WillList({Job("one", {"A", "D"}, true)});
  const std::string out = Run({"jobs", "watch", "--until-rest"}).out;
  EXPECT_THAT(out, testing::StartsWith("\x1b[?25l\rKIND "));
  EXPECT_THAT(out, HasSubstr("one   A      [#####.....]  50%"));
  // Two lines up, and over what is there.
  EXPECT_THAT(out, HasSubstr("\x1b[J\x1b[2A\rKIND "));
  EXPECT_THAT(out, HasSubstr("one   D      [##########] 100%"));
  EXPECT_THAT(out, testing::EndsWith("\x1b[J\x1b[?25h"));
}

TEST_F(JobWatch, TheCursorComesBackAfterARefusalToo) {
  is_terminal_ = true;
  WillRefuse("no");
  const Outcome refused = Run({"jobs", "watch"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.out, "\x1b[?25l\x1b[?25h");
}

TEST_F(JobWatch, WhatHasNoRoomIsCounted) {
  is_terminal_ = true;
  size_ = {.columns = 100, .rows = 5};
  WillList({Job("old", {"D"}, true), Job("busy", {"A"}, false), Job("new", {"D"}, true),
            Job("newest", {"D"}, true)});
  most_pauses_ = 2;
  const std::string out = Run({"jobs", "watch"}).out;
  EXPECT_THAT(out, Not(HasSubstr(" old ")));
  EXPECT_THAT(out, Not(HasSubstr(" new ")));
  EXPECT_THAT(out, HasSubstr(" busy "));
  EXPECT_THAT(out, HasSubstr(" newest "));
  EXPECT_THAT(out, HasSubstr("and 2 more that have no room"));
}

TEST_F(JobWatch, NoJobsAreAtRest) {
  is_terminal_ = true;
  WillList({});
  const Outcome watched = Run({"jobs", "watch", "--until-rest"});
  EXPECT_EQ(watched.status, 0);
  EXPECT_THAT(watched.out, HasSubstr("no jobs yet"));
}

TEST(JobChangesTest, AJobThatIsMadeAnewIsNew) {
  JobChanges changes;
  EXPECT_EQ(changes.Take(Json::array({Job("one", {"A", "B", "C"}, true)})).size(), 1u);
  const Json again = Json::array({Job("one", {"A"}, false)});
  ASSERT_EQ(changes.Take(again).size(), 1u);
  EXPECT_EQ(changes.Take(Json::array()).size(), 0u);
  EXPECT_EQ(changes.Take(again).size(), 1u);
}

}  // namespace
}  // namespace portside::cli
