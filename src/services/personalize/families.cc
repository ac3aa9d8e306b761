// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/families.h"

#include <chrono>
#include <set>

#include "portside/services/core/pagination.h"
#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

// The real service gives milliseconds.
double WireTime(Timestamp time) {
  return ToEpochSeconds(std::chrono::floor<std::chrono::milliseconds>(time));
}

Json Present(const Family& family, const Resource& resource,
             std::span<const std::string_view> members) {
  Json shown = Json::object();
  shown[std::string(family.name_member)] = resource.name;
  shown[std::string(family.arn_member)] = resource.arn;
  if (family.has_status) shown["status"] = resource.state;
  shown["creationDateTime"] = WireTime(resource.created_at);
  shown["lastUpdatedDateTime"] = WireTime(resource.updated_at);
  CopyMembers(resource.document, members, shown);
  return shown;
}

}  // namespace

void CopyMembers(const Json& from, std::span<const std::string_view> members, Json& to) {
  for (const std::string_view member : members) {
    const auto found = from.find(member);
    if (found != from.end()) to[std::string(member)] = *found;
  }
}

Result<Json> Describe(const Family& family, const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, family.arn_member);
  const ResourcePtr resource = family.kind == kDatasetGroupKind.name
                                   ? TRY(FindDatasetGroup(arn, context))
                                   : TRY(FindResource(family.kind, arn, context));
  context.jobs.Observed(*resource);
  Json output = Json::object();
  output[std::string(family.member)] = Present(family, *resource, family.described);
  return output;
}

Result<Json> List(const Family& family, const Json& input, RequestContext& context) {
  const std::string parent =
      family.parent_member.empty() ? "" : StringOr(input, family.parent_member);
  const std::string token = StringOr(input, "nextToken");
  const std::int64_t max = input.value("maxResults", kMaxResults);
  const auto page = TakePage(context.resources,
                             {.scope = context.Scope(family.kind),
                              .parent = parent,
                              .limit = static_cast<std::size_t>(max)},
                             {.token = token,
                              .fingerprint = std::string(family.kind) + " " + context.account +
                                             " " + context.region + " " + parent});
  if (!page) return Fail(InvalidNextToken(InvalidNextTokenText()));

  Json output = Json::object();
  Json& list = output[std::string(family.list_member)] = Json::array();
  for (const ResourcePtr& resource : page->resources) {
    list.push_back(Present(family, *resource, family.listed));
  }
  if (!page->next_token.empty()) output["nextToken"] = page->next_token;
  return output;
}

Result<ResourcePtr> FindResource(std::string_view kind, std::string_view arn,
                                 RequestContext& context, int status) {
  ResourcePtr resource = context.FindOwn(kind, arn);
  if (resource == nullptr) return Fail(NotFound(arn, status));
  return resource;
}

Result<ResourcePtr> FindDatasetGroup(std::string_view arn, RequestContext& context) {
  ResourcePtr group = context.FindOwn(kDatasetGroupKind.name, arn);
  if (group == nullptr) return Fail(DatasetGroupNotFound(arn));
  return group;
}

Result<void> RequireActive(const Resource& resource, int status) {
  if (resource.state == kActive) return {};
  return Fail(InUse(NotReadyText(resource.arn, resource.state, "ACTIVE"), status));
}

Result<Json> DeleteAtRest(const JobKind& kind, const Resource& resource, RequestContext& context) {
  // A second delete is refused as well, which the scheduler alone would let pass.
  const JobState* state = kind.Find(resource.state);
  if (state == nullptr || !state->deletable ||
      context.jobs.RequestDelete(kind, resource) == StopOutcome::kNotLegal) {
    return Fail(InUse(NotReadyText(resource.arn, resource.state, "ACTIVE or CREATE FAILED")));
  }
  return Json::object();
}

Result<Tags> TakeTags(const Json& input) {
  const auto list = input.find("tags");
  if (list == input.end()) return Tags();
  Tags tags = TagsFromList(*list, "tagKey", "tagValue");
  TRY(CheckTags(*list, tags));
  return tags;
}

Result<void> CheckTags(const Json& list, const Tags& all) {
  if (list.size() > kMaxTags || all.size() > kMaxTags) {
    return Fail(TooManyTags("A resource can have at most " + std::to_string(kMaxTags) + " tags."));
  }
  std::set<std::string> keys;
  for (const Json& tag : list) {
    if (!keys.insert(StringOr(tag, "tagKey")).second) {
      return Fail(InvalidInput("The tag key '" + StringOr(tag, "tagKey") +
                               "' appears more than once. Keys must be unique."));
    }
  }
  if (HasReservedKey(TagsFromList(list, "tagKey", "tagValue"))) {
    return Fail(InvalidInput("Tag keys that begin with 'aws:' are reserved."));
  }
  return {};
}

}  // namespace portside::personalize
