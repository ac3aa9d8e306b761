// SPDX-License-Identifier: Apache-2.0
//
// The operations of Glue, each named as on the wire. See Handler in services/core/service.h for
// what they take and return. Core thread.

#pragma once

#include "portside/services/core/service.h"

namespace portside::glue {

// databases.cc
Result<Json> CreateDatabase(const Json& input, RequestContext& context);
Result<Json> GetDatabase(const Json& input, RequestContext& context);
Result<Json> GetDatabases(const Json& input, RequestContext& context);
Result<Json> DeleteDatabase(const Json& input, RequestContext& context);

// tables.cc
Result<Json> CreateTable(const Json& input, RequestContext& context);
Result<Json> GetTable(const Json& input, RequestContext& context);
Result<Json> GetTables(const Json& input, RequestContext& context);
Result<Json> DeleteTable(const Json& input, RequestContext& context);

// ml_transforms.cc
Result<Json> CreateMLTransform(const Json& input, RequestContext& context);
Result<Json> GetMLTransform(const Json& input, RequestContext& context);
Result<Json> GetMLTransforms(const Json& input, RequestContext& context);
Result<Json> ListMLTransforms(const Json& input, RequestContext& context);
Result<Json> UpdateMLTransform(const Json& input, RequestContext& context);
Result<Json> DeleteMLTransform(const Json& input, RequestContext& context);

// ml_task_runs.cc
Result<Json> StartImportLabelsTaskRun(const Json& input, RequestContext& context);
Result<Json> StartExportLabelsTaskRun(const Json& input, RequestContext& context);
Result<Json> GetMLTaskRun(const Json& input, RequestContext& context);
Result<Json> GetMLTaskRuns(const Json& input, RequestContext& context);
Result<Json> CancelMLTaskRun(const Json& input, RequestContext& context);

// tags.cc
Result<Json> TagResource(const Json& input, RequestContext& context);
Result<Json> UntagResource(const Json& input, RequestContext& context);
Result<Json> GetTags(const Json& input, RequestContext& context);

}  // namespace portside::glue
