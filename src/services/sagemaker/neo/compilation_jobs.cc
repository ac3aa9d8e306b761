// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when a compilation job is created, and what its descriptions compute. Only
// finished jobs can be deleted, and what they wrote to S3 stays (API reference).

#include <optional>

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/neo/compilation_job.h"
#include "services/sagemaker/neo/neo_targets.h"
#include "services/sagemaker/neo/rules.h"

namespace portside::sagemaker {
namespace {

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

// Null: there is no such time.
Json Shown(std::optional<Timestamp> time) { return time ? Json(ToEpochSeconds(*time)) : Json(); }

}  // namespace

Result<void> CheckCompilationJob(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate) return {};
  TRY(CheckSource(input));
  return CheckTarget(input.at("OutputConfig"));
}

// Required in the answer, so it is there and empty while nothing failed.
Json FailureReasonOf(const Resource& job, const RequestContext&) {
  return StringOr(job.document, "FailureReason");
}

Json CompilationStartTimeOf(const Resource& job, const RequestContext&) {
  return Shown(job.Entered("INPROGRESS"));
}

// When the job's instances ended: there is no such time for a job that never had any.
Json CompilationEndTimeOf(const Resource& job, const RequestContext&) {
  const bool is_finished = kCompilationJob.Find(job.state)->next.empty();
  if (!is_finished || !job.Entered("INPROGRESS")) return nullptr;
  return Shown(job.Entered(job.state));
}

// Also required; before there is an artifact, it is the location configured for it.
Json ModelArtifactsOf(const Resource& job, const RequestContext&) {
  const auto written = job.document.find("ModelArtifacts");
  if (written != job.document.end()) return *written;
  return {{"S3ModelArtifacts", job.document.at("OutputConfig").at("S3OutputLocation")}};
}

Json InferenceImageOf(const Resource& job, const RequestContext&) {
  auto image =
      InferenceImage(job.document.at("InputConfig"), job.document.at("OutputConfig"), job.region);
  return image ? Json(std::move(*image)) : Json();
}

}  // namespace portside::sagemaker
