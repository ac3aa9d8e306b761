// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/families.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kDescribed[] = {"roleArn", "kmsKeyArn", "failureReason", "domain"};
constexpr std::string_view kListed[] = {"failureReason", "domain"};
constexpr std::string_view kStored[] = {"roleArn", "kmsKeyArn", "domain"};

constexpr Family kDatasetGroups{.kind = "personalize::dataset_group",
                                .name_member = "name",
                                .arn_member = "datasetGroupArn",
                                .member = "datasetGroup",
                                .list_member = "datasetGroups",
                                .parent_member = "",
                                .has_status = true,
                                .described = kDescribed,
                                .listed = kListed};

std::int64_t LivingGroups(RequestContext& context) {
  std::int64_t living = 0;
  for (const std::string_view state : {"ACTIVE", "CREATE PENDING", "CREATE IN_PROGRESS"}) {
    living += context.resources.Count(context.Scope(kDatasetGroups.kind), state);
  }
  return living;
}

}  // namespace

Result<Json> CreateDatasetGroup(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "name");
  const std::string arn = context.Arn("personalize", "dataset-group/" + name);

  // The developer guide: a role is valid only together with a key.
  if (input.contains("roleArn") && !input.contains("kmsKeyArn")) {
    return Fail(InvalidInput("roleArn is valid only together with kmsKeyArn."));
  }
  Tags tags = TRY(TakeTags(input));
  if (context.resources.Find(arn) != nullptr) return Fail(AlreadyExists(arn));
  if (LivingGroups(context) >= kMaxDatasetGroups) return Fail(TooManyActive(kMaxDatasetGroups));

  Resource group = context.NewResource(kDatasetGroups.kind, arn, name);
  CopyMembers(input, kStored, group.document);
  group.tags = std::move(tags);
  context.jobs.Submit(kDatasetGroupKind, std::move(group));

  Json output = {{"datasetGroupArn", arn}};
  SetIfPresent(output, "domain", input.value("domain", Json()));
  return output;
}

Result<Json> DescribeDatasetGroup(const Json& input, RequestContext& context) {
  return Describe(kDatasetGroups, input, context);
}

Result<Json> ListDatasetGroups(const Json& input, RequestContext& context) {
  return List(kDatasetGroups, input, context);
}

// Legal when its event trackers and datasets are gone (also those on their way out must be).
Result<Json> DeleteDatasetGroup(const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, "datasetGroupArn");
  const ResourcePtr group = TRY(FindDatasetGroup(arn, context));
  for (const std::string_view kind : {kEventTrackerKind.name, kDatasetKind.name}) {
    const ResourcePtr child =
        context.resources.First({.scope = context.Scope(kind), .parent = arn});
    if (child == nullptr) continue;
    return Fail(InUse(InUseText(arn, "delete " + child->arn + " first.")));
  }
  return DeleteAtRest(kDatasetGroupKind, *group, context);
}

}  // namespace portside::personalize
