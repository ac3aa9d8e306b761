// SPDX-License-Identifier: Apache-2.0
//
// AddTags, ListTags, DeleteTags.

#include "services/sagemaker/compilation_job.h"
#include "services/sagemaker/edge_packaging_job.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/handlers.h"
#include "services/sagemaker/tag_rules.h"

namespace portside::sagemaker {
namespace {

// ARNs are compared by case, as the real service does. What belongs to another account or region
// does not exist for the caller.
Result<ResourcePtr> FindTaggable(const Json& input, const RequestContext& context) {
  const std::string arn = StringOr(input, "ResourceArn");
  for (const std::string_view kind : {kCompilationJob.name, kEdgePackagingJob.name}) {
    ResourcePtr resource = context.FindOwn(kind, arn);
    if (resource != nullptr) return resource;
  }
  return Fail(ResourceDoesNotExist());
}

Json TagsOutput(const Tags& tags) { return {{"Tags", TagsToList(tags, "Key", "Value")}}; }

}  // namespace

Result<Tags> TagsOf(const Json& input) {
  const auto list = input.find("Tags");
  if (list == input.end()) return Tags{};
  Tags tags = TagsFromList(*list, "Key", "Value");
  if (HasReservedKey(tags)) return Fail(ReservedTagKey());
  return tags;
}

// Answers with all tags of the resource ("tags associated with the SageMaker resource").
Result<Json> AddTags(const Json& input, RequestContext& context) {
  const ResourcePtr found = TRY(FindTaggable(input, context));
  const Tags added = TRY(TagsOf(input));

  Resource resource = *found;
  for (const auto& [key, value] : added) resource.tags.insert_or_assign(key, value);
  if (resource.tags.size() > kTagsPerResource) return Fail(TooManyTags(resource.arn));
  return TagsOutput(context.resources.Update(std::move(resource))->tags);
}

// One page always holds everything: the smallest MaxResults is 50 and so is the most tags that a
// resource has. So no NextToken is ever given out, and none can be right.
Result<Json> ListTags(const Json& input, RequestContext& context) {
  const ResourcePtr resource = TRY(FindTaggable(input, context));
  if (!StringOr(input, "NextToken").empty()) return Fail(InvalidNextToken());
  return TagsOutput(resource->tags);
}

// A key that the resource does not have is no error.
Result<Json> DeleteTags(const Json& input, RequestContext& context) {
  const ResourcePtr found = TRY(FindTaggable(input, context));

  Resource resource = *found;
  for (const Json& key : input.at("TagKeys")) resource.tags.erase(key.get<std::string>());
  context.resources.Update(std::move(resource));
  return Json::object();
}

}  // namespace portside::sagemaker
