// SPDX-License-Identifier: Apache-2.0
//
// What earth observation jobs and vector enrichment jobs have in common: identifiers, the running
// clock, stop, delete, lists, and exports. An export is a resource of its own beneath its job, for
// it has its own states while the job stays COMPLETED; clients see it only through the job.

#pragma once

#include <string>
#include <string_view>

#include "portside/jobs/job_kind.h"
#include "portside/services/core/service.h"

namespace portside::sagemaker_geospatial {

struct JobFamily {
  const JobKind& kind;
  const JobKind& export_kind;
  std::string_view resource_type;  // of ARNs: "earth-observation-job"
  std::string_view label;          // of error texts: "Earth observation job"
};

// Both families' states. An export waits in a state of its own before its work, because a kind's
// first state has none; clients see it as IN_PROGRESS.
inline constexpr std::string_view kCompleted = "COMPLETED";
inline constexpr std::string_view kDeleting = "DELETING";
inline constexpr std::string_view kExportQueued = "QUEUED";

// A resource with a new id, the name, the tags, and a document of ExecutionRoleArn and KmsKeyId.
Result<Resource> NewJob(const JobFamily& family, const Json& input, RequestContext& context);

Result<ResourcePtr> FindJob(const JobFamily& family, const std::string& arn,
                            RequestContext& context);

// Seconds since the creation while a job is on its way; frozen at its end.
[[nodiscard]] std::int64_t DurationInSeconds(const Resource& job, Timestamp now);

// Arn, CreationTime, DurationInSeconds, Name, Status, Tags: what every answer about a job has.
[[nodiscard]] Json JobHead(const Resource& job, Timestamp now);

Result<Json> StopJob(const JobFamily& family, const Json& input, RequestContext& context);
// Also forgets the job's export and stored results.
Result<Json> DeleteJob(const JobFamily& family, const Json& input, RequestContext& context);

// One page by StatusEquals, SortBy, SortOrder, MaxResults and NextToken. `summarise` makes an
// entry; `member` is the name of the list in the answer.
Result<Json> ListJobs(const JobFamily& family, const std::string& member, const Json& input,
                      RequestContext& context, Json (*summarise)(const Resource&, Timestamp));

// Null before a job's first export.
[[nodiscard]] ResourcePtr FindExport(const JobFamily& family, const Resource& job,
                                     RequestContext& context);
// "IN_PROGRESS", "SUCCEEDED" or "FAILED".
[[nodiscard]] std::string ExportStatus(const Resource& job_export);
// Checks that the job may be exported now and starts the export with this document, joined by the
// request's ExecutionRoleArn and OutputConfig. Returns the answer of the Export operation.
Result<Json> StartExport(const JobFamily& family, const Resource& job, const Json& input,
                         Json document, RequestContext& context);

// Where an export writes: the OutputConfig's location and the job's id beneath it.
[[nodiscard]] S3Uri ExportRoot(const Resource& job_export);

// Puts a failed export's reason into the document as {"Message", "Type"}.
void FillExportError(Json& document, const JobFailure& failure);

}  // namespace portside::sagemaker_geospatial
