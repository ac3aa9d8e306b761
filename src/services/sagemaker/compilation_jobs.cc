// SPDX-License-Identifier: Apache-2.0
//
// Create, Describe, List, Stop and Delete of compilation jobs.

#include "services/sagemaker/compilation_jobs.h"

#include <array>
#include <optional>

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/compilation_job.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/handlers.h"
#include "services/sagemaker/list_filters.h"
#include "services/sagemaker/neo_targets.h"
#include "services/sagemaker/tag_rules.h"

namespace portside::sagemaker {
namespace {

// The sibling lists of SageMaker's jobs document 10; this one documents nothing.
constexpr std::size_t kDefaultPage = 10;

// What the request says and Describe repeats.
constexpr std::array kEchoed = {"RoleArn", "InputConfig", "OutputConfig", "VpcConfig",
                                "StoppingCondition"};
// What the work adds.
constexpr std::array kResults = {"ModelDigests", "DerivedInformation"};

bool IsFinished(const Resource& job) { return kCompilationJob.Find(job.state)->next.empty(); }

Result<ResourcePtr> FindJob(const Json& input, const RequestContext& context) {
  const std::string name = StringOr(input, "CompilationJobName");
  ResourcePtr job = FindCompilationJob(name, context);
  if (job == nullptr) return Fail(CompilationJobNotFound(name));
  return job;
}

Result<void> CheckSource(const Json& input) {
  const bool has_package = input.contains("ModelPackageVersionArn");
  const auto config = input.find("InputConfig");
  if (config != input.end() && has_package) return Fail(TwoModelSources());
  if (has_package) {
    return Fail(NotEmulated("Compiling a model package (ModelPackageVersionArn)"));
  }
  if (config == input.end()) return Fail(NoModelSource());
  const std::string uri = StringOr(*config, "S3Uri");
  if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("InputConfig.S3Uri", uri));
  return {};
}

Result<void> CheckTarget(const Json& output_config) {
  const bool device = output_config.contains("TargetDevice");
  const bool platform = output_config.contains("TargetPlatform");
  if (device && platform) return Fail(TwoTargets());
  if (!device && !platform) return Fail(NoTarget());
  const std::string uri = StringOr(output_config, "S3OutputLocation");
  if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("OutputConfig.S3OutputLocation", uri));
  return {};
}

// When the job's instances ended: there is no such time for a job that never had any.
std::optional<Timestamp> EndOf(const Resource& job) {
  if (!IsFinished(job) || !job.Entered("INPROGRESS")) return std::nullopt;
  return job.Entered(job.state);
}

void SetTimes(const Resource& job, Json& output) {
  output["CreationTime"] = ToEpochSeconds(job.created_at);
  output["LastModifiedTime"] = ToEpochSeconds(job.updated_at);
  if (const auto start = job.Entered("INPROGRESS")) {
    output["CompilationStartTime"] = ToEpochSeconds(*start);
  }
  if (const auto end = EndOf(job)) output["CompilationEndTime"] = ToEpochSeconds(*end);
}

Json Summarize(const Resource& job) {
  Json summary = {{"CompilationJobName", job.name},
                  {"CompilationJobArn", job.arn},
                  {"CompilationJobStatus", job.state}};
  SetTimes(job, summary);
  const Json& output_config = job.document.at("OutputConfig");
  const auto platform = output_config.find("TargetPlatform");
  if (platform == output_config.end()) {
    summary["CompilationTargetDevice"] = output_config.at("TargetDevice");
    return summary;
  }
  for (const auto& [member, value] : platform->items()) {  // Os, Arch, Accelerator
    summary["CompilationTargetPlatform" + member] = value;
  }
  return summary;
}

constexpr SortColumn kColumns[] = {{"CreationTime", ResourceOrder::kCreated},
                                   {"Name", ResourceOrder::kName},
                                   {"Status", ResourceOrder::kState}};

constexpr JobList kList{.operation = "ListCompilationJobs",
                        .kind = kCompilationJob.name,
                        .output_member = "CompilationJobSummaries",
                        .columns = kColumns,
                        .default_page = kDefaultPage,
                        .summarize = Summarize};

}  // namespace

ResourcePtr FindCompilationJob(const std::string& name, const RequestContext& context) {
  return context.FindOwn(kCompilationJob.name, context.Arn("sagemaker", "compilation-job/" + name));
}

Result<Json> CreateCompilationJob(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "CompilationJobName");
  TRY(CheckSource(input));
  TRY(CheckTarget(input.at("OutputConfig")));
  const Tags tags = TRY(TagsOf(input));
  if (FindCompilationJob(name, context) != nullptr) return Fail(CompilationJobExists(name));

  Resource job = context.NewResource(kCompilationJob.name,
                                     context.Arn("sagemaker", "compilation-job/" + name), name);
  for (const char* member : kEchoed) {
    if (input.contains(member)) job.document[member] = input[member];
  }
  job.tags = tags;
  Json output = Json::object();
  output["CompilationJobArn"] = context.jobs.Submit(kCompilationJob, std::move(job))->arn;
  return output;
}

Result<Json> DescribeCompilationJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(input, context));
  context.jobs.Observed(*job);
  const Json& document = job->document;

  Json output = {{"CompilationJobName", job->name},
                 {"CompilationJobArn", job->arn},
                 {"CompilationJobStatus", job->state},
                 // Required in the answer, so it is there and empty while nothing failed.
                 {"FailureReason", StringOr(document, "FailureReason")}};
  SetTimes(*job, output);
  for (const char* member : kEchoed) {
    if (document.contains(member)) output[member] = document[member];
  }
  for (const char* member : kResults) {
    if (document.contains(member)) output[member] = document[member];
  }
  // Also required; before there is an artifact, it is the location configured for it.
  const Json& output_config = document.at("OutputConfig");
  if (document.contains("ModelArtifacts")) {
    output["ModelArtifacts"] = document["ModelArtifacts"];
  } else {
    output["ModelArtifacts"]["S3ModelArtifacts"] = output_config.at("S3OutputLocation");
  }
  if (auto image = InferenceImage(document.at("InputConfig"), output_config, job->region)) {
    output["InferenceImage"] = std::move(*image);
  }
  return output;
}

Result<Json> ListCompilationJobs(const Json& input, RequestContext& context) {
  return ListJobs(kList, input, context);
}

// A job that is stopping already is left to it.
Result<Json> StopCompilationJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(input, context));
  if (IsFinished(*job) ||
      context.jobs.RequestStop(kCompilationJob, *job) == StopOutcome::kNotLegal) {
    return Fail(WrongStatus("compilation job", job->state));
  }
  return Json::object();
}

// Only finished jobs go, and what they wrote to S3 stays (API reference).
Result<Json> DeleteCompilationJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(input, context));
  if (!IsFinished(*job)) return Fail(WrongStatus("compilation job", job->state));
  context.resources.Remove(job->arn);
  context.jobs.Forget(job->arn);
  return Json::object();
}

}  // namespace portside::sagemaker
