// SPDX-License-Identifier: Apache-2.0

#include "services/glue/style.h"

#include "services/glue/catalog/catalog.h"
#include "services/glue/errors.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

// Glue's quota of tags per resource.
constexpr std::size_t kTagsPerResource = 50;

constexpr VerbForm kVerbs[] = {
    {kCreate, "Create{noun}"},      {kDescribe, "Get{noun}"},
    {kList, "Get{nouns}"},          {kListNames, "List{nouns}"},
    {kUpdate, "Update{noun}"},      {kDelete, "Delete{noun}"},
    {kBatchGet, "BatchGet{nouns}"}, {kBatchDelete, "BatchDelete{noun}"},
};

constexpr CommonMember kMembers[] = {
    {"CatalogId", Common::kAccount},      {"Status", Common::kState},
    {"CreateTime", Common::kCreated},     {"CreationTime", Common::kCreated},
    {"CreatedOn", Common::kCreated},      {"StartedOn", Common::kCreated},
    {"UpdateTime", Common::kUpdated},     {"LastUpdatedTime", Common::kUpdated},
    {"LastModifiedOn", Common::kUpdated},
};

constexpr Filter kFilters[] = {
    {"Status", FilterKind::kState},
    {"CreatedAfter", FilterKind::kCreatedAfter},
    {"CreatedBefore", FilterKind::kCreatedBefore},
    {"StartedAfter", FilterKind::kCreatedAfter},
    {"StartedBefore", FilterKind::kCreatedBefore},
    {"LastModifiedAfter", FilterKind::kUpdatedAfter},
    {"LastModifiedBefore", FilterKind::kUpdatedBefore},
};

// Of ML transforms and their task runs, whose second name is the attribute. Transforms have one
// type, so all are equal by it.
constexpr Sort kSorts[] = {
    {"NAME", ResourceOrder::kAttribute},         {"TASK_RUN_TYPE", ResourceOrder::kAttribute},
    {"STATUS", ResourceOrder::kState},           {"LAST_MODIFIED", ResourceOrder::kUpdated},
    {"CREATED", ResourceOrder::kCreated},        {"STARTED", ResourceOrder::kCreated},
    {"TRANSFORM_TYPE", ResourceOrder::kCreated},
};

constexpr ListStyle kList{
    .token = "NextToken",
    .limit = "MaxResults",
    .default_limit = kPageSize,
    .within = "Filter",
    .sort_within = "Sort",
    .sort_by = "Column",
    .sort_order = "SortDirection",
    .descending = "DESCENDING",
    .filters = kFilters,
    .sorts = kSorts,
    .bad_token = {"InvalidInputException",
                  "NextToken is not a token of this list: send the NextToken of the page before "
                  "with the same filter and sort, or none."},
};

Result<void> CheckTags(const Json& given, const Tags& all, const std::string&) {
  if (HasReservedKey(TagsFromMap(given))) {
    return Fail(InvalidInput("Tag keys that begin with aws: are reserved for AWS."));
  }
  if (all.size() > kTagsPerResource) {
    return Fail(InvalidInput("A resource can have at most " + std::to_string(kTagsPerResource) +
                             " tags, but would have " + std::to_string(all.size()) + "."));
  }
  return {};
}

constexpr TagStyle kTags{
    .add = "TagResource",
    .remove = "UntagResource",
    .list = "GetTags",
    .arn_member = "ResourceArn",
    .tags_member = "Tags",
    .added_member = "TagsToAdd",
    .keys_member = "TagsToRemove",
    .check = CheckTags,
    // The match is exact: the type in a transform's ARN is written `mlTransform`.
    .not_found = {"EntityNotFoundException",
                  "Resource {arn} not found. Tags are kept for what can be created with some: "
                  "databases, connections, ML transforms, registries and schemas."},
};

constexpr FamilyTexts kTexts{
    .not_found = {"EntityNotFoundException", "Entity not found"},
    .exists = {"AlreadyExistsException", "{Label} already exists."},
};

constexpr std::string_view kLookedAt[] = {"CatalogId"};

}  // namespace

constexpr FamilyStyle kStyle{
    .service = "glue",
    .verbs = kVerbs,
    .members = kMembers,
    .list = kList,
    .tags = kTags,
    .texts = kTexts,
    .check = CheckCatalog,
    .looked_at = kLookedAt,
    .can_be_deleted_again = true,
};

}  // namespace portside::glue
