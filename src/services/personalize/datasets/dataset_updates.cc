// SPDX-License-Identifier: Apache-2.0
//
// UpdateDataset: another schema with more fields. Rows that are there stay as they are (layouts.h),
// so that nothing is written again however many there are.

#include <ranges>

#include "services/personalize/choices.h"
#include "services/personalize/datasets/rows/layouts.h"
#include "services/personalize/datasets/schemas/dataset_fit.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

// Developer guide: not of interactions, actions and action interactions.
Result<const DatasetType*> UpdatableType(const Resource& dataset) {
  const DatasetType* type = FindDatasetType(StringOr(dataset.document, "datasetType"));
  if (type != nullptr && (type->name == "ITEMS" || type->name == "USERS")) return type;
  return Fail(InvalidInput("The schema of the dataset " + dataset.arn +
                           " cannot be replaced. Only those of ITEMS and USERS datasets can."));
}

Timestamp LastChange(const Resource& dataset) {
  // A deletion is no part of the update.
  for (const StateChange& change : dataset.timeline | std::views::reverse) {
    if (!IsDeleting(change.state)) return change.at;
  }
  return dataset.updated_at;
}

}  // namespace

Result<Json> UpdateDataset(const Json& input, RequestContext& context) {
  const ResourcePtr dataset = TRY(FindResource(kDatasets, input, context));
  const DatasetType* type = TRY(UpdatableType(*dataset));
  const ResourcePtr schema = TRY(FindResource(kSchemas, input, context));
  TRY(RequireActive(*dataset));
  const ResourcePtr group = TRY(FindResource(kDatasetGroups, dataset->document, context));
  TRY(CheckFit(*schema, *type, *group));
  const ResourcePtr former_schema = TRY(FindResource(kSchemas, dataset->document, context));
  const AvroSchema former = TRY(ParsedSchema(*former_schema));
  const AvroSchema replacement = TRY(ParsedSchema(*schema));
  TRY(CheckReplacement(*schema, former, replacement));

  std::size_t layouts = dataset->document.value(kLayoutsMember, std::size_t{1});
  if (layouts == 1) AppendLayout(context.records, dataset->arn, former);
  AppendLayout(context.records, dataset->arn, replacement);
  Resource changed = *dataset;
  changed.document[std::string(kUpdateMember)] = {{"schemaArn", schema->arn},
                                                  {"creationDateTime", kStyle.time(context.now)},
                                                  {kLayoutMember, layouts}};
  changed.document[std::string(kLayoutsMember)] = ++layouts;
  context.jobs.Enter(kDatasetKind, std::move(changed), "UPDATE PENDING");
  return Json{{"datasetArn", dataset->arn}};
}

Json LatestDatasetUpdate(const Resource& dataset, const RequestContext&) {
  const auto update = dataset.document.find(kUpdateMember);
  if (update == dataset.document.end()) return nullptr;
  Json shown = *update;
  shown.erase(std::string(kLayoutMember));
  shown["lastUpdatedDateTime"] = kStyle.time(LastChange(dataset));
  if (update->contains(kLayoutMember)) {
    shown["status"] = dataset.state;
  } else {
    shown["status"] = update->contains("failureReason") ? kUpdateFailed : kActive;
  }
  return shown;
}

}  // namespace portside::personalize
