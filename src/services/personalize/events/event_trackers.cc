// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/errors.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"

namespace portside::personalize {

std::string NewTrackerId(Random& random) { return random.Hex(8); }

// There is one tracker in a dataset group. It needs no dataset yet; PutEvents does.
Result<void> PrepareEventTracker(const Json&, Resource& tracker, RequestContext& context) {
  const ResourcePtr present = context.resources.First(
      {.scope = context.Scope(kEventTrackers.kind), .parent = tracker.parent});
  if (present != nullptr) return Fail(AlreadyExists(present->arn));
  tracker.document["trackingId"] = context.random().Uuid();
  return {};
}

}  // namespace portside::personalize
