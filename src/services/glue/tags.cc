// SPDX-License-Identifier: Apache-2.0

#include "services/glue/tags.h"

#include "services/glue/catalog.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/ml_transform.h"

namespace portside::glue {
namespace {

// Glue's quota of tags per resource.
constexpr std::size_t kTags = 50;

// Of the emulated kinds these two carry tags; a table does not. The match is exact: the type in a
// transform's ARN is written `mlTransform`.
Result<ResourcePtr> FindTagged(const Json& input, const RequestContext& context) {
  const std::string arn = StringOr(input, "ResourceArn");
  for (const std::string_view kind : {kMlTransform.name, kDatabase}) {
    if (ResourcePtr found = context.FindOwn(kind, arn)) return found;
  }
  return Fail(EntityNotFound("Resource " + arn + " not found. Tags are kept for ML transforms (" +
                             context.Arn("glue", "mlTransform/<TransformId>") +
                             ") and databases (" + context.Arn("glue", "database/<name>") + ")."));
}

}  // namespace

Result<void> CheckTags(const Tags& tags) {
  if (HasReservedKey(tags)) {
    return Fail(InvalidInput("Tag keys that begin with aws: are reserved for AWS."));
  }
  if (tags.size() > kTags) {
    return Fail(InvalidInput("A resource can have at most " + std::to_string(kTags) +
                             " tags, but would have " + std::to_string(tags.size()) + "."));
  }
  return {};
}

// Tagging is not a modification: LastModifiedOn stays.
Result<Json> TagResource(const Json& input, RequestContext& context) {
  const Tags added = TagsFromMap(input.at("TagsToAdd"));
  const ResourcePtr found = TRY(FindTagged(input, context));
  Resource resource = *found;
  for (const auto& [key, value] : added) resource.tags.insert_or_assign(key, value);
  TRY(CheckTags(resource.tags));
  context.resources.Update(std::move(resource));
  return Json::object();
}

Result<Json> UntagResource(const Json& input, RequestContext& context) {
  const ResourcePtr found = TRY(FindTagged(input, context));
  Resource resource = *found;
  for (const Json& key : input.at("TagsToRemove")) {
    resource.tags.erase(key.get_ref<const std::string&>());
  }
  context.resources.Update(std::move(resource));
  return Json::object();
}

Result<Json> GetTags(const Json& input, RequestContext& context) {
  const ResourcePtr found = TRY(FindTagged(input, context));
  return Json{{"Tags", TagsToMap(found->tags)}};
}

}  // namespace portside::glue
