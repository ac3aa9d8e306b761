// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when an edge packaging job is created, and what its description computes.
// Create answers an empty body, without the ARN, as the model has it.

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/edge/preset_deployment.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/neo/compilation_job.h"
#include "services/sagemaker/neo/neo_targets.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// Whether these are checked at once or when the job runs is not published; at once is where a user
// sees it.
Result<ResourcePtr> FindCompiled(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "CompilationJobName");
  ResourcePtr compilation =
      context.FindOwn(kCompilationJob.name, ArnOf(kCompilationJobs, input, context));
  if (compilation == nullptr) return Fail(NoSuchCompilationJobToPackage(name));
  if (compilation->state != "COMPLETED") {
    return Fail(CompilationJobNotCompleted(name, compilation->state));
  }
  return compilation;
}

}  // namespace

Result<void> CheckEdgePackagingJob(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate) return {};
  const std::string uri = StringOr(input.at("OutputConfig"), "S3OutputLocation");
  if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("OutputConfig.S3OutputLocation", uri));
  return {};
}

Result<void> PrepareEdgePackagingJob(const Json& input, Resource& job, RequestContext& context) {
  const Json component = TRY(PlanComponent(input.at("OutputConfig"), job.name, context));
  const ResourcePtr compilation = TRY(FindCompiled(input, context));
  // The artifact is found through the job's description, so it survives the compilation job.
  job.document["CompiledModel"] = compilation->document.at("ModelArtifacts").at("S3ModelArtifacts");
  job.document["Target"] = TargetName(compilation->document.at("OutputConfig"));
  SetIfPresent(job.document, "Component", component);
  return {};
}

Json PresetDeploymentOutputOf(const Resource& job, const RequestContext& context) {
  const auto component = job.document.find("Component");
  if (component == job.document.end() || job.state != "COMPLETED") return nullptr;
  return DescribePresetDeployment(job, *component, context.resources);
}

}  // namespace portside::sagemaker
