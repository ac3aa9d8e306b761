// SPDX-License-Identifier: Apache-2.0
//
// The events API. A put is stored before it is answered; the real service takes some seconds.

#include <functional>

#include "services/personalize/choices.h"
#include "services/personalize/datasets/rows.h"
#include "services/personalize/errors.h"
#include "services/personalize/events/put_records.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

constexpr int kNotFoundStatus = 404;
constexpr int kInUseStatus = 409;

Result<ResourcePtr> FindByArn(std::string_view kind, const std::string& arn,
                              RequestContext& context) {
  ResourcePtr resource = context.FindOwn(kind, arn);
  if (resource == nullptr) return Fail(NotFound(arn, kNotFoundStatus));
  return resource;
}

Result<AvroSchema> SchemaOf(const Resource& dataset, RequestContext& context) {
  const ResourcePtr schema =
      TRY(FindByArn(kSchemaKind, StringOr(dataset.document, "schemaArn"), context));
  auto parsed = AvroSchema::Parse(StringOr(schema->document, "schema"));
  if (!parsed) return Fail(InvalidInput("Invalid schema: " + parsed.error().Describe() + "."));
  return std::move(*parsed);
}

// Stores all records of a request, or none: the first error answers for all.
Result<void> StoreRecords(const Resource& dataset, std::size_t columns, const Json& records,
                          const std::function<PutRow(const Json&)>& row_of,
                          RequestContext& context) {
  PageWriter writer(PageOrigin::kPut, columns, [&](const std::string& page) {
    context.records.Append(PutStream(dataset.arn), page);
  });
  for (const Json& record : records) {
    const auto row = row_of(record);
    if (!row) return Fail(InvalidInput(row.error()));
    writer.Add(std::vector<CellView>(row->begin(), row->end()));
  }
  writer.Finish();
  return {};
}

// PutEvents has no error but InvalidInputException (botocore model).
Result<ResourcePtr> FindTracker(const std::string& tracking_id, RequestContext& context) {
  const ResourcePtr tracker = context.resources.First(
      {.scope = context.Scope(kEventTrackerKind.name), .attribute = tracking_id});
  if (tracker == nullptr) return Fail(InvalidInput(UnknownTrackingIdText(tracking_id)));
  if (tracker->state == kActive) return tracker;
  return Fail(InvalidInput(NotReadyText(tracker->arn, tracker->state, "ACTIVE")));
}

Result<ResourcePtr> FindInteractions(const Resource& tracker, RequestContext& context) {
  const ResourcePtr dataset = context.resources.First(
      {.scope = context.Scope(kDatasetKind.name),
       .parent = tracker.parent,
       .matches = [](const Resource& candidate) {
         return StringOr(candidate.document, "datasetType") == "INTERACTIONS";
       }});
  if (dataset == nullptr) {
    return Fail(InvalidInput("The dataset group " + tracker.parent +
                             " of this event tracker has no INTERACTIONS dataset."));
  }
  if (dataset->state == kActive) return dataset;
  return Fail(InvalidInput(NotReadyText(dataset->arn, dataset->state, "ACTIVE")));
}

Result<Json> PutInto(std::string_view type, const Json& records, std::string_view id_member,
                     const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, "datasetArn");
  const ResourcePtr dataset = TRY(FindByArn(kDatasetKind.name, arn, context));
  if (StringOr(dataset->document, "datasetType") != type) {
    return Fail(InvalidInput("The dataset " + arn + " is not of type " + std::string(type) + "."));
  }
  TRY(RequireActive(*dataset, kInUseStatus));
  const AvroSchema schema = TRY(SchemaOf(*dataset, context));
  TRY(StoreRecords(
      *dataset, schema.fields.size(), records,
      [&](const Json& record) { return RecordRow(schema, record, id_member); }, context));
  return Json::object();
}

}  // namespace

Result<Json> PutEvents(const Json& input, RequestContext& context) {
  const ResourcePtr tracker = TRY(FindTracker(StringOr(input, "trackingId"), context));
  const ResourcePtr dataset = TRY(FindInteractions(*tracker, context));
  if (StringOr(input, "sessionId") == kSwallowedSessionId) return Json::object();

  const AvroSchema schema = TRY(SchemaOf(*dataset, context));
  // One cell more than fields: the event's id.
  TRY(StoreRecords(
      *dataset, schema.fields.size() + 1, input.at("eventList"),
      [&](const Json& event) { return EventRow(schema, input, event); }, context));
  return Json::object();
}

Result<Json> PutItems(const Json& input, RequestContext& context) {
  return PutInto("ITEMS", input.at("items"), "itemId", input, context);
}

Result<Json> PutUsers(const Json& input, RequestContext& context) {
  return PutInto("USERS", input.at("users"), "userId", input, context);
}

}  // namespace portside::personalize
