// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents: what no declaration makes (families.cc).

#include "portside/services/glue/service.h"

#include "services/glue/catalog/partition_indexes.h"
#include "services/glue/catalog/table_parts.h"
#include "services/glue/handlers.h"
#include "services/glue/registry/handlers.h"
#include "services/glue/registry/registry.h"
#include "services/glue/style.h"

namespace portside {
namespace {

constexpr HandlerEntry kHandlers[] = {
    {"CreateTable", glue::CreateTable},
    {"GetTable", glue::GetTable},
    {"GetTables", glue::GetTables},
    {"UpdateTable", glue::UpdateTable},
    {"DeleteTable", glue::DeleteTable},
    {"BatchDeleteTable", glue::BatchDeleteTable},
    {"GetTableVersion", glue::GetTableVersion},
    {"GetTableVersions", glue::GetTableVersions},
    {"DeleteTableVersion", glue::DeleteTableVersion},
    {"BatchDeleteTableVersion", glue::BatchDeleteTableVersion},
    {"CreatePartition", glue::CreatePartition},
    {"GetPartition", glue::GetPartition},
    {"GetPartitions", glue::GetPartitions},
    {"UpdatePartition", glue::UpdatePartition},
    {"DeletePartition", glue::DeletePartition},
    {"BatchCreatePartition", glue::BatchCreatePartition},
    {"BatchGetPartition", glue::BatchGetPartition},
    {"BatchUpdatePartition", glue::BatchUpdatePartition},
    {"BatchDeletePartition", glue::BatchDeletePartition},
    {"UpdateColumnStatisticsForTable", glue::UpdateColumnStatisticsForTable},
    {"GetColumnStatisticsForTable", glue::GetColumnStatisticsForTable},
    {"DeleteColumnStatisticsForTable", glue::DeleteColumnStatisticsForTable},
    {"UpdateColumnStatisticsForPartition", glue::UpdateColumnStatisticsForPartition},
    {"GetColumnStatisticsForPartition", glue::GetColumnStatisticsForPartition},
    {"DeleteColumnStatisticsForPartition", glue::DeleteColumnStatisticsForPartition},
    {"SearchTables", glue::SearchTables},
    {"CreatePartitionIndex", glue::CreatePartitionIndex},
    {"GetPartitionIndexes", glue::GetPartitionIndexes},
    {"DeletePartitionIndex", glue::DeletePartitionIndex},
    {"CreateUserDefinedFunction", glue::CreateUserDefinedFunction},
    {"GetUserDefinedFunction", glue::GetUserDefinedFunction},
    {"GetUserDefinedFunctions", glue::GetUserDefinedFunctions},
    {"UpdateUserDefinedFunction", glue::UpdateUserDefinedFunction},
    {"DeleteUserDefinedFunction", glue::DeleteUserDefinedFunction},
    {"GetDataCatalogEncryptionSettings", glue::GetDataCatalogEncryptionSettings},
    {"PutDataCatalogEncryptionSettings", glue::PutDataCatalogEncryptionSettings},
    {"PutResourcePolicy", glue::PutResourcePolicy},
    {"GetResourcePolicy", glue::GetResourcePolicy},
    {"DeleteResourcePolicy", glue::DeleteResourcePolicy},
    {"GetResourcePolicies", glue::GetResourcePolicies},
    {"StartImportLabelsTaskRun", glue::StartImportLabelsTaskRun},
    {"StartExportLabelsTaskRun", glue::StartExportLabelsTaskRun},
    {"CancelMLTaskRun", glue::CancelMLTaskRun},
    {"CreateRegistry", glue::CreateRegistry},
    {"GetRegistry", glue::GetRegistry},
    {"UpdateRegistry", glue::UpdateRegistry},
    {"DeleteRegistry", glue::DeleteRegistry},
    {"ListRegistries", glue::ListRegistries},
    {"CreateSchema", glue::CreateSchema},
    {"GetSchema", glue::GetSchema},
    {"UpdateSchema", glue::UpdateSchema},
    {"DeleteSchema", glue::DeleteSchema},
    {"ListSchemas", glue::ListSchemas},
    {"RegisterSchemaVersion", glue::RegisterSchemaVersion},
    {"GetSchemaVersion", glue::GetSchemaVersion},
    {"GetSchemaByDefinition", glue::GetSchemaByDefinition},
    {"GetSchemaVersionsDiff", glue::GetSchemaVersionsDiff},
    {"ListSchemaVersions", glue::ListSchemaVersions},
    {"DeleteSchemaVersions", glue::DeleteSchemaVersions},
    {"CheckSchemaVersionValidity", glue::CheckSchemaVersionValidity},
    {"PutSchemaVersionMetadata", glue::PutSchemaVersionMetadata},
    {"RemoveSchemaVersionMetadata", glue::RemoveSchemaVersionMetadata},
    {"QuerySchemaVersionMetadata", glue::QuerySchemaVersionMetadata},
};

// Of nouns that are no families.
constexpr const JobKind* kJobKinds[] = {&glue::kPartitionIndexKind, &glue::kTableRemovalKind,
                                        &glue::kSchemaVersion};

}  // namespace

const ServiceDefinition& GlueService() {
  static const ServiceDefinition kGlue{
      .model = "glue", .handlers = kHandlers, .job_kinds = kJobKinds, .families = glue::Families()};
  return kGlue;
}

}  // namespace portside
