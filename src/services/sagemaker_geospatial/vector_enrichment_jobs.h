// SPDX-License-Identifier: Apache-2.0
//
// Vector enrichment jobs: the API. Their states and work are in vector_enrichment_job.cc, their
// exports in vector_enrichment_export.cc.
//
// A job's document: ExecutionRoleArn, KmsKeyId, InputConfig, JobConfig, ResultFiles (results.h)
// where it completed, ErrorDetails where it failed.

#pragma once

#include "services/sagemaker_geospatial/job_family.h"

namespace portside::sagemaker_geospatial {

extern const JobKind kVectorEnrichmentJob;
extern const JobKind kVectorEnrichmentExport;

const JobFamily& VectorEnrichmentJobs();

Result<Json> StartVectorEnrichmentJob(const Json& input, RequestContext& context);
Result<Json> GetVectorEnrichmentJob(const Json& input, RequestContext& context);
Result<Json> ListVectorEnrichmentJobs(const Json& input, RequestContext& context);
Result<Json> StopVectorEnrichmentJob(const Json& input, RequestContext& context);
Result<Json> DeleteVectorEnrichmentJob(const Json& input, RequestContext& context);
Result<Json> ExportVectorEnrichmentJob(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
