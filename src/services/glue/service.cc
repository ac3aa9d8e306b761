// SPDX-License-Identifier: Apache-2.0

#include "portside/services/glue/service.h"

#include "services/glue/handlers.h"
#include "services/glue/labels_task_run.h"
#include "services/glue/ml_transform.h"

namespace portside {
namespace {

constexpr HandlerEntry kHandlers[] = {
    {"CreateDatabase", glue::CreateDatabase},
    {"GetDatabase", glue::GetDatabase},
    {"GetDatabases", glue::GetDatabases},
    {"DeleteDatabase", glue::DeleteDatabase},
    {"CreateTable", glue::CreateTable},
    {"GetTable", glue::GetTable},
    {"GetTables", glue::GetTables},
    {"DeleteTable", glue::DeleteTable},
    {"CreateMLTransform", glue::CreateMLTransform},
    {"GetMLTransform", glue::GetMLTransform},
    {"GetMLTransforms", glue::GetMLTransforms},
    {"ListMLTransforms", glue::ListMLTransforms},
    {"UpdateMLTransform", glue::UpdateMLTransform},
    {"DeleteMLTransform", glue::DeleteMLTransform},
    {"StartImportLabelsTaskRun", glue::StartImportLabelsTaskRun},
    {"StartExportLabelsTaskRun", glue::StartExportLabelsTaskRun},
    {"GetMLTaskRun", glue::GetMLTaskRun},
    {"GetMLTaskRuns", glue::GetMLTaskRuns},
    {"CancelMLTaskRun", glue::CancelMLTaskRun},
    {"TagResource", glue::TagResource},
    {"UntagResource", glue::UntagResource},
    {"GetTags", glue::GetTags},
};

constexpr const JobKind* kJobKinds[] = {&glue::kMlTransform, &glue::kMlTaskRun};

constexpr ServiceDefinition kGlue{"glue", kHandlers, kJobKinds};

}  // namespace

const ServiceDefinition& GlueService() { return kGlue; }

}  // namespace portside
