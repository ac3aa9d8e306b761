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
Result<Json> UpdateTable(const Json& input, RequestContext& context);
Result<Json> DeleteTable(const Json& input, RequestContext& context);
Result<Json> BatchDeleteTable(const Json& input, RequestContext& context);

Result<Json> GetTableVersion(const Json& input, RequestContext& context);
Result<Json> GetTableVersions(const Json& input, RequestContext& context);
Result<Json> DeleteTableVersion(const Json& input, RequestContext& context);
Result<Json> BatchDeleteTableVersion(const Json& input, RequestContext& context);

Result<Json> CreatePartition(const Json& input, RequestContext& context);
Result<Json> GetPartition(const Json& input, RequestContext& context);
Result<Json> GetPartitions(const Json& input, RequestContext& context);
Result<Json> UpdatePartition(const Json& input, RequestContext& context);
Result<Json> DeletePartition(const Json& input, RequestContext& context);
Result<Json> BatchCreatePartition(const Json& input, RequestContext& context);
Result<Json> BatchGetPartition(const Json& input, RequestContext& context);
Result<Json> BatchUpdatePartition(const Json& input, RequestContext& context);
Result<Json> BatchDeletePartition(const Json& input, RequestContext& context);

Result<Json> UpdateColumnStatisticsForTable(const Json& input, RequestContext& context);
Result<Json> GetColumnStatisticsForTable(const Json& input, RequestContext& context);
Result<Json> DeleteColumnStatisticsForTable(const Json& input, RequestContext& context);
Result<Json> UpdateColumnStatisticsForPartition(const Json& input, RequestContext& context);
Result<Json> GetColumnStatisticsForPartition(const Json& input, RequestContext& context);
Result<Json> DeleteColumnStatisticsForPartition(const Json& input, RequestContext& context);

Result<Json> SearchTables(const Json& input, RequestContext& context);
Result<Json> CreatePartitionIndex(const Json& input, RequestContext& context);
Result<Json> GetPartitionIndexes(const Json& input, RequestContext& context);
Result<Json> DeletePartitionIndex(const Json& input, RequestContext& context);
Result<Json> CreateUserDefinedFunction(const Json& input, RequestContext& context);
Result<Json> GetUserDefinedFunction(const Json& input, RequestContext& context);
Result<Json> GetUserDefinedFunctions(const Json& input, RequestContext& context);
Result<Json> UpdateUserDefinedFunction(const Json& input, RequestContext& context);
Result<Json> DeleteUserDefinedFunction(const Json& input, RequestContext& context);
Result<Json> GetDataCatalogEncryptionSettings(const Json& input, RequestContext& context);
Result<Json> PutDataCatalogEncryptionSettings(const Json& input, RequestContext& context);
Result<Json> PutResourcePolicy(const Json& input, RequestContext& context);
Result<Json> GetResourcePolicy(const Json& input, RequestContext& context);
Result<Json> DeleteResourcePolicy(const Json& input, RequestContext& context);
Result<Json> GetResourcePolicies(const Json& input, RequestContext& context);

Result<Json> StartImportLabelsTaskRun(const Json& input, RequestContext& context);
Result<Json> StartExportLabelsTaskRun(const Json& input, RequestContext& context);
Result<Json> CancelMLTaskRun(const Json& input, RequestContext& context);

}  // namespace portside::glue
