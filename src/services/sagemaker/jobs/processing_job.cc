// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/processing_job.h"

#include <map>

#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/jobs/job_command.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_folder.h"
#include "services/sagemaker/jobs/job_inputs.h"
#include "services/sagemaker/jobs/job_outputs.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

const Json& ListOf(const Json& object, const char* name) {
  static const Json kNone = Json::array();
  const auto list = object.find(name);
  return list == object.end() ? kNone : *list;
}

const Json& InputsOf(const Json& document) { return ListOf(document, "ProcessingInputs"); }

const Json& OutputsOf(const Json& document) {
  static const Json kNone = Json::array();
  const auto config = document.find("ProcessingOutputConfig");
  return config == document.end() ? kNone : ListOf(*config, "Outputs");
}

std::string KeyOf(const Json& document) {
  const auto config = document.find("ProcessingOutputConfig");
  return config == document.end() ? "" : StringOr(*config, "KmsKeyId");
}

// Create has refused all other sources.
const Json& S3InputOf(const Json& input) { return input.at("S3Input"); }
const Json& S3OutputOf(const Json& output) { return output.at("S3Output"); }

// An output's place. Create has made sure that it parses.
S3Uri TargetOf(const Json& output) {
  return S3Uri::Parse(StringOr(S3OutputOf(output), "S3Uri")).value();
}

WorkResult StandIn(const WorkContext& context) {
  const Json& document = context.job.document;
  Json inputs = Json::object();
  for (const Json& input : InputsOf(document)) {
    const Json& s3 = S3InputOf(input);
    const InputCount count = TRY(CountInput(context, FormOf(s3), StringOr(s3, "S3Uri")));
    inputs[StringOr(input, "InputName")] = {{"objects", count.objects}, {"bytes", count.bytes}};
  }
  for (const Json& output : OutputsOf(document)) {
    const Json notice = {{"writtenBy", "Portside, an emulator: nothing was processed."},
                         {"processingJob", context.job.name},
                         {"image", StringOr(document.at("AppSpecification"), "ImageUri")},
                         {"output", StringOr(output, "OutputName")},
                         {"inputs", inputs}};
    const auto written = context.objects.WriteAll(
        TargetOf(output).Join("stand-in.json"), notice.dump(2) + "\n",
        OutputAttributes(context.job, "application/json", KeyOf(document)));
    if (!written) return Fail(UploadFailure(written.error()));
  }
  context.log.Line(
      "Nothing was processed: no runner matches this job. Each output has a stand-in.");
  return WorkOutput{};
}

// The container contract: the request, and the hosts.
void WriteConfiguration(const JobFolder& folder, const Resource& job) {
  Json config = {{"ProcessingJobArn", job.arn}, {"ProcessingJobName", job.name}};
  for (const char* member :
       {"AppSpecification", "Environment", "ExperimentConfig", "NetworkConfig", "ProcessingInputs",
        "ProcessingOutputConfig", "ProcessingResources", "RoleArn", "StoppingCondition"}) {
    const auto found = job.document.find(member);
    config[member] = found == job.document.end() ? Json() : *found;
  }
  folder.Write("/opt/ml/config/processingjobconfig.json", DumpJson(config));
  folder.Write("/opt/ml/config/resourceconfig.json",
               DumpJson({{"current_host", "algo-1"}, {"hosts", {"algo-1"}}}));
  folder.MakeFolder("/opt/ml/output");
}

Expected<void, JobFailure> StageInputs(const WorkContext& context, const JobFolder& folder) {
  for (const Json& input : InputsOf(context.job.document)) {
    const Json& s3 = S3InputOf(input);
    TRY(folder.Stage(context, FormOf(s3), StringOr(s3, "S3Uri"), StringOr(s3, "LocalPath")));
  }
  for (const Json& output : OutputsOf(context.job.document)) {
    folder.MakeFolder(StringOr(S3OutputOf(output), "LocalPath"));
  }
  return {};
}

std::map<std::string, std::string> EnvironmentOf(const Resource& job) {
  std::map<std::string, std::string> variables = {{"PROCESSING_JOB_NAME", job.name},
                                                  {"PROCESSING_JOB_ARN", job.arn}};
  AddEnvironment(job.document, variables);
  return variables;
}

// What the request's container would be started with: the command itself may look at it.
std::vector<std::string> ArgumentsOf(const Json& document) {
  const auto arguments = document.at("AppSpecification").find("ContainerArguments");
  return arguments == document.at("AppSpecification").end()
             ? std::vector<std::string>()
             : arguments->get<std::vector<std::string>>();
}

WorkResult ProcessByCommand(const WorkContext& context, const Runner& runner) {
  const Json& document = context.job.document;
  const JobFolder folder(context.runners->scratch(), context.job);
  TRY(StageInputs(context, folder));
  WriteConfiguration(folder, context.job);
  const ProcessResult ended = TRY(RunCommand(context, {.runner = runner,
                                                       .folder = folder,
                                                       .arguments = ArgumentsOf(document),
                                                       .environment = EnvironmentOf(context.job),
                                                       .longest_seconds = MaxRuntimeOf(document),
                                                       .on_line = {}}));
  // Also of a command that failed.
  for (const Json& output : OutputsOf(document)) {
    const auto files = TRY(FilesBelow(folder.At(StringOr(S3OutputOf(output), "LocalPath"))));
    TRY(PutFiles(context, files, TargetOf(output), KeyOf(document)));
  }
  const std::string message = folder.ReadText("/opt/ml/output/message", limits::kMessageBytes);
  if (ended.end == ProcessEnd::kByItself && ended.exit_code != 0) {
    return Fail(ExitFailure(message, ended.exit_code));
  }
  WorkOutput result;
  if (!message.empty()) result.document["ExitMessage"] = Beginning(message, limits::kMessageBytes);
  if (ended.end == ProcessEnd::kTooLong) result.next = "Stopping";
  return result;
}

}  // namespace

WorkResult Process(WorkContext& context) {
  const Runner* runner =
      FindRunner(context, RunnerKind::kProcessing,
                 StringOr(context.job.document.at("AppSpecification"), "ImageUri"));
  return runner == nullptr ? StandIn(context) : ProcessByCommand(context, *runner);
}

// No public text says that it was this: the reason is that of a training job.
std::optional<TimeLimit> ProcessingTimeLimit(const Resource& job) {
  return TimeLimit{std::chrono::seconds(MaxRuntimeOf(job.document)),
                   {"ClientError: The processing job ran longer than MaxRuntimeInSeconds of its "
                    "StoppingCondition, " +
                    std::to_string(MaxRuntimeOf(job.document)) + "."}};
}

}  // namespace portside::sagemaker
