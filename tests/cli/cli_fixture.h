// SPDX-License-Identifier: Apache-2.0
//
// The commands with a server that answers what the test says, on a terminal made of strings.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "portside/cli/client_commands.h"

namespace portside::cli {

// What a server was asked, and what it will answer.
struct FakeServer {
  std::vector<std::string> calls;  // "POST /_portside/clock {…}"
  std::deque<CliResult<Json>> answers;
  std::string archive;  // that a download gives
  std::string url, token, authorities;

  CliResult<Json> Answer(const std::string& call) {
    calls.push_back(call);
    if (answers.empty()) return Fail(CliError{"the test has no answer to " + call});
    CliResult<Json> answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
};

class FakeClient final : public ControlClient {
 public:
  explicit FakeClient(FakeServer& server) : server_(server) {}
  CliResult<void> Download(const std::string& target,
                           const std::function<bool(std::string_view)>& take) override {
    server_.calls.push_back("GET " + target);
    const std::string& archive = server_.archive;
    if (archive.empty()) return Fail(CliError{"there is no archive"});
    const bool taken = take(archive.substr(0, 3)) && take(archive.substr(3));
    if (taken) return {};
    return Fail(CliError{"not taken"});
  }
  CliResult<Json> Upload(const std::string& target, const std::filesystem::path& file) override {
    std::ifstream stream(file);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return server_.Answer("PUT " + target + ' ' + text);
  }

 protected:
  CliResult<Json> Call(const std::string& method, const std::string& target,
                       const Json* body) override {
    return server_.Answer(method + ' ' + target + (body == nullptr ? "" : ' ' + DumpJson(*body)));
  }

 private:
  FakeServer& server_;
};

class CliFixture : public ::testing::Test {
 protected:
  struct Outcome {
    int status = -1;
    std::string out;
    std::string err;
  };

  // The variables of whoever runs the tests are not for them.
  CliFixture() {
    for (const char* name :
         {"PORTSIDE_URL", "PORTSIDE_CONTROL_TOKEN", "PORTSIDE_PORT", "PORTSIDE_CA"}) {
      unsetenv(name);
    }
  }

  void WillAnswer(const char* json) { server_.answers.emplace_back(Json::parse(json)); }
  void WillRefuse(const std::string& message) {
    server_.answers.emplace_back(Fail(CliError{message}));
  }

  Outcome Run(const std::vector<std::string>& arguments, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out, err;
    Terminal terminal{.in = in,
                      .out = out,
                      .err = err,
                      .is_terminal = is_terminal_,
                      .has_colours = has_colours_,
                      .size = [this] { return size_; },
                      .pause =
                          [this](std::chrono::milliseconds time) {
                            pauses_.push_back(time);
                            return pauses_.size() < most_pauses_;
                          }};
    const auto make =
        [this](const ServerAccess& server) -> CliResult<std::unique_ptr<ControlClient>> {
      server_.url = server.url;
      server_.token = server.token;
      server_.authorities = server.authorities;
      return std::make_unique<FakeClient>(server_);
    };
    ClientCommands commands;
    Outcome outcome;
    outcome.status = commands.Run(arguments, make, terminal);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }

  // One call, answered with {}: what it asked the server.
  std::string CallOf(const std::vector<std::string>& arguments, const std::string& input = "") {
    server_.calls.clear();
    server_.answers.clear();
    WillAnswer("{}");
    const Outcome outcome = Run(arguments, input);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(server_.calls.size(), 1u);
    return server_.calls.empty() ? "" : server_.calls.front();
  }

  // Wrong usage: one line, and the server is not called.
  void ExpectUsage(const std::vector<std::string>& arguments, const std::string& line) {
    server_.calls.clear();
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_EQ(outcome.err, line + '\n');
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(server_.calls.empty()) << line;
  }

  FakeServer server_;
  bool is_terminal_ = false;
  bool has_colours_ = false;
  Terminal::Size size_;
  std::vector<std::chrono::milliseconds> pauses_;
  std::size_t most_pauses_ = 100;  // the last one is an interrupt
};

}  // namespace portside::cli
