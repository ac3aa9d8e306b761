// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/deleted_users.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"

namespace portside::personalize {

// The developer guide: a role is valid only together with a key.
Result<void> CheckDatasetGroup(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate || !input.contains("roleArn") || input.contains("kmsKeyArn")) return {};
  return Fail(InvalidInput("roleArn is valid only together with kmsKeyArn."));
}

// Its datasets are gone; so nothing reads who was deleted from them.
Result<void> ReleaseDatasetGroup(const Resource& group, RequestContext& context) {
  for (const std::string_view state : {"PENDING", "IN_PROGRESS"}) {
    if (context.resources.Count(context.Scope(kDataDeletionJobKind.name), state, group.arn) == 0) {
      continue;
    }
    return Fail(InUse(InUseText(group.arn, "wait until its data deletion jobs have finished.")));
  }
  context.records.Clear(DeletedStream(DatasetArnOf(group.arn, "USERS")));
  return {};
}

}  // namespace portside::personalize
