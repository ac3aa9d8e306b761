// SPDX-License-Identifier: Apache-2.0
//
// The events API of actions. Interactions with actions have no event tracker: their id belongs to
// the Action interactions dataset, which got it when it was created.

#include "services/personalize/choices.h"
#include "services/personalize/events/put_rows.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/style.h"

namespace portside::personalize {

Result<Json> PutActions(const Json& input, RequestContext& context) {
  return PutRecords("ACTIONS", input.at("actions"), "actionId", input, context);
}

Result<Json> PutActionInteractions(const Json& input, RequestContext& context) {
  const std::string tracking_id = StringOr(input, "trackingId");
  const ResourcePtr dataset = context.resources.First(
      {.scope = context.Scope(kDatasetKind.name), .attribute = tracking_id});
  if (dataset == nullptr) {
    return Fail(ServiceError{"ResourceNotFoundException", kNotFoundStatus,
                             UnknownActionTrackingIdText(tracking_id)});
  }
  TRY(RequireActive(*dataset, kInUseStatus));
  TRY(PutRows(*dataset, input.at("actionInteractions"), ActionEventRow, context));
  return Json::object();
}

}  // namespace portside::personalize
