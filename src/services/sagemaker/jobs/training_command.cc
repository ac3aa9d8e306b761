// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/training_command.h"

#include <map>

#include "portside/model/capture.h"
#include "services/sagemaker/jobs/checkpoints.h"
#include "services/sagemaker/jobs/job_command.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_folder.h"
#include "services/sagemaker/jobs/spot_interruption.h"
#include "services/sagemaker/jobs/stand_in_metrics.h"
#include "services/sagemaker/jobs/toolkit_parameters.h"
#include "services/sagemaker/jobs/training_output.h"
#include "services/sagemaker/limits.h"
#include "services/sagemaker/tuning/early_stopping.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kMl = "/opt/ml";

std::string ChannelFolder(const std::string& name) {
  return std::string(kMl) + "/input/data/" + name;
}

std::string Upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-' || c == '.') c = '_';
  }
  return text;
}

// inputdataconfig.json, whose members are called a little differently than the request's.
Json InputDataConfig(const Json& document) {
  Json config = Json::object();
  const std::string mode = StringOr(document.at("AlgorithmSpecification"), "TrainingInputMode");
  for (const Json& channel : ChannelsOf(document)) {
    Json& shown = config[StringOr(channel, "ChannelName")];
    shown = {{"TrainingInputMode", StringOr(channel, "InputMode", mode)},
             {"S3DistributionType", "FullyReplicated"},
             {"RecordWrapperType", StringOr(channel, "RecordWrapperType", "None")}};
    if (channel.contains("ContentType")) shown["ContentType"] = channel.at("ContentType");
    const auto s3 = channel.at("DataSource").find("S3DataSource");
    if (s3 != channel.at("DataSource").end()) {
      shown["S3DistributionType"] = StringOr(*s3, "S3DataDistributionType", "FullyReplicated");
    }
  }
  return config;
}

// One host, whatever the request asks for.
Json ResourceConfig(const Json& document) {
  Json config = {
      {"current_host", "algo-1"}, {"hosts", {"algo-1"}}, {"network_interface_name", "eth0"}};
  const auto resources = document.find("ResourceConfig");
  if (resources != document.end() && resources->contains("InstanceType")) {
    config["current_instance_type"] = resources->at("InstanceType");
    config["current_group_name"] = "homogeneousCluster";
    config["instance_groups"] = {{{"instance_group_name", "homogeneousCluster"},
                                  {"instance_type", resources->at("InstanceType")},
                                  {"hosts", {"algo-1"}}}};
  }
  return config;
}

void WriteConfiguration(const JobFolder& folder, const Json& document) {
  const std::string config = std::string(kMl) + "/input/config/";
  folder.Write(config + "hyperparameters.json",
               DumpJson(document.value("HyperParameters", Json::object())));
  folder.Write(config + "inputdataconfig.json", DumpJson(InputDataConfig(document)));
  folder.Write(config + "resourceconfig.json", DumpJson(ResourceConfig(document)));
  for (const char* made : {"/opt/ml/model", "/opt/ml/output/data", "/opt/ml/code"}) {
    folder.MakeFolder(made);
  }
}

// What the SageMaker toolkits tell a script, beside the contract's own two.
std::map<std::string, std::string> EnvironmentOf(const Resource& job, const JobFolder& folder) {
  const Json& document = job.document;
  const auto at = [&folder](std::string_view path) { return folder.At(path).string(); };
  std::map<std::string, std::string> variables = {
      {"TRAINING_JOB_NAME", job.name},
      {"TRAINING_JOB_ARN", job.arn},
      {"SM_MODEL_DIR", at("/opt/ml/model")},
      {"SM_INPUT_DIR", at("/opt/ml/input")},
      {"SM_INPUT_CONFIG_DIR", at("/opt/ml/input/config")},
      {"SM_OUTPUT_DIR", at("/opt/ml/output")},
      {"SM_OUTPUT_DATA_DIR", at("/opt/ml/output/data")},
      {"SM_CURRENT_HOST", "algo-1"},
      {"SM_HOSTS", R"(["algo-1"])"},
      {"SM_NUM_GPUS", "0"},
  };
  const ToolkitParameters parameters(document);
  variables["SM_HPS"] = DumpJson(parameters.values());
  Json channels = Json::array();
  for (const Json& channel : ChannelsOf(document)) {
    const std::string name = StringOr(channel, "ChannelName");
    channels.push_back(name);
    variables["SM_CHANNEL_" + Upper(name)] = at(ChannelFolder(name));
  }
  variables["SM_CHANNELS"] = DumpJson(channels);
  for (const auto& [name, value] : parameters.Texts()) variables["SM_HP_" + Upper(name)] = value;
  AddEnvironment(document, variables);
  return variables;
}

