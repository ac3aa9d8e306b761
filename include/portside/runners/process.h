// SPDX-License-Identifier: Apache-2.0
//
// RunProcess: a command with its own group of processes, without a shell, from its start to its
// end. Everything that it has started ends with it, also where this program is killed meanwhile:
// between the two stands a process that does nothing but watch (decision 36).

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"

namespace portside {

struct ProcessRequest {
  std::vector<std::string> command;                // the program, found by PATH, and its arguments
  std::map<std::string, std::string> environment;  // all of it: nothing is inherited
  std::string folder;                              // where it starts
  std::optional<std::chrono::milliseconds> longest;  // of the machine's time
  // Between SIGTERM and SIGKILL, once it is to end.
  std::chrono::milliseconds grace = std::chrono::seconds(120);
  std::stop_token stop;
  std::stop_token kill{};  // likewise, without any grace
  // What it writes to its output and its errors, line by line without the line's end; of a longer
  // line than limits::kOutputLineBytes only the beginning. And how long it has run by then. On the
  // caller's thread.
  std::function<void(std::string_view line, std::chrono::milliseconds elapsed)> on_line;
};

enum class ProcessEnd { kByItself, kStopped, kTooLong };

struct ProcessResult {
  ProcessEnd end = ProcessEnd::kByItself;
  int exit_code = 0;  // of a signal: 128 + its number, as shells say it
};

// Blocks until it has ended. The error is a sentence: the program is not there, or cannot be run.
Expected<ProcessResult, std::string> RunProcess(const ProcessRequest& request);

}  // namespace portside
