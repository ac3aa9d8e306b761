// SPDX-License-Identifier: Apache-2.0
//
// The three operations on tags, over all families of a service whose Create takes some.

#include "services/core/families/tags.h"

#include <algorithm>

namespace portside {
namespace {

Json Shown(const TagStyle& style, const Tags& tags) {
  Json answer = Json::object();
  answer[std::string(style.tags_member)] =
      style.key.empty() ? TagsToMap(tags) : TagsToList(tags, style.key, style.value);
  return answer;
}

Result<std::optional<Tags>> Guarded(const BoundTags& bound, const Json& input, bool change,
                                    RequestContext& context) {
  if (bound.style->guard == nullptr) return std::nullopt;
  return bound.style->guard(StringOr(input, bound.style->arn_member), change, context);
}

// What is another's does not exist for the caller.
Result<ResourcePtr> FindTagged(const BoundTags& bound, const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, bound.style->arn_member);
  ResourcePtr resource = context.resources.Find(arn);
  const bool is_own = resource != nullptr && resource->account == context.account &&
                      resource->region == context.region;
  if (is_own &&
      std::find(bound.kinds.begin(), bound.kinds.end(), resource->kind) != bound.kinds.end()) {
    return resource;
  }
  return Fail(Refusal(bound.style->not_found, context, {.arn = arn}));
}

}  // namespace

Result<Json> AddTags(const BoundTags& bound, const Json& input, RequestContext& context) {
  const TagStyle& style = *bound.style;
  TRY(Guarded(bound, input, true, context));
  Resource resource = *TRY(FindTagged(bound, input, context));
  const Json& given = input.at(std::string(style.added_member));
  const Tags added =
      style.key.empty() ? TagsFromMap(given) : TagsFromList(given, style.key, style.value);
  // A key that is there gets the new value.
  for (const auto& [key, value] : added) resource.tags.insert_or_assign(key, value);
  if (style.check != nullptr) TRY(style.check(given, resource.tags, resource.arn));
  // Tagging is no modification: the time of the last one stays.
  const ResourcePtr stored = context.resources.Update(std::move(resource));
  return style.add_answers_tags ? Shown(style, stored->tags) : Json::object();
}

// Keys that are not there are no error.
Result<Json> RemoveTags(const BoundTags& bound, const Json& input, RequestContext& context) {
  const TagStyle& style = *bound.style;
  TRY(Guarded(bound, input, true, context));
  Resource resource = *TRY(FindTagged(bound, input, context));
  const Json& keys = input.at(std::string(style.keys_member));
  if (style.check_keys != nullptr) TRY(style.check_keys(keys));
  for (const Json& key : keys) resource.tags.erase(key.get_ref<const std::string&>());
  context.resources.Update(std::move(resource));
  return Json::object();
}

Result<Json> ListTags(const BoundTags& bound, const Json& input, RequestContext& context) {
  if (const auto tags = TRY(Guarded(bound, input, false, context))) {
    return Shown(*bound.style, *tags);
  }
  const ResourcePtr resource = TRY(FindTagged(bound, input, context));
  if (!StringOr(input, bound.style->token).empty()) {
    return Fail(Refusal(bound.bad_token, context, {}));
  }
  return Shown(*bound.style, resource->tags);
}

}  // namespace portside
