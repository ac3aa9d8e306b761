// SPDX-License-Identifier: Apache-2.0
//
// The kind of resource that a label task makes, and the work of its two types.
//
// Document: TransformId and Properties as on the wire, Columns (the names of the transform's schema
// when the task was started), FileId (an export's uuid), ErrorString once it failed. The resource's
// name is the TaskRunId, its parent the TransformId.

#pragma once

#include "portside/jobs/job_kind.h"

namespace portside::glue {

// STARTING, RUNNING, then SUCCEEDED or FAILED; STOPPING and STOPPED when cancelled. TIMEOUT is in
// the table because the API has it; a transform's Timeout is a minute at least, and the work of a
// task never lasts that long.
extern const JobKind kMlTaskRun;

// Its states before it has come to rest.
inline constexpr std::string_view kLiveTaskRuns[] = {"STARTING", "RUNNING", "STOPPING"};

inline constexpr std::string_view kImportLabels = "IMPORT_LABELS";
inline constexpr std::string_view kExportLabels = "EXPORT_LABELS";

}  // namespace portside::glue
