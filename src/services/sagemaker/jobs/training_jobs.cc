// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when a training job is created, changed or deleted, and what its descriptions
// add to what was sent.

#include <set>

#include "services/sagemaker/errors.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_inputs.h"
#include "services/sagemaker/jobs/rules.h"
#include "services/sagemaker/jobs/training_job.h"
#include "services/sagemaker/jobs/training_output.h"

namespace portside::sagemaker {
namespace {

constexpr std::int64_t kLongestMaxRuntime = 2'419'200;  // 28 days, documented

// Members that make a job something that is not emulated, with the words for it.
constexpr std::pair<const char*, const char*> kNotEmulated[] = {
    {"ServerlessJobConfig", "Serverless model customization (ServerlessJobConfig)"},
    {"MlflowConfig", "Logging to MLflow (MlflowConfig)"},
    {"ModelPackageConfig", "Registering the model (ModelPackageConfig)"},
};

Result<void> CheckAlgorithm(const Json& input) {
  const auto algorithm = input.find("AlgorithmSpecification");
  if (algorithm == input.end()) return Fail(MissingForTraining("AlgorithmSpecification"));
  if (!input.contains("ResourceConfig")) return Fail(MissingForTraining("ResourceConfig"));
  if (algorithm->contains("TrainingImage") == algorithm->contains("AlgorithmName")) {
    return Fail(NotOneAlgorithm());
  }
  return {};
}

Result<void> CheckTimes(const Json& input) {
  const Json condition = input.value("StoppingCondition", Json::object());
  const auto runtime = condition.value("MaxRuntimeInSeconds", kDefaultMaxRuntime);
  if (runtime > kLongestMaxRuntime) return Fail(RuntimeTooLong(runtime, kLongestMaxRuntime));
  const bool is_spot = input.value("EnableManagedSpotTraining", false);
  const auto wait = condition.find("MaxWaitTimeInSeconds");
  if (!is_spot && wait != condition.end()) return Fail(WaitWithoutSpot());
  if (is_spot && (wait == condition.end() || wait->get<std::int64_t>() < runtime)) {
    return Fail(WaitTooShort());
  }
  return {};
}

Result<void> CheckModes(const Json& input) {
  const std::string mode = StringOr(input.at("AlgorithmSpecification"), "TrainingInputMode");
  std::set<std::string> modes;
  for (const Json& channel : ChannelsOf(input)) modes.insert(StringOr(channel, "InputMode", mode));
  if (modes.contains("Pipe") && modes.contains("FastFile")) return Fail(TwoInputModes());
  return {};
}

Result<void> CheckChannel(const Json& channel, const Json& input, const RequestContext& context) {
  const std::string name = StringOr(channel, "ChannelName");
  const Json& source = channel.at("DataSource");
  const auto s3 = source.find("S3DataSource");
  if (source.empty())
    return Fail(
        NoSource("the channel " + name, "S3DataSource, FileSystemDataSource and DatasetSource"));
  if (s3 == source.end()) return {};  // file systems: they have no content to look at
  const std::string uri = StringOr(*s3, "S3Uri");
  const auto location = S3Uri::Parse(uri);
  if (!location) return Fail(NotAnS3Location("S3Uri of the channel " + name, uri));
  const std::string type = StringOr(*s3, "S3DataType");
  if (type == "Converse") return Fail(NotEmulated("The S3DataType Converse"));
  if (s3->contains("AttributeNames") && type != "AugmentedManifestFile") {
    return Fail(AttributesWithoutManifest(name));
  }
  if (!HasObjects(context.objects, *location)) {
    return Fail(NoInputObjects(uri, context.region, StringOr(input, "RoleArn"), location->bucket));
  }
  return {};
}

Result<void> CheckChannels(const Json& input, const RequestContext& context) {
  std::set<std::string> names;
  for (const Json& channel : ChannelsOf(input)) {
    if (!names.insert(StringOr(channel, "ChannelName")).second) {
      return Fail(TwoChannels(StringOr(channel, "ChannelName")));
    }
    TRY(CheckChannel(channel, input, context));
  }
  return {};
}

Result<void> CheckLocations(const Json& input) {
  const std::string output = StringOr(input.at("OutputDataConfig"), "S3OutputPath");
  if (!S3Uri::Parse(output)) return Fail(NotAnS3Location("OutputDataConfig.S3OutputPath", output));
  const auto checkpoints = input.find("CheckpointConfig");
  if (checkpoints == input.end()) return {};
  const std::string uri = StringOr(*checkpoints, "S3Uri");
  if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("CheckpointConfig.S3Uri", uri));
  return {};
}

}  // namespace

