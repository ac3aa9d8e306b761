// SPDX-License-Identifier: Apache-2.0
//
// One function per operation, named as the operation. The rules that each one keeps stand beside
// it; the answers' shapes are the model's.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::personalize {

Result<Json> CreateDatasetGroup(const Json& input, RequestContext& context);
Result<Json> DescribeDatasetGroup(const Json& input, RequestContext& context);
Result<Json> ListDatasetGroups(const Json& input, RequestContext& context);
Result<Json> DeleteDatasetGroup(const Json& input, RequestContext& context);

Result<Json> CreateSchema(const Json& input, RequestContext& context);
Result<Json> DescribeSchema(const Json& input, RequestContext& context);
Result<Json> ListSchemas(const Json& input, RequestContext& context);
Result<Json> DeleteSchema(const Json& input, RequestContext& context);

Result<Json> CreateDataset(const Json& input, RequestContext& context);
Result<Json> DescribeDataset(const Json& input, RequestContext& context);
Result<Json> ListDatasets(const Json& input, RequestContext& context);
Result<Json> DeleteDataset(const Json& input, RequestContext& context);

Result<Json> CreateEventTracker(const Json& input, RequestContext& context);
Result<Json> DescribeEventTracker(const Json& input, RequestContext& context);
Result<Json> ListEventTrackers(const Json& input, RequestContext& context);
Result<Json> DeleteEventTracker(const Json& input, RequestContext& context);

Result<Json> CreateDatasetImportJob(const Json& input, RequestContext& context);
Result<Json> DescribeDatasetImportJob(const Json& input, RequestContext& context);
Result<Json> ListDatasetImportJobs(const Json& input, RequestContext& context);

Result<Json> CreateDatasetExportJob(const Json& input, RequestContext& context);
Result<Json> DescribeDatasetExportJob(const Json& input, RequestContext& context);
Result<Json> ListDatasetExportJobs(const Json& input, RequestContext& context);

Result<Json> TagResource(const Json& input, RequestContext& context);
Result<Json> UntagResource(const Json& input, RequestContext& context);
Result<Json> ListTagsForResource(const Json& input, RequestContext& context);

Result<Json> PutEvents(const Json& input, RequestContext& context);
Result<Json> PutItems(const Json& input, RequestContext& context);
Result<Json> PutUsers(const Json& input, RequestContext& context);

}  // namespace portside::personalize
