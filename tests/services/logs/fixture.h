// SPDX-License-Identifier: Apache-2.0
//
// A program whose jobs have written to their logs: lines are given to the keeper as the scheduler
// gives them.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portside/services/logs/log_keeper.h"
#include "support/test_app.h"

namespace portside::logs {

using namespace std::chrono_literals;

inline constexpr const char* kTrainings = "/aws/sagemaker/TrainingJobs";
// 2024-01-01, where the clock of tests begins.
inline constexpr std::int64_t kStart = 1'704'067'200'000;

class LogsTest : public testing::Test {
 protected:
  // All at one time, as one unit.
  void Keep(const std::string& stream, const std::vector<std::string>& texts, bool begins = false,
            const std::string& group = kTrainings) {
    Resource job;
    job.account = app.account;
    job.region = app.region;
    std::vector<LogLine> lines;
    for (const std::string& text : texts) lines.push_back({app.Now(), text});
    KeepLines({job, group, stream, begins, app.Now(), lines},
              Stores{app.app().resources(), app.app().records()});
    app.app().database().Commit();
  }
  Json Do(const std::string& operation, const Json& input) {
    return app.Call("logs", operation, input);
  }
  std::string Refusal(const std::string& operation, const Json& input) {
    const CallResult result = app.TryCall("logs", operation, input);
    EXPECT_EQ(result.status, 400);
    return result.ErrorCode() + ": " + result.ErrorMessage();
  }
  Json Get(Json input, const std::string& stream = "a") {
    input.emplace("logGroupName", kTrainings);
    input.emplace("logStreamName", stream);
    return Do("GetLogEvents", input);
  }
  Json Filter(Json input) {
    input.emplace("logGroupName", kTrainings);
    return Do("FilterLogEvents", input);
  }
  static std::vector<std::string> Messages(const Json& answer) {
    std::vector<std::string> messages;
    for (const Json& event : answer.at("events")) messages.push_back(event.at("message"));
    return messages;
  }
  std::vector<std::string> Names(const std::string& operation, const Json& input) {
    const bool of_groups = operation == "DescribeLogGroups";
    last = Do(operation, input);
    std::vector<std::string> names;
    for (const Json& one : last.at(of_groups ? "logGroups" : "logStreams")) {
      names.push_back(one.at(of_groups ? "logGroupName" : "logStreamName"));
    }
    return names;
  }

  TestApp app;
  Json last;
};

inline const std::string kNoGroup =
    "ResourceNotFoundException: The specified log group does not exist.";
inline const std::string kNoStream =
    "ResourceNotFoundException: The specified log stream does not exist.";

}  // namespace portside::logs