Json ReasonOf(const Resource& job, const RequestContext&) {
  const auto reason = job.document.find("FailureReason");
  return reason == job.document.end() ? Json() : *reason;
}

Result<void> CheckTrainingJob(Verb verb, const Json& input, RequestContext& context) {
  if (verb != kCreate) return {};
  for (const auto& [member, words] : kNotEmulated) {
    if (input.contains(member)) return Fail(NotEmulated(words));
  }
  TRY(CheckAlgorithm(input));
  TRY(CheckTimes(input));
  TRY(CheckModes(input));
  TRY(CheckLocations(input));
  return CheckChannels(input, context);
}

Result<void> PrepareTrainingJob(const Json&, Resource& job, RequestContext&) {
  CompleteTraining(job.document);
  return {};
}

// Recorded answers of Describe.
void CompleteTraining(Json& document) {
  SetIfAbsent(document, "StoppingCondition", Json::object());
  SetIfAbsent(document["StoppingCondition"], "MaxRuntimeInSeconds", kDefaultMaxRuntime);
  SetIfAbsent(document["OutputDataConfig"], "KmsKeyId", "");
  SetIfAbsent(document["OutputDataConfig"], "CompressionType", "GZIP");
  for (const char* flag : {"EnableNetworkIsolation", "EnableInterContainerTrafficEncryption",
                           "EnableManagedSpotTraining"}) {
    SetIfAbsent(document, flag, false);
  }
  Json& algorithm = document["AlgorithmSpecification"];
  SetIfAbsent(algorithm, "EnableSageMakerMetricsTimeSeries",
              algorithm.contains("MetricDefinitions"));
  if (!document.contains("InputDataConfig")) return;
  for (Json& channel : document["InputDataConfig"]) {
    SetIfAbsent(channel, "CompressionType", "None");
    SetIfAbsent(channel, "RecordWrapperType", "None");
    const auto s3 = channel["DataSource"].find("S3DataSource");
    if (s3 != channel["DataSource"].end()) {
      SetIfAbsent(*s3, "S3DataDistributionType", "FullyReplicated");
    }
  }
}

// The documentation's rules of when what can be changed; no public texts.
Result<void> ChangeTrainingJob(const Json& input, Resource& job, RequestContext& context) {
  if ((input.contains("ProfilerConfig") || input.contains("ProfilerRuleConfigurations")) &&
      job.attribute != "InProgress") {
    return Fail(CannotUpdateTraining("ProfilerConfig", job.attribute, "InProgress"));
  }
  if (input.contains("RemoteDebugConfig") && job.state != "Downloading" &&
      job.state != "Training") {
    return Fail(CannotUpdateTraining("RemoteDebugConfig", job.state, "Downloading or Training"));
  }
  if (!input.contains("ResourceConfig")) return {};
  const ResourcePtr before = context.FindOwn(job.kind, job.arn);
  const Json pool = WarmPoolStatusOf(*before, context);
  if (StringOr(pool, "Status") != "Available") {
    return Fail(CannotUpdateTraining("ResourceConfig", job.attribute,
                                     "Completed with a warm pool that is Available"));
  }
  Json resources = before->document.at("ResourceConfig");
  resources.update(input.at("ResourceConfig"));
  job.document["ResourceConfig"] = std::move(resources);
  return {};
}

Result<void> ReleaseTrainingJob(const Resource& job, RequestContext& context) {
  const Json pool = WarmPoolStatusOf(job, context);
  if (pool.is_null() || StringOr(pool, "Status") != "Available") return {};
  return Fail(WarmPoolInUse(job.name));
}

bool MatchesTrainingJob(const Json& input, const Resource& job) {
  const auto asked = input.find("TrainingPlanArnEquals");
  if (asked == input.end()) return true;
  const auto resources = job.document.find("ResourceConfig");
  return resources != job.document.end() &&
         StringOr(*resources, "TrainingPlanArn") == asked->get_ref<const std::string&>();
}

}  // namespace portside::sagemaker
