// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/families.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

// What has tags is what can be created with some: everything but schemas.
Result<ResourcePtr> FindTaggable(const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, "resourceArn");
  if (context.FindOwn(kSchemaKind, arn) != nullptr) {
    return Fail(InvalidInput("Schemas have no tags: " + arn + "."));
  }
  for (const JobKind* kind : {&kDatasetGroupKind, &kDatasetKind, &kEventTrackerKind,
                              &kDatasetImportJobKind, &kDatasetExportJobKind}) {
    ResourcePtr resource = context.FindOwn(kind->name, arn);
    if (resource != nullptr) return resource;
  }
  return Fail(NotFound(arn));
}

Result<ResourcePtr> FindChangeable(const Json& input, RequestContext& context) {
  ResourcePtr resource = TRY(FindTaggable(input, context));
  if (!IsDeleting(resource->state)) return resource;
  return Fail(InUse(InUseText(resource->arn, "it is being deleted.")));
}

}  // namespace

// A key that is there gets the new value.
Result<Json> TagResource(const Json& input, RequestContext& context) {
  Resource resource = *TRY(FindChangeable(input, context));
  const Json& list = input.at("tags");
  for (auto& [key, value] : TagsFromList(list, "tagKey", "tagValue")) resource.tags[key] = value;
  TRY(CheckTags(list, resource.tags));
  context.resources.Update(std::move(resource));
  return Json::object();
}

// Keys that are not there are no error.
Result<Json> UntagResource(const Json& input, RequestContext& context) {
  Resource resource = *TRY(FindChangeable(input, context));
  const Json& keys = input.at("tagKeys");
  if (keys.size() > kMaxTags) {
    return Fail(TooManyTagKeys("At most " + std::to_string(kMaxTags) +
                               " tag keys can be removed in one request."));
  }
  for (const Json& key : keys) resource.tags.erase(key.get_ref<const std::string&>());
  context.resources.Update(std::move(resource));
  return Json::object();
}

Result<Json> ListTagsForResource(const Json& input, RequestContext& context) {
  const ResourcePtr resource = TRY(FindTaggable(input, context));
  return Json{{"tags", TagsToList(resource->tags, "tagKey", "tagValue")}};
}

}  // namespace portside::personalize
