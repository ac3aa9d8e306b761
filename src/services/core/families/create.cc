// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/core/families/verbs.h"

namespace portside {
namespace {

// The structure of the request that holds the resource's members.
const Json& GivenIn(const Family& family, const Json& input) {
  return family.input_member.empty() ? input : input.at(std::string(family.input_member));
}

// What Describe gives back: everything that was given, but what has a place of its own.
Json DocumentOf(const BoundVerb& bound, const Json& input) {
  const Family& family = *bound.family;
  Json document = Json::object();
  for (const Json* part : {&input, &GivenIn(family, input)}) {
    for (const auto& [name, value] : part->items()) {
      const bool is_control =
          part == &input &&
          std::find(bound.controls.begin(), bound.controls.end(), name) != bound.controls.end();
      if (!is_control && name != family.name_member) document[name] = value;
    }
  }
  return document;
}

Result<ResourcePtr> FindParent(const Family& family, const Json& input, RequestContext& context) {
  ResourcePtr parent = TRY(FindResource(*family.parent, input, context));
  const std::string_view needed = family.style->parent_state;
  if (family.parent->states != nullptr && !needed.empty() && parent->state != needed) {
    return Fail(Refusal(*family.parent, &FamilyTexts::not_ready, context,
                        {.name = parent->name, .arn = parent->arn, .in_state = parent->state}));
  }
  return parent;
}

Result<void> CheckQuota(const Family& family, std::string_view parent, const std::string& arn,
                        RequestContext& context) {
  const Quota& quota = family.quota;
  if (quota.limit == 0) return {};
  const ResourceScope scope = context.Scope(family.kind);
  const std::string_view beneath = quota.of_parent ? parent : "";
  std::int64_t count = 0;
  for (const std::string_view state : quota.states) {
    count += context.resources.Count(scope, state, beneath);
  }
  if (quota.states.empty()) count = context.resources.Count(scope, "", beneath);
  if (count < quota.limit) return {};
  return Fail(Refusal(quota.text, context, {.arn = arn, .limit = quota.limit}, family.label));
}

// The name that was given, or a drawn one that is not taken.
Result<Resource> Identify(const Family& family, const Json& input, RequestContext& context) {
  const Json& given = GivenIn(family, input);
  std::string name = StringOr(given, family.name_member);
  if (family.lower_case_name) name = ToLower(name);
  std::string arn;
  if (family.new_id != nullptr) {
    std::string id;
    do {
      id = family.new_id(context.random());
      arn = ArnOf(family, input, context, id);
    } while (context.resources.Find(arn) != nullptr);
    if (name.empty()) name = id;
  } else {
    arn = ArnOf(family, input, context);
  }
  return context.NewResource(family.kind, std::move(arn), std::move(name));
}

std::string AttributeOf(const Family& family, const Resource& resource) {
  if (family.attribute.empty()) return resource.attribute;
  const Json::json_pointer pointer{std::string(family.attribute)};
  if (!resource.document.contains(pointer)) return "";
  const Json& value = resource.document.at(pointer);
  return value.is_string() ? value.get<std::string>() : "";
}

}  // namespace

Result<Tags> GivenTags(const TagStyle& style, const Json& input, const std::string& arn) {
  const auto given = input.find(style.tags_member);
  if (given == input.end()) return Tags();
  Tags tags =
      style.key.empty() ? TagsFromMap(*given) : TagsFromList(*given, style.key, style.value);
  if (style.check != nullptr) TRY(style.check(*given, tags, arn));
  return tags;
}

Result<Json> CreateResource(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const Family& family = *bound.family;
  Resource resource = TRY(Identify(family, input, context));
  resource.tags = TRY(GivenTags(family.style->tags, input, resource.arn));
  resource.parent = StringOr(input, family.parent_member);
  if (family.parent != nullptr) TRY(FindParent(family, input, context));
  resource.document = DocumentOf(bound, input);
  if (family.new_id == nullptr && context.resources.Find(resource.arn) != nullptr) {
    return Fail(Refusal(family, &FamilyTexts::exists, context,
                        {.name = resource.name, .arn = resource.arn}));
  }
  TRY(CheckQuota(family, resource.parent, resource.arn, context));
  if (family.prepare != nullptr) TRY(family.prepare(input, resource, context));
  resource.attribute = AttributeOf(family, resource);
  const ResourcePtr stored = family.states == nullptr
                                 ? context.resources.Insert(std::move(resource))
                                 : context.jobs.Submit(*family.states, std::move(resource));
  return AnswerWith(bound, input, *stored, context);
}

// Members of the request take the place of those that are kept; a family that replaces keeps of the
// others only what no request gives.
Result<Json> UpdateResource(const BoundVerb& bound, const Json& input, RequestContext& context) {
  const Family& family = *bound.family;
  const ResourcePtr found = TRY(FindResource(family, input, context));
  Resource resource = *found;
  Json given = DocumentOf(bound, input);
  for (const std::string_view member : family.other_name_members) given.erase(std::string(member));
  given.erase(std::string(family.arn_member));
  if (family.replaces) {
    Json kept = Json::object();
    for (const std::string_view result : family.results) {
      SetIfPresent(kept, std::string(result), resource.document.value(std::string(result), Json()));
    }
    resource.document = std::move(kept);
  }
  resource.document.update(given);
  resource.updated_at = context.now;
  if (family.change != nullptr) TRY(family.change(input, resource, context));
  resource.attribute = AttributeOf(family, resource);
  return AnswerWith(bound, input, *context.resources.Update(std::move(resource)), context);
}

}  // namespace portside
