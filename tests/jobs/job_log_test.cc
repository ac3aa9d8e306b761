// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/limits.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class JobLogTest : public testing::Test {
 protected:
  JobLog MakeLog() {
    return JobLog(clock_, [this](std::vector<LogLine> lines) {
      ++units_;
      for (LogLine& line : lines) {
        texts_.push_back(std::move(line.text));
        times_.push_back(line.at);
      }
    });
  }

  VirtualClock clock_;
  std::vector<std::string> texts_;
  std::vector<Timestamp> times_;
  std::size_t units_ = 0;
};

TEST_F(JobLogTest, LinesShowAtOnceWhileTheyAreFew) {
  const Timestamp start = clock_.Now();
  JobLog log = MakeLog();
  log.Line("one");
  clock_.Advance(5ms);
  log.Line("two\nthree\r\n\nfive\n");
  EXPECT_THAT(texts_, ElementsAre("one", "two", "three", "", "five"));
  EXPECT_EQ(times_.front(), start);
  EXPECT_EQ(times_.back(), start + 5ms);
}

TEST_F(JobLogTest, ManyLinesAreFewUnitsAndNoneWaitsForLong) {
  JobLog log = MakeLog();
  for (int line = 0; line < 5000; ++line) log.Line("x");
  EXPECT_LT(units_, 150U);
  EXPECT_GT(texts_.size(), 4600U);
  log.Flush();
  EXPECT_EQ(texts_.size(), 5000U);
  log.Line("waits");
  EXPECT_EQ(texts_.size(), 5000U);
  clock_.Advance(1s);
  log.Line("goes on after a second");
  EXPECT_EQ(texts_.size(), 5002U);
}

TEST_F(JobLogTest, WhatDoesNotFitIsCounted) {
  JobLog log = MakeLog();
  for (std::size_t line = 0; line < limits::kLogLines + 7; ++line) log.Line("x");
  log.Finish();
  log.Finish();
  ASSERT_EQ(texts_.size(), limits::kLogLines + 1);
  EXPECT_THAT(texts_.back(), HasSubstr("has dropped the 7 lines"));
}

TEST_F(JobLogTest, BytesAreCountedAndLongLinesAreCut) {
  JobLog log = MakeLog();
  // Where it is cut stands a character of three bytes.
  std::string line;
  while (line.size() <= limits::kLogLineBytes) line += "€";
  const std::size_t fit = limits::kLogBytes / limits::kLogLineBytes;
  for (std::size_t at = 0; at < fit + 2; ++at) log.Line(line);
  log.Finish();
  ASSERT_EQ(texts_.size(), fit + 1);
  EXPECT_LE(texts_[0].size(), limits::kLogLineBytes);
  EXPECT_THAT(texts_[0], EndsWith("€ … (shortened)"));
  EXPECT_THAT(texts_.back(), HasSubstr("has dropped the 2 lines"));
}

TEST_F(JobLogTest, WithoutAKeeperLinesAreDropped) {
  JobLog log(clock_, nullptr);
  log.Line("nobody reads this");
  log.Finish();
}

TEST(AlgorithmStream, IsNamedByWhenTheStateWasEntered) {
  Resource job;
  job.name = "train";
  job.timeline = {{"InProgress", Timestamp(1'542'410'713'900ms), ""}};
  EXPECT_EQ(AlgorithmStream(job), "train/algo-1-1542410713");
}

}  // namespace
}  // namespace portside
