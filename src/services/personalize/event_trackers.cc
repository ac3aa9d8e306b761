// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/errors.h"
#include "services/personalize/families.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kDescribed[] = {"accountId", "trackingId", "datasetGroupArn"};

constexpr Family kEventTrackers{.kind = "personalize::event_tracker",
                                .name_member = "name",
                                .arn_member = "eventTrackerArn",
                                .member = "eventTracker",
                                .list_member = "eventTrackers",
                                .parent_member = "datasetGroupArn",
                                .has_status = true,
                                .described = kDescribed,
                                .listed = {}};

// Eight random digits, not the tracker's name: so the recorded ARNs have it.
std::string NewArn(RequestContext& context) {
  std::string arn;
  do {
    arn = context.Arn("personalize", "event-tracker/" + context.random.Hex(8));
  } while (context.resources.Find(arn) != nullptr);
  return arn;
}

}  // namespace

// There is one tracker in a dataset group. It needs no dataset yet; PutEvents does.
Result<Json> CreateEventTracker(const Json& input, RequestContext& context) {
  Tags tags = TRY(TakeTags(input));
  const std::string group_arn = StringOr(input, "datasetGroupArn");
  const ResourcePtr group = TRY(FindDatasetGroup(group_arn, context));
  TRY(RequireActive(*group));
  const ResourcePtr present =
      context.resources.First({.scope = context.Scope(kEventTrackers.kind), .parent = group_arn});
  if (present != nullptr) return Fail(AlreadyExists(present->arn));

  const std::string arn = NewArn(context);
  const std::string tracking_id = context.random.Uuid();
  Resource tracker = context.NewResource(kEventTrackers.kind, arn, StringOr(input, "name"));
  tracker.parent = group_arn;
  tracker.attribute = tracking_id;
  tracker.tags = std::move(tags);
  tracker.document = {
      {"accountId", context.account}, {"trackingId", tracking_id}, {"datasetGroupArn", group_arn}};
  context.jobs.Submit(kEventTrackerKind, std::move(tracker));
  return Json{{"eventTrackerArn", arn}, {"trackingId", tracking_id}};
}

Result<Json> DescribeEventTracker(const Json& input, RequestContext& context) {
  return Describe(kEventTrackers, input, context);
}

Result<Json> ListEventTrackers(const Json& input, RequestContext& context) {
  return List(kEventTrackers, input, context);
}

Result<Json> DeleteEventTracker(const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, "eventTrackerArn");
  const ResourcePtr tracker = TRY(FindResource(kEventTrackers.kind, arn, context));
  return DeleteAtRest(kEventTrackerKind, *tracker, context);
}

}  // namespace portside::personalize
