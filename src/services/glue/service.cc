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
    {"DeleteTable", glue::DeleteTable},
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
