// SPDX-License-Identifier: Apache-2.0
//
// Exports of both families of jobs. An export is a resource of its own beneath its job, for it has
// its own states while the job stays COMPLETED; clients see it only through the job.

#pragma once

#include <string>
#include <string_view>

#include "portside/jobs/job_kind.h"
#include "portside/objects/s3_uri.h"
#include "portside/services/core/families/family.h"

namespace portside::sagemaker_geospatial {

// An export waits in a state of its own before its work, because a kind's first state has none;
// clients see it as IN_PROGRESS.
inline constexpr std::string_view kExportQueued = "QUEUED";

// Null before a job's first export.
[[nodiscard]] ResourcePtr FindExport(const Resource& job, const RequestContext& context);
// "IN_PROGRESS", "SUCCEEDED" or "FAILED".
[[nodiscard]] std::string ExportStatus(const Resource& job_export);

// Checks that the job may be exported now and starts the export of this kind with this document,
// joined by the request's ExecutionRoleArn and OutputConfig. Returns the answer of the Export
// operation.
Result<Json> StartExport(const Family& family, const JobKind& kind, const Resource& job,
                         const Json& input, Json document, RequestContext& context);

// Where an export writes: the OutputConfig's location and the job's id beneath it.
[[nodiscard]] S3Uri ExportRoot(const Resource& job_export);

// Puts a failed export's reason into the document as {"Message", "Type"}.
void FillExportError(Json& document, const JobFailure& failure);

}  // namespace portside::sagemaker_geospatial
