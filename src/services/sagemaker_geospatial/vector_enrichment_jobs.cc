// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment_jobs.h"

#include "portside/objects/s3_uri.h"
#include "services/sagemaker_geospatial/errors.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr const char* kKept[] = {"ExecutionRoleArn", "InputConfig", "JobConfig", "KmsKeyId"};

std::string TypeOf(const Resource& job) {
  return job.document.at("JobConfig").contains("MapMatchingConfig") ? "MAP_MATCHING"
                                                                    : "REVERSE_GEOCODING";
}

Json Summarise(const Resource& job, Timestamp now) {
  Json summary = JobHead(job, now);
  summary["Type"] = TypeOf(job);
  return summary;
}

// What Start and Get both answer.
Json Describe(const Resource& job, Timestamp now) {
  Json output = Summarise(job, now);
  for (const char* member : kKept) {
    if (const auto value = job.document.find(member); value != job.document.end()) {
      output[member] = *value;
    }
  }
  return output;
}

// The input is one file; the pattern of S3Uri would also take a bucket or a folder.
Result<void> CheckInput(const Json& input_config) {
  const auto& text =
      input_config.at("DataSourceConfig").at("S3Data").at("S3Uri").get_ref<const std::string&>();
  const auto uri = S3Uri::Parse(text);
  if (uri && !uri->key.empty() && !uri->key.ends_with('/')) return {};
  return Fail(ValidationException("InputConfig.DataSourceConfig.S3Data.S3Uri is '" + text +
                                  "'; it must name one CSV object, s3://bucket/key."));
}

}  // namespace

const JobFamily& VectorEnrichmentJobs() {
  static constexpr JobFamily kFamily{kVectorEnrichmentJob, kVectorEnrichmentExport,
                                     "vector-enrichment-job", "Vector enrichment job"};
  return kFamily;
}

Result<Json> StartVectorEnrichmentJob(const Json& input, RequestContext& context) {
  TRY(CheckInput(input.at("InputConfig")));
  Resource job = TRY(NewJob(VectorEnrichmentJobs(), input, context));
  job.document["InputConfig"] = input.at("InputConfig");
  job.document["JobConfig"] = input.at("JobConfig");
  return Describe(*context.jobs.Submit(kVectorEnrichmentJob, std::move(job)), context.now);
}

Result<Json> GetVectorEnrichmentJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(VectorEnrichmentJobs(), input.at("Arn"), context));
  context.jobs.Observed(*job);
  Json output = Describe(*job, context.now);
  SetIfPresent(output, "ErrorDetails", job->document.value("ErrorDetails", Json()));

  const ResourcePtr job_export = FindExport(VectorEnrichmentJobs(), *job, context);
  if (!job_export) return output;
  context.jobs.Observed(*job_export);
  output["ExportStatus"] = ExportStatus(*job_export);
  if (job_export->state == "FAILED") {
    // Flat, unlike an earth observation job's.
    output["ExportErrorDetails"] = job_export->document.at("Error");
  }
  return output;
}

Result<Json> ListVectorEnrichmentJobs(const Json& input, RequestContext& context) {
  return ListJobs(VectorEnrichmentJobs(), "VectorEnrichmentJobSummaries", input, context,
                  Summarise);
}

Result<Json> StopVectorEnrichmentJob(const Json& input, RequestContext& context) {
  return StopJob(VectorEnrichmentJobs(), input, context);
}

Result<Json> DeleteVectorEnrichmentJob(const Json& input, RequestContext& context) {
  return DeleteJob(VectorEnrichmentJobs(), input, context);
}

Result<Json> ExportVectorEnrichmentJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(VectorEnrichmentJobs(), input.at("Arn"), context));
  Json document = {{"ResultFiles", job->document.value("ResultFiles", Json::array())}};
  return StartExport(VectorEnrichmentJobs(), *job, input, std::move(document), context);
}

}  // namespace portside::sagemaker_geospatial
