// SPDX-License-Identifier: Apache-2.0
//
// `portside jobs watch`: asks for the jobs again and again. On a terminal it redraws one table in
// place; elsewhere each change of a state is a line. Timelines hold every state, so that none is
// lost between two questions.

#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/target.h"

namespace portside::cli {

struct Watching {
  Target jobs{"/_portside/jobs"};
  std::chrono::milliseconds interval{1000};
  bool until_rest = false;  // ends when all of them are in a final state
};

CliResult<void> WatchJobs(const Watching& watching, const Invocation& invocation);

// What is new in each list of jobs after the one before: of a job seen for the first time its
// present state, then every state that it came into.
class JobChanges {
 public:
  struct Change {
    const Json* job;    // of the list that was given
    std::size_t entry;  // of its timeline
  };
  std::vector<Change> Take(const Json& jobs);

 private:
  std::map<std::string, std::size_t> seen_;  // entries of timelines, by ARN
};

// A table that takes the place of the one before.
class LiveScreen {
 public:
  explicit LiveScreen(Terminal& terminal);
  ~LiveScreen();
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;

  // As many jobs as the screen has rows for: those that are at rest give way, the oldest first.
  void Draw(const Json& jobs);

 private:
  Terminal& terminal_;
  std::size_t lines_ = 0;  // of the table that is there
};

}  // namespace portside::cli