// The last value of each definition in the lines of the output; a trial's objective may end it
// before its time.
class Metrics {
 public:
  Metrics(const WorkContext& context, std::stop_source& stop)
      : now_(context.now), early_(context.job.document), stop_(stop) {
    for (const Json& definition : MetricDefinitionsOf(context.job.document)) {
      auto capture = Capture::Compile(StringOr(definition, "Regex"));
      if (capture) watched_.emplace_back(StringOr(definition, "Name"), std::move(*capture));
    }
  }

  void Look(std::string_view line, std::chrono::milliseconds elapsed) {
    for (const auto& [name, capture] : watched_) {
      const auto text = capture.Find(line);
      if (!text) continue;
      char* end = nullptr;
      const double value = std::strtod(text->c_str(), &end);
      if (end == text->c_str()) continue;
      last_[name] = MetricData(name, value, now_ + elapsed);
      if (early_.Look(name, value)) stop_.request_stop();
    }
  }

  [[nodiscard]] const EarlyStopping& early() const { return early_; }

  [[nodiscard]] Json Take() const {
    Json list = Json::array();
    for (const auto& [name, data] : last_) list.push_back(data);
    return list;
  }

 private:
  Timestamp now_;
  std::vector<std::pair<std::string, Capture>> watched_;
  std::map<std::string, Json> last_;
  EarlyStopping early_;
  std::stop_source& stop_;
};

Expected<void, JobFailure> StageChannels(const WorkContext& context, const JobFolder& folder) {
  for (const Json& channel : ChannelsOf(context.job.document)) {
    const auto source = S3SourceOf(channel);
    const std::string name = StringOr(channel, "ChannelName");
    if (!source) {
      return Fail(
          JobFailure{"ClientError: Data download failed:Failed to download data. The "
                     "channel " +
                     name + " reads a file system, and only Amazon S3 is emulated."});
    }
    TRY(folder.Stage(context, source->form, source->location, ChannelFolder(name)));
  }
  return {};
}

}  // namespace

WorkResult TrainByCommand(const WorkContext& context, const Runner& runner) {
  const Json& document = context.job.document;
  const JobFolder folder(context.runners->scratch(), context.job);
  TRY(StageChannels(context, folder));
  WriteConfiguration(folder, document);
  TRY(RestoreCheckpoints(context, folder));

  const bool is_interrupted = IsToBeInterrupted(context);
  std::stop_source stop;
  const std::stop_callback follow(context.stop, [&stop] { stop.request_stop(); });
  Metrics metrics(context, stop);
  const std::vector<std::string> arguments = runner.hyperparameters_as_arguments
                                                 ? ToolkitParameters(document).Arguments()
                                                 : std::vector<std::string>();
  const ProcessResult ended =
      TRY(RunCommand(context, {.runner = runner,
                               .folder = folder,
                               .arguments = arguments,
                               .environment = EnvironmentOf(context.job, folder),
                               .longest_seconds = MaxRuntimeOf(document),
                               .on_line =
                                   [&](std::string_view line, auto elapsed) {
                                     metrics.Look(line, elapsed);
                                     // As soon as there is something to go on from.
                                     if (is_interrupted && HasCheckpoint(document, folder))
                                       stop.request_stop();
                                   },
                               .stop = stop.get_token()}));
  TRY(SaveCheckpoints(context, folder));
  if (is_interrupted && !context.stop.stop_requested()) return InterruptedOutput(context);
  const auto data = TRY(FilesBelow(folder.At("/opt/ml/output/data")));
  TRY(PutOutputData(context, data));
  if (ended.end == ProcessEnd::kByItself && ended.exit_code != 0) {
    return Fail(ExitFailure(folder.ReadText("/opt/ml/output/failure", limits::kMessageBytes),
                            ended.exit_code));
  }
  const auto model = TRY(FilesBelow(folder.At("/opt/ml/model")));
  WorkOutput output;
  output.document["HasModel"] = TRY(PutModel(context, model));
  Json found = metrics.Take();
  if (!found.empty()) output.document["FinalMetricDataList"] = std::move(found);
  metrics.early().Tell(output.document, output.next);
  if (ended.end == ProcessEnd::kTooLong) output.next = "ExceedingMaxRuntime";
  return output;
}

}  // namespace portside::sagemaker
