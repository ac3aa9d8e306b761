// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents: what no declaration makes (families.cc).

#include "portside/services/glue/service.h"

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
    {"DeleteTable", glue::DeleteTable},
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

constexpr const JobKind* kJobKinds[] = {&glue::kSchemaVersion};

}  // namespace

const ServiceDefinition& GlueService() {
  static const ServiceDefinition kGlue{
      .model = "glue", .handlers = kHandlers, .job_kinds = kJobKinds, .families = glue::Families()};
  return kGlue;
}

}  // namespace portside
