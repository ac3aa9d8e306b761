// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/batch_jobs.h"
#include "services/personalize/choices.h"
#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/datasets/schemas/dataset_fit.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

Result<const DatasetType*> TakeType(const Json& input) {
  const std::string name = StringOr(input, "datasetType");
  const DatasetType* type = FindDatasetType(name);
  if (type != nullptr) return type;
  std::string allowed;
  for (const DatasetType& known : DatasetTypes()) {
    allowed += (allowed.empty() ? "" : ", ") + std::string(known.name);
  }
  return Fail(
      InvalidInput("Invalid datasetType '" + name + "'. It must be one of: " + allowed + "."));
}

// The first job of a kind that is still at work on the dataset.
ResourcePtr FindRunning(std::string_view kind, std::string_view dataset_arn,
                        RequestContext& context) {
  return context.resources.First(
      {.scope = context.Scope(kind), .parent = dataset_arn, .matches = [](const Resource& job) {
         return IsCreating(job.state);
       }});
}

}  // namespace

Result<Json> CreateDataset(const Json& input, RequestContext& context) {
  const DatasetType* type = TRY(TakeType(input));
  Tags tags = TRY(GivenTags(kStyle.tags, input, ""));
  const std::string group_arn = StringOr(input, "datasetGroupArn");
  const ResourcePtr group = TRY(FindResource(kDatasetGroups, input, context));
  const std::string schema_arn = StringOr(input, "schemaArn");
  const ResourcePtr schema = TRY(FindResource(kSchemas, input, context));
  TRY(RequireActive(*group));

  // The ARN has the group's name and the type, not the dataset's own name: so there is one dataset
  // of each type in a group.
  const std::string arn =
      context.Arn("personalize", "dataset/" + group->name + "/" + std::string(type->name));
  if (context.resources.Find(arn) != nullptr) return Fail(AlreadyExists(arn));
  TRY(CheckFit(*schema, *type, *group));

  Resource dataset = context.NewResource(kDatasets.kind, arn, StringOr(input, "name"));
  dataset.parent = group_arn;
  dataset.tags = std::move(tags);
  dataset.document = {
      {"datasetGroupArn", group_arn}, {"datasetType", type->name}, {"schemaArn", schema_arn}};
  // Action interactions are recorded under an id of the dataset, not of an event tracker.
  if (type->name == "ACTION_INTERACTIONS") {
    dataset.attribute = context.random().Uuid();
    dataset.document["trackingId"] = dataset.attribute;
  }
  context.jobs.Submit(kDatasetKind, std::move(dataset));
  return Json{{"datasetArn", arn}};
}

// Legal when no job is at work on it and, for interactions, when the group's event tracker is gone.
// The rows go at once: nothing reads them in DELETE PENDING.
Result<void> ReleaseDataset(const Resource& dataset, RequestContext& context) {
  const std::string& arn = dataset.arn;
  for (const std::string_view kind : {kDatasetImportJobKind.name, kDatasetExportJobKind.name}) {
    const ResourcePtr job = FindRunning(kind, arn, context);
    if (job == nullptr) continue;
    return Fail(InUse(InUseText(arn, "wait until " + job->arn + " has finished.")));
  }
  if (StringOr(dataset.document, "datasetType") == "INTERACTIONS") {
    const ResourcePtr tracker = context.resources.First(
        {.scope = context.Scope(kEventTrackerKind.name), .parent = dataset.parent});
    if (tracker != nullptr) {
      return Fail(InUse(InUseText(arn, "delete " + tracker->arn + " first.")));
    }
  }
  if (const ResourcePtr job = FindBatchJob(dataset.parent, "", context)) {
    return Fail(InUse(InUseText(arn, "wait until " + job->arn + " has finished.")));
  }
  // The developer guide: all filters of the group go before any of its datasets, and what
  // recommends.
  for (const std::string_view kind :
       {kFilterKind.name, kCampaignKind.name, kRecommenderKind.name}) {
    const ResourcePtr other =
        context.resources.First({.scope = context.Scope(kind), .parent = dataset.parent});
    if (other == nullptr) continue;
    return Fail(InUse(InUseText(arn, "delete " + other->arn + " first.")));
  }
  context.records.Clear(BulkStream(arn));
  context.records.Clear(PutStream(arn));
  context.records.Clear(LayoutStream(arn));
  return {};
}

}  // namespace portside::personalize
