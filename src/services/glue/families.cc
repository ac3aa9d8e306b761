// SPDX-License-Identifier: Apache-2.0
//
// The nouns of Glue that are kept and shown.

#include <vector>

#include "services/glue/catalog/catalog.h"
#include "services/glue/ml/labels_task_run.h"
#include "services/glue/ml/ml_transform.h"
#include "services/glue/rules.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

constexpr std::string_view kDatabaseLookedAt[] = {"AttributesToGet", "ResourceShareType"};

constexpr std::string_view kConnectionNames[] = {"ConnectionName"};
constexpr std::string_view kConnectionLookedAt[] = {"HidePassword",
                                                    "ApplyOverrideForComputeEnvironment"};
constexpr Filter kConnectionFilters[] = {
    {"ConnectionType", FilterKind::kEquals},
    {"ConnectionSchemaVersion", FilterKind::kEquals},
    {"MatchCriteria", FilterKind::kLookedAt},
};

constexpr Filter kTransformFilters[] = {
    {"Name", FilterKind::kAttribute},
    {"TransformType", FilterKind::kEquals, "/Parameters/TransformType"},
    {"GlueVersion", FilterKind::kEquals},
    {"Schema", FilterKind::kLookedAt},
};
constexpr std::string_view kTransformLookedAt[] = {"Tags"};

constexpr Filter kTaskRunFilters[] = {{"TaskRunType", FilterKind::kAttribute}};
constexpr Computed kTaskRunFacts[] = {{"CompletedOn", CompletedOnOf},
                                      {"ExecutionTime", ExecutionTimeOf}};

}  // namespace

constexpr Family kDatabases{
    .kind = kDatabase,
    .noun = "Database",
    .label = "database",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kUpdate | kDelete,
    .arn = "database/{Name}",
    .name_member = "Name",
    .lower_case_name = true,
    .input_member = "DatabaseInput",
    // [recorded]
    .texts = {.not_found = {"EntityNotFoundException", "Database {name} not found."}},
    // The account's quota of databases.
    .quota = {.limit = 10'000,
              .text = {"ResourceNumberLimitExceededException",
                       "Account {account} has its {limit} databases: delete one first."}},
    .replaces = true,
    .order = ResourceOrder::kName,
    .looked_at = kDatabaseLookedAt,
    .check = CheckDatabase,
    .prepare = PrepareDatabase,
    .change = PrepareDatabase,
    .release = ReleaseDatabase,
    .matches = MatchesDatabase,
    .present = PresentDatabase,
};

constexpr Family kConnections{
    .kind = "glue::connection",
    .noun = "Connection",
    .label = "connection",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kUpdate | kDelete | kBatchDelete,
    .arn = "connection/{Name}",
    .name_member = "Name",
    .other_name_members = kConnectionNames,
    .input_member = "ConnectionInput",
    // [recorded]
    .texts = {.not_found = {"EntityNotFoundException",
                            "Connection with name {name} in account {account} is not found"}},
    .replaces = true,
    .order = ResourceOrder::kName,
    .filters = kConnectionFilters,
    .looked_at = kConnectionLookedAt,
    .check = CheckConnection,
    .prepare = PrepareConnection,
    .change = PrepareConnection,
    .matches = MatchesConnection,
    .present = PresentConnection,
};

constexpr Family kMlTransforms{
    .kind = "glue::ml_transform",
    .noun = "MLTransform",
    .label = "transform",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kListNames | kUpdate | kDelete,
    .states = &kMlTransform,
    .arn = "mlTransform/{id}",
    .new_id = NewTransformId,
    .name_member = "TransformId",
    .attribute = "/Name",
    // [published]; the placeholder is named transformName, but what a caller names a transform by
    // is its id.
    .texts = {.not_found = {"EntityNotFoundException",
                            "Cannot find MLTransform in account {account} with handle {name}."}},
    .filters = kTransformFilters,
    .looked_at = kTransformLookedAt,
    .check = CheckMlTransform,
    .prepare = PrepareMlTransform,
    .change = ChangeMlTransform,
    .release = ReleaseMlTransform,
    .matches = MatchesMlTransform,
};

// They are started by operations of their own (ml_task_runs.cc). The ARN is ours: the real service
// has none for task runs and never shows one.
constexpr Family kMlTaskRuns{
    .kind = "glue::ml_task_run",
    .noun = "MLTaskRun",
    .label = "task run",
    .style = &kStyle,
    .verbs = kDescribe | kList,
    .states = &kMlTaskRun,
    .arn = "mlTransform/{TransformId}/taskRun/{id}",
    .new_id = NewTaskRunId,
    .name_member = "TaskRunId",
    .parent_member = "TransformId",
    .attribute = "/Properties/TaskType",
    // [published]
    .texts = {.not_found = {"EntityNotFoundException",
                            "No ML Task Run found for {name}: in account {account} for transform "
                            "{parent}."}},
    .filters = kTaskRunFilters,
    .computed = kTaskRunFacts,
    .check = CheckMlTaskRun,
};

std::span<const Family* const> Families() {
  static const std::vector<const Family*> kFamilies = [] {
    std::vector<const Family*> all = {&kDatabases, &kConnections, &kMlTransforms, &kMlTaskRuns};
    for (const auto folder : {RegistryFamilies()}) {
      all.insert(all.end(), folder.begin(), folder.end());
    }
    return all;
  }();
  return kFamilies;
}

}  // namespace portside::glue
