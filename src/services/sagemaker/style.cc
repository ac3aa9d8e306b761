// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/style.h"

#include "services/sagemaker/errors.h"

namespace portside::sagemaker {
namespace {

// Documented for every SageMaker resource.
constexpr std::size_t kTagsPerResource = 50;

constexpr VerbForm kVerbs[] = {
    {kCreate, "Create{noun}"}, {kDescribe, "Describe{noun}"}, {kList, "List{nouns}"},
    {kUpdate, "Update{noun}"}, {kDelete, "Delete{noun}"},     {kStop, "Stop{noun}"},
};

constexpr CommonMember kMembers[] = {
    {"CreationTime", Common::kCreated},
    {"LastModifiedTime", Common::kUpdated},
};

// Where the documentation is silent: times are compared strictly ("after", "before"), names by
// case, and all filters must hold.
constexpr Filter kFilters[] = {
    {"NameContains", FilterKind::kNameContains},
    {"StatusEquals", FilterKind::kState},
    {"CreationTimeAfter", FilterKind::kCreatedAfter},
    {"CreationTimeBefore", FilterKind::kCreatedBefore},
    {"LastModifiedTimeAfter", FilterKind::kUpdatedAfter},
    {"LastModifiedTimeBefore", FilterKind::kUpdatedBefore},
};

constexpr Sort kSorts[] = {
    {"CreationTime", ResourceOrder::kCreated},
    {"Name", ResourceOrder::kName},
    {"Status", ResourceOrder::kState},
    {"LastModifiedTime", ResourceOrder::kUpdated},
};

constexpr ListStyle kList{
    .token = "NextToken",
    .limit = "MaxResults",
    // Most lists document 10.
    .default_limit = 10,
    .sort_by = "SortBy",
    .sort_order = "SortOrder",
    .descending = "Descending",
    .filters = kFilters,
    .sorts = kSorts,
    // No public evidence of the text.
    .bad_token = {"ValidationException",
                  "Invalid NextToken. Send the NextToken of the previous response together with "
                  "the same filters and sort order, or none for the first page."},
    // The edge lists' MaxResults has no modelled minimum; the text is the front end's.
    .bad_limit = {"ValidationException",
                  "1 validation error detected: Value '{name}' at 'maxResults' failed to satisfy "
                  "constraint: Member must have value greater than or equal to 1"},
};

Result<void> CheckTags(const Json& given, const Tags& all, const std::string& arn) {
  if (HasReservedKey(TagsFromList(given, "Key", "Value"))) return Fail(ReservedTagKey());
  if (all.size() > kTagsPerResource) return Fail(TooManyTags(arn));
  return {};
}

constexpr TagStyle kTags{
    .add = "AddTags",
    .remove = "DeleteTags",
    .list = "ListTags",
    .arn_member = "ResourceArn",
    .tags_member = "Tags",
    .added_member = "Tags",
    .keys_member = "TagKeys",
    .key = "Key",
    .value = "Value",
    // "Tags associated with the SageMaker resource": all of them.
    .add_answers_tags = true,
    // One page always holds everything: the smallest MaxResults is 50 and so is the most tags that
    // a resource has. So no NextToken is ever given out, and none can be right.
    .token = "NextToken",
    .check = CheckTags,
    // Recorded for ListTags. ARNs are compared by case, as the real service does.
    .not_found = {"ValidationException", "Resource does not exist."},
};

// A missing thing is mostly a ValidationException, whatever the model lists; what differs stands
// with its family.
constexpr FamilyTexts kTexts{
    .not_found = {"ValidationException", "Could not find {label} \"{arn}\"."},
    .exists = {"ValidationException", "Cannot create already existing {label} \"{arn}\"."},
    .in_use = {"ResourceInUse", "Unable to delete {label} {name}: delete {other} first."},
    // Recorded for training jobs ("The request was rejected because the training job is in status
    // Stopped."); the same sentence for the other kinds.
    .not_stoppable = {"ValidationException",
                      "The request was rejected because the {label} is in status {state}."},
    .not_deletable = {"ValidationException",
                      "The request was rejected because the {label} is in status {state}."},
};

}  // namespace

constexpr FamilyStyle kStyle{
    .service = "sagemaker",
    .verbs = kVerbs,
    .members = kMembers,
    .list = kList,
    .tags = kTags,
    .texts = kTexts,
};

}  // namespace portside::sagemaker
