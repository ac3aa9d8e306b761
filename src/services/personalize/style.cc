// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/style.h"

#include <chrono>
#include <set>

#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

constexpr VerbForm kVerbs[] = {
    {kCreate, "Create{noun}"}, {kDescribe, "Describe{noun}"}, {kList, "List{nouns}"},
    {kUpdate, "Update{noun}"}, {kDelete, "Delete{noun}"},     {kStop, "Stop{noun}"},
};

constexpr CommonMember kMembers[] = {
    {"status", Common::kState},
    {"creationDateTime", Common::kCreated},
    {"lastUpdatedDateTime", Common::kUpdated},
    {"accountId", Common::kAccount},
};

// The real service gives milliseconds.
double WireTime(Timestamp time) {
  return ToEpochSeconds(std::chrono::floor<std::chrono::milliseconds>(time));
}

Result<void> CheckTags(const Json& given, const Tags& all, const std::string&) {
  if (given.size() > kMaxTags || all.size() > kMaxTags) {
    return Fail(TooManyTags("A resource can have at most " + std::to_string(kMaxTags) + " tags."));
  }
  std::set<std::string> keys;
  for (const Json& tag : given) {
    if (!keys.insert(StringOr(tag, "tagKey")).second) {
      return Fail(InvalidInput("The tag key '" + StringOr(tag, "tagKey") +
                               "' appears more than once. Keys must be unique."));
    }
  }
  if (HasReservedKey(TagsFromList(given, "tagKey", "tagValue"))) {
    return Fail(InvalidInput("Tag keys that begin with 'aws:' are reserved."));
  }
  return {};
}

Result<void> CheckTagKeys(const Json& keys) {
  if (keys.size() <= kMaxTags) return {};
  return Fail(TooManyTagKeys("At most " + std::to_string(kMaxTags) +
                             " tag keys can be removed in one request."));
}

// What has tags is what can be created with some: everything but schemas and metric attributions.
Result<std::optional<Tags>> GuardTags(const std::string& arn, bool change,
                                      RequestContext& context) {
  if (context.FindOwn(kSchemaKind, arn) != nullptr) {
    return Fail(InvalidInput("Schemas have no tags: " + arn + "."));
  }
  const ResourcePtr resource = context.resources.Find(arn);
  if (!change || resource == nullptr || !IsDeleting(resource->state)) return std::nullopt;
  return Fail(InUse(InUseText(arn, "it is being deleted.")));
}

// The texts of errors.h and choices.h with placeholders; where each was seen is said there.
constexpr FamilyTexts kTexts{
    .not_found = {"ResourceNotFoundException", "Resource Arn {arn} does not exist."},
    .exists = {"ResourceAlreadyExistsException", "Another resource with Arn {arn} already exists."},
    .in_use = {"ResourceInUseException", "Resource {arn} is in use: delete {other} first."},
    .not_stoppable = {"ResourceInUseException",
                      "Resource {arn} is in use: its status is {state}, and this operation needs "
                      "CREATE PENDING or CREATE IN_PROGRESS."},
    .not_deletable = {"ResourceInUseException",
                      "Resource {arn} is in use: its status is {state}, and this operation needs "
                      "ACTIVE or CREATE FAILED."},
    .not_ready = {"ResourceInUseException",
                  "Resource {arn} is in use: its status is {state}, and this operation needs "
                  "ACTIVE."},
};

constexpr ListStyle kList{
    .token = "nextToken",
    .limit = "maxResults",
    .default_limit = kMaxResults,
    .bad_token = {"InvalidNextTokenException",
                  "The nextToken is not one that this list has given. Repeat the list from its "
                  "start with the same filter."},
};

constexpr TagStyle kTags{
    .add = "TagResource",
    .remove = "UntagResource",
    .list = "ListTagsForResource",
    .arn_member = "resourceArn",
    .tags_member = "tags",
    .added_member = "tags",
    .keys_member = "tagKeys",
    .key = "tagKey",
    .value = "tagValue",
    .check = CheckTags,
    .check_keys = CheckTagKeys,
    .guard = GuardTags,
    .not_found = {"ResourceNotFoundException", "Resource Arn {arn} does not exist."},
};

}  // namespace

constexpr FamilyStyle kStyle{
    .service = "personalize",
    .verbs = kVerbs,
    .members = kMembers,
    .time = WireTime,
    .list = kList,
    .tags = kTags,
    .texts = kTexts,
    .parent_state = kActive,
};

Result<void> RequireActive(const Resource& resource, int status) {
  if (resource.state == kActive) return {};
  return Fail(InUse(NotReadyText(resource.arn, resource.state, "ACTIVE"), status));
}

}  // namespace portside::personalize
