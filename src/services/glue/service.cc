// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents: what no declaration makes (families.cc).

#include "portside/services/glue/service.h"

#include "services/glue/handlers.h"
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
    {"StartImportLabelsTaskRun", glue::StartImportLabelsTaskRun},
    {"StartExportLabelsTaskRun", glue::StartExportLabelsTaskRun},
    {"CancelMLTaskRun", glue::CancelMLTaskRun},
};

}  // namespace

const ServiceDefinition& GlueService() {
  static const ServiceDefinition kGlue{
      .model = "glue", .handlers = kHandlers, .job_kinds = {}, .families = glue::Families()};
  return kGlue;
}

}  // namespace portside
