// SPDX-License-Identifier: Apache-2.0
//
// Vector enrichment jobs: the API. Their states and work are in vector_enrichment_job.cc, their
// exports in vector_enrichment_export.cc.
//
// A job's document: ExecutionRoleArn, KmsKeyId, InputConfig, JobConfig, ErrorDetails where it
// failed. What it found is in the record log (results.h).

#pragma once

#include "services/sagemaker_geospatial/exports.h"
#include "services/sagemaker_geospatial/style.h"

namespace portside::sagemaker_geospatial {

extern const JobKind kVectorEnrichmentJob;
extern const JobKind kVectorEnrichmentExport;

Result<Json> ExportVectorEnrichmentJob(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
