// SPDX-License-Identifier: Apache-2.0
//
// Create, Describe, List and Stop of edge packaging jobs. There is no delete: names are used up.

#include <array>

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/compilation_jobs.h"
#include "services/sagemaker/edge_packaging_job.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/handlers.h"
#include "services/sagemaker/list_filters.h"
#include "services/sagemaker/neo_targets.h"
#include "services/sagemaker/preset_deployment.h"
#include "services/sagemaker/tag_rules.h"

namespace portside::sagemaker {
namespace {

// The edge family's one documented default (ListEdgeDeploymentPlans).
constexpr std::size_t kDefaultPage = 50;

// What the request says and Describe repeats, and what the work adds: ModelArtifact and
// ModelSignature on COMPLETED, the message on FAILED.
constexpr std::array kEchoed = {"CompilationJobName", "ModelName",  "ModelVersion", "RoleArn",
                                "OutputConfig",       "ResourceKey"};
constexpr std::array kResults = {"ModelArtifact", "ModelSignature",
                                 "EdgePackagingJobStatusMessage"};

bool IsFinished(const Resource& job) { return kEdgePackagingJob.Find(job.state)->next.empty(); }

std::string ArnOf(const std::string& name, const RequestContext& context) {
  return context.Arn("sagemaker", "edge-packaging-job/" + name);
}

Result<ResourcePtr> FindJob(const Json& input, const RequestContext& context) {
  const std::string name = StringOr(input, "EdgePackagingJobName");
  ResourcePtr job = context.FindOwn(kEdgePackagingJob.name, ArnOf(name, context));
  if (job == nullptr) return Fail(EdgePackagingJobNotFound(name));
  return job;
}

// Whether these are checked at once or when the job runs is not published; at once is where a user
// sees it.
Result<ResourcePtr> FindCompiled(const Json& input, const RequestContext& context) {
  const std::string name = StringOr(input, "CompilationJobName");
  ResourcePtr compilation = FindCompilationJob(name, context);
  if (compilation == nullptr) return Fail(NoSuchCompilationJobToPackage(name));
  if (compilation->state != "COMPLETED") {
    return Fail(CompilationJobNotCompleted(name, compilation->state));
  }
  return compilation;
}

Result<void> CheckOutput(const Json& output_config) {
  const std::string uri = StringOr(output_config, "S3OutputLocation");
  if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("OutputConfig.S3OutputLocation", uri));
  return {};
}

bool MatchesModelName(const Resource& job, const Json& input) {
  return StringOr(job.document, "ModelName").find(StringOr(input, "ModelNameContains")) !=
         std::string::npos;
}

Json Summarize(const Resource& job) {
  Json summary = {{"EdgePackagingJobArn", job.arn},
                  {"EdgePackagingJobName", job.name},
                  {"EdgePackagingJobStatus", job.state},
                  {"CreationTime", ToEpochSeconds(job.created_at)},
                  {"LastModifiedTime", ToEpochSeconds(job.updated_at)}};
  for (const char* member : {"CompilationJobName", "ModelName", "ModelVersion"}) {
    summary[member] = job.document.at(member);
  }
  return summary;
}

// The default column and order are not published: those of the compilation jobs.
constexpr SortColumn kColumns[] = {{"CREATION_TIME", ResourceOrder::kCreated},
                                   {"NAME", ResourceOrder::kName},
                                   {"MODEL_NAME", ResourceOrder::kAttribute},
                                   {"LAST_MODIFIED_TIME", ResourceOrder::kUpdated},
                                   {"STATUS", ResourceOrder::kState}};

constexpr JobList kList{.operation = "ListEdgePackagingJobs",
                        .kind = kEdgePackagingJob.name,
                        .output_member = "EdgePackagingJobSummaries",
                        .columns = kColumns,
                        .default_page = kDefaultPage,
                        .summarize = Summarize,
                        .matches = MatchesModelName};

}  // namespace

// Answers an empty body, without the ARN, as the model has it.
Result<Json> CreateEdgePackagingJob(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "EdgePackagingJobName");
  const std::string arn = ArnOf(name, context);
  const Json& output_config = input.at("OutputConfig");
  TRY(CheckOutput(output_config));
  Json component = TRY(PlanComponent(output_config, name, context));
  Tags tags = TRY(TagsOf(input));
  if (context.FindOwn(kEdgePackagingJob.name, arn) != nullptr) {
    return Fail(EdgePackagingJobExists(name));
  }
  const ResourcePtr compilation = TRY(FindCompiled(input, context));

  Resource job = context.NewResource(kEdgePackagingJob.name, arn, name);
  for (const char* member : kEchoed) {
    if (input.contains(member)) job.document[member] = input[member];
  }
  // The artifact is found through the job's description, so it survives the compilation job.
  job.document["CompiledModel"] = compilation->document.at("ModelArtifacts").at("S3ModelArtifacts");
  job.document["Target"] = TargetName(compilation->document.at("OutputConfig"));
  SetIfPresent(job.document, "Component", component);
  job.attribute = StringOr(input, "ModelName");
  job.tags = std::move(tags);
  context.jobs.Submit(kEdgePackagingJob, std::move(job));
  return Json::object();
}

Result<Json> DescribeEdgePackagingJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(input, context));
  context.jobs.Observed(*job);
  const Json& document = job->document;

  Json output = {{"EdgePackagingJobArn", job->arn},
                 {"EdgePackagingJobName", job->name},
                 {"EdgePackagingJobStatus", job->state},
                 {"CreationTime", ToEpochSeconds(job->created_at)},
                 {"LastModifiedTime", ToEpochSeconds(job->updated_at)}};
  for (const char* member : kEchoed) {
    if (document.contains(member)) output[member] = document[member];
  }
  for (const char* member : kResults) {
    if (document.contains(member)) output[member] = document[member];
  }
  if (document.contains("Component") && job->state == "COMPLETED") {
    output["PresetDeploymentOutput"] =
        DescribePresetDeployment(*job, document.at("Component"), context.resources);
  }
  return output;
}

Result<Json> ListEdgePackagingJobs(const Json& input, RequestContext& context) {
  return ListJobs(kList, input, context);
}

// A job that is stopping already is left to it. Whether the real service refuses a finished job is
// not published; its training jobs are refused.
Result<Json> StopEdgePackagingJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(input, context));
  if (IsFinished(*job) ||
      context.jobs.RequestStop(kEdgePackagingJob, *job) == StopOutcome::kNotLegal) {
    return Fail(WrongStatus("edge packaging job", job->state));
  }
  return Json::object();
}

}  // namespace portside::sagemaker
