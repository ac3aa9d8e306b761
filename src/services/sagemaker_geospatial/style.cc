// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/style.h"

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr VerbForm kVerbs[] = {
    {kCreate, "Start{noun}"},  {kDescribe, "Get{noun}"}, {kList, "List{nouns}"},
    {kDelete, "Delete{noun}"}, {kStop, "Stop{noun}"},
};

constexpr CommonMember kMembers[] = {
    {"CreationTime", Common::kCreated}, {"Status", Common::kState}, {"Tags", Common::kTags}};

constexpr Filter kFilters[] = {{"StatusEquals", FilterKind::kState}};

// No values of SortBy are documented; these are the ones that a job's summary offers.
constexpr Sort kSorts[] = {{"CreationTime", ResourceOrder::kCreated},
                           {"Name", ResourceOrder::kName},
                           {"Status", ResourceOrder::kState}};

// No text of the real service is public.
constexpr ListStyle kList{
    .token = "NextToken",
    .limit = "MaxResults",
    .default_limit = 20,
    .sort_by = "SortBy",
    .sort_order = "SortOrder",
    .descending = "DESCENDING",
    .filters = kFilters,
    .sorts = kSorts,
    .bad_token = {"ValidationException", kInvalidNextTokenText},
    .bad_sort = {"ValidationException",
                 "SortBy is '{name}'; allowed are CreationTime, Name and Status."},
};

// AWS's general rules of tags.
Result<void> CheckTags(const Json& given, const Tags& all, const std::string&) {
  const Tags added = TagsFromMap(given);
  if (HasReservedKey(added)) {
    return Fail(ValidationException("Tag keys that begin with 'aws:' are reserved for AWS."));
  }
  for (const auto& [key, value] : added) {
    if (key.empty() || Utf16Length(key) > limits::kTagKeyLength ||
        Utf16Length(value) > limits::kTagValueLength) {
      return Fail(ValidationException("The tag '" + key +
                                      "' is not valid: a key has 1 to 128 characters, a value "
                                      "at most 256."));
    }
  }
  if (all.size() <= limits::kTagsPerResource) return {};
  return Fail(ValidationException("A resource has at most 50 tags; this one would have " +
                                  std::to_string(all.size()) + "."));
}

// The public collections belong to AWS.
Result<std::optional<Tags>> GuardTags(const std::string& arn, bool change, RequestContext&) {
  if (FindRasterDataCollection(arn) == nullptr) return std::nullopt;
  if (!change) return Tags();
  return Fail(
      AccessDeniedException("Raster data collection " + arn + " is public and cannot be tagged."));
}

constexpr TagStyle kTags{
    .add = "TagResource",
    .remove = "UntagResource",
    .list = "ListTagsForResource",
    .arn_member = "ResourceArn",
    .tags_member = "Tags",
    .added_member = "Tags",
    .keys_member = "TagKeys",
    .check = CheckTags,
    .guard = GuardTags,
    .not_found = {"ResourceNotFoundException", "Resource {arn} does not exist.", 404, "ResourceId"},
};

// The model calls deletion idempotent: a second call while DELETING is no error.
constexpr FamilyTexts kTexts{
    .not_found = {"ResourceNotFoundException", "{Label} {arn} does not exist.", 404, "ResourceId"},
    .not_stoppable = {"ConflictException",
                      "{Label} {arn} is {state}; only a job that is INITIALIZING or IN_PROGRESS "
                      "can be stopped.",
                      409, "ResourceId"},
    .not_deletable = {"ConflictException",
                      "{Label} {arn} is {state}; stop it, or wait until it has ended.", 409,
                      "ResourceId"},
};

}  // namespace

constexpr FamilyStyle kStyle{
    .service = "sagemaker-geospatial",
    .verbs = kVerbs,
    .members = kMembers,
    .list = kList,
    .tags = kTags,
    .texts = kTexts,
    .finished_can_be_stopped = true,
    .can_be_deleted_again = true,
};

}  // namespace portside::sagemaker_geospatial
