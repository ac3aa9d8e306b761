// SPDX-License-Identifier: Apache-2.0
//
// The operations that no declaration makes (families.cc), each a function of its name.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

Result<Json> CreateTable(const Json& input, RequestContext& context);
Result<Json> GetTable(const Json& input, RequestContext& context);
Result<Json> GetTables(const Json& input, RequestContext& context);
Result<Json> DeleteTable(const Json& input, RequestContext& context);

Result<Json> StartImportLabelsTaskRun(const Json& input, RequestContext& context);
Result<Json> StartExportLabelsTaskRun(const Json& input, RequestContext& context);
Result<Json> CancelMLTaskRun(const Json& input, RequestContext& context);

}  // namespace portside::glue
