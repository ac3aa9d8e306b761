// SPDX-License-Identifier: Apache-2.0
//
// Exports of both families of jobs. An export is a resource of its own beneath its job, for it has
// its own states while the job stays COMPLETED; clients see it only through the job.

#pragma once

#include <string>
#include <string_view>

#include "portside/jobs/job_kind.h"
#include "portside/objects/object_store.h"
#include "portside/objects/s3_uri.h"
#include "portside/services/core/families/family.h"

namespace portside::sagemaker_geospatial {

// Null before a job's first export.
[[nodiscard]] ResourcePtr FindExport(const Resource& job, const RequestContext& context);
// Checks that the job may be exported now and starts the export of this kind with this document,
// joined by the request's ExecutionRoleArn and OutputConfig. Returns the answer of the Export
// operation.
Result<Json> StartExport(const Family& family, const JobKind& kind, const Resource& job,
                         const Json& input, Json document, RequestContext& context);

// Where an export writes: the OutputConfig's location and the job's id beneath it.
[[nodiscard]] S3Uri ExportRoot(const Resource& job_export);

// What an object of the export says of itself: its type, and the key of the OutputConfig.
[[nodiscard]] ObjectAttributes ExportAttributes(const Resource& job_export,
                                                std::string_view content_type);

// Puts a failed export's reason into the document as {"Message", "Type"}, with its "Part" where
// only one failed.
void FillExportError(Json& document, const JobFailure& failure);

}  // namespace portside::sagemaker_geospatial
