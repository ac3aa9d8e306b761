// SPDX-License-Identifier: Apache-2.0
//
// The events API of items. A put is stored before it is answered; the real service takes some
// seconds.

#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/events/put_rows.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

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

}  // namespace

Result<Json> PutEvents(const Json& input, RequestContext& context) {
  const ResourcePtr tracker = TRY(FindTracker(StringOr(input, "trackingId"), context));
  const ResourcePtr dataset = TRY(FindInteractions(*tracker, context));
  if (StringOr(input, "sessionId") == kSwallowedSessionId) return Json::object();

  const auto row_of = [&input](const AvroSchema& schema, const Json& event) {
    return EventRow(schema, input, event);
  };
  TRY(PutRows(*dataset, input.at("eventList"), row_of, context));
  return Json::object();
}

Result<Json> PutItems(const Json& input, RequestContext& context) {
  return PutRecords("ITEMS", input.at("items"), "itemId", input, context);
}

Result<Json> PutUsers(const Json& input, RequestContext& context) {
  return PutRecords("USERS", input.at("users"), "userId", input, context);
}

}  // namespace portside::personalize
