// SPDX-License-Identifier: Apache-2.0
//
// A person's command in place of a job's container.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "portside/jobs/job_work.h"
#include "portside/runners/process.h"
#include "portside/runners/runners.h"
#include "services/sagemaker/jobs/job_folder.h"

namespace portside::sagemaker {

// The runner of a job by its image; null: there is none.
const Runner* FindRunner(const WorkContext& context, RunnerKind kind, std::string_view image);

struct CommandTask {
  const Runner& runner;
  const JobFolder& folder;
  std::vector<std::string> arguments;              // after the runner's own
  std::map<std::string, std::string> environment;  // of the job
  std::int64_t longest_seconds = 0;
  std::function<void(std::string_view line, std::chrono::milliseconds elapsed)> on_line;
  std::stop_token stop{};  // in place of the context's, which it then must follow
};

// Runs it; what it writes is the job's log. The environment has Portside's own without PORTSIDE_
// variables, then the job's, then the runner's, and PORTSIDE_ROOT, the folder that stands for the
// container's root. The failure: it could not be started.
Expected<ProcessResult, JobFailure> RunCommand(const WorkContext& context, const CommandTask& task);

// How a runner's command is started: its environment as above.
ProcessRequest RequestOf(const Runner& runner, const JobFolder& folder,
                         const std::map<std::string, std::string>& environment);

// Why a command that ended by itself with another code than 0 has failed; `text` is what it wrote
// about that, often nothing.
JobFailure ExitFailure(std::string text, int exit_code);

}  // namespace portside::sagemaker
