// SPDX-License-Identifier: Apache-2.0
//
// JobLog: what a job's work says while it works, line by line, as a container would write it to its
// output. Lines are handed to the core in small units and can be read while the work goes on; who
// keeps them, and where, this layer does not know (Scheduler::OnLines). See docs/decisions/0034.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/clock.h"
#include "portside/store/resource.h"

namespace portside {

struct LogLine {
  Timestamp at{};  // of the users' clock
  std::string text;
};

// Where the lines of a kind's works are found. `group` empty: nowhere, and they are dropped.
struct JobLogPlace {
  std::string_view group{};  // "/aws/sagemaker/TrainingJobs"
  // The stream of the work that the job's present state has: another one each time that the job
  // enters such a state, the same one when a work runs again after a crash.
  std::string (*stream)(const Resource& job) = nullptr;
};

// "<job>/algo-1-<epoch seconds>", of when it entered its state: as SageMaker names the streams of
// its containers.
std::string AlgorithmStream(const Resource& job);

// Lines on their way to whoever keeps them.
struct JobLines {
  const Resource& job;
  std::string_view group;
  std::string_view stream;
  bool begins = false;   // nothing that the stream held before counts any more
  Timestamp ingested{};  // of the users' clock
  std::span<const LogLine> lines;
};

// For the work's own thread alone.
class JobLog {
 public:
  // Keeps the lines and returns then; throws where it cannot (WorkStopped where the job was stopped
  // meanwhile).
  using Keep = std::function<void(std::vector<LogLine> lines)>;
  // Without `keep` lines are dropped. The clock must bear other threads (UserClock).
  JobLog(const Clock& clock, Keep keep) : clock_(clock), keep_(std::move(keep)) {}

  // One line, or several with line ends between them. What is longer than limits::kLogLineBytes is
  // cut there, and what comes once the log is full (kLogLines, kLogBytes) is counted and dropped.
  // May wait until the core has kept what came before.
  void Line(std::string_view text);
  // Hands on what is left. Lines show by themselves within a second, or once there are a few more
  // of them: this is for work that will say nothing for long.
  void Flush();
  // The scheduler calls it behind the work: a last line says how many were dropped.
  void Finish();

 private:
  void Add(std::string_view line);

  const Clock& clock_;
  Keep keep_;
  std::vector<LogLine> lines_;
  Timestamp flushed_at_{};
  std::size_t count_ = 0;  // of lines and bytes so far
  std::size_t bytes_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace portside
