// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

#include "portside/objects/s3_uri.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/rules.h"

namespace portside::sagemaker_geospatial {
namespace {

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

Result<void> CheckVectorEnrichmentJob(Verb verb, const Json& input, RequestContext&) {
  return verb == kCreate ? CheckInput(input.at("InputConfig")) : Result<void>();
}

Json VectorEnrichmentTypeOf(const Resource& job, const RequestContext&) {
  return job.document.at("JobConfig").contains("MapMatchingConfig") ? "MAP_MATCHING"
                                                                    : "REVERSE_GEOCODING";
}

// Flat, unlike an earth observation job's.
Json VectorEnrichmentExportErrorOf(const Resource& job, const RequestContext& context) {
  const ResourcePtr job_export = FindExport(job, context);
  if (!job_export || job_export->state != "FAILED") return nullptr;
  return job_export->document.at("Error");
}

Result<Json> ExportVectorEnrichmentJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindResource(kVectorEnrichmentJobs, input, context));
  Json document = {{"JobConfig", job->document.at("JobConfig")}};
  SetIfPresent(document, "ResultFiles", job->document.value("ResultFiles", Json()));
  return StartExport(kVectorEnrichmentJobs, kVectorEnrichmentExport, *job, input,
                     std::move(document), context);
}

}  // namespace portside::sagemaker_geospatial
