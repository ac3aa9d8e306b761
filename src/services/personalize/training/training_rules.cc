// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training_rules.h"

#include <vector>

#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/errors.h"

namespace portside::personalize {

Result<void> RequireInteractions(const std::string& group_arn, RequestContext& context) {
  if (HasInteractions(group_arn, context)) return {};
  // As recorded.
  return Fail(
      InvalidInput("Dataset group must contain an INTERACTIONS dataset with "
                   "successfully completed dataset import job or EVENT_INTERACTIONS"));
}

bool HasMinimum(std::initializer_list<const Tags*> tags, const std::string& group_arn,
                ResourceRepository& resources) {
  std::vector<const Tags*> all(tags);
  const ResourcePtr group = resources.Find(group_arn);
  if (group != nullptr) all.push_back(&group->tags);
  for (const Tags* some : all) {
    const auto tag = some->find(std::string(kTrainingMinimumTag));
    if (tag != some->end()) return tag->second != "off";
  }
  return true;
}

}  // namespace portside::personalize
