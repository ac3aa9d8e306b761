// SPDX-License-Identifier: Apache-2.0

#include "services/core/families/verbs.h"

namespace portside {
namespace {

Json ValueOf(const BoundMember& member, const FamilyStyle& style, const Resource& resource,
             const RequestContext& context) {
  switch (member.source) {
    case Source::kArn: return resource.arn;
    case Source::kName: return resource.name;
    case Source::kState: return resource.state;
    case Source::kStatus: return resource.attribute;
    case Source::kCreated: return style.time(resource.created_at);
    case Source::kUpdated: return style.time(resource.updated_at);
    case Source::kAccount: return resource.account;
    case Source::kTags:
      return style.tags.key.empty() ? TagsToMap(resource.tags)
                                    : TagsToList(resource.tags, style.tags.key, style.tags.value);
    case Source::kComputed: return member.computed(resource, context);
    case Source::kMember: {
      const auto found = resource.document.find(member.name);
      return found == resource.document.end() ? Json() : *found;
    }
    case Source::kDocument: break;
  }
  return resource.document.contains(member.pointer) ? resource.document.at(member.pointer) : Json();
}

}  // namespace

Json Present(const BoundVerb& bound, const Json& input, const Resource& resource,
             RequestContext& context) {
  Json shown = Json::object();
  for (const BoundMember& member : bound.shown) {
    SetIfPresent(shown, member.name, ValueOf(member, *bound.family->style, resource, context));
  }
  if (bound.family->present != nullptr) bound.family->present(input, resource, shown, context);
  return shown;
}

Json AnswerWith(const BoundVerb& bound, const Json& input, const Resource& resource,
                RequestContext& context) {
  Json shown = Present(bound, input, resource, context);
  if (bound.wrapper.empty()) return shown;
  Json answer = Json::object();
  answer[bound.wrapper] = std::move(shown);
  return answer;
}

}  // namespace portside
