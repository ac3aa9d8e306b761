// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/job_command.h"

#include <unistd.h>

#include "services/sagemaker/failure_reason.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

std::map<std::string, std::string> OwnEnvironment() {
  std::map<std::string, std::string> variables;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string_view variable = *at;
    const std::size_t equals = variable.find('=');
    if (equals == std::string_view::npos || variable.starts_with("PORTSIDE_")) continue;
    variables.emplace(variable.substr(0, equals), variable.substr(equals + 1));
  }
  return variables;
}

}  // namespace

const Runner* FindRunner(const WorkContext& context, RunnerKind kind, std::string_view image) {
  return context.runners == nullptr ? nullptr
                                    : context.runners->Find(kind, context.job.name, image);
}

ProcessRequest RequestOf(const Runner& runner, const JobFolder& folder,
                         const std::map<std::string, std::string>& environment) {
  ProcessRequest request{.command = runner.command,
                         .environment = OwnEnvironment(),
                         .folder = runner.folder.empty() ? folder.root().string() : runner.folder,
                         .longest = {},
                         .stop = {},
                         .on_line = {}};
  for (const auto* variables : {&environment, &runner.environment}) {
    for (const auto& [name, value] : *variables) request.environment[name] = value;
  }
  request.environment["PORTSIDE_ROOT"] = folder.root().string();
  return request;
}

Expected<ProcessResult, JobFailure> RunCommand(const WorkContext& context,
                                               const CommandTask& task) {
  ProcessRequest request = RequestOf(task.runner, task.folder, task.environment);
  request.command.insert(request.command.end(), task.arguments.begin(), task.arguments.end());
  request.longest = std::chrono::seconds(task.longest_seconds);
  request.stop = task.stop.stop_possible() ? task.stop : context.stop;
  request.kill = context.runners->ending();
  request.on_line = [&](std::string_view line, std::chrono::milliseconds elapsed) {
    context.log.Line(line);
    if (task.on_line) task.on_line(line, elapsed);
  };
  auto result = RunProcess(request);
  if (!result) return Fail(JobFailure{"ClientError: " + result.error()});
  return *result;
}

JobFailure ExitFailure(std::string text, int exit_code) {
  // So that the exit code is never what is cut off.
  constexpr std::size_t kAround = 48;
  return {"AlgorithmError: " + Beginning(std::move(text), limits::kMessageBytes - kAround) +
          ", exit code: " + std::to_string(exit_code)};
}

}  // namespace portside::sagemaker
