// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tags.h"

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "services/sagemaker_geospatial/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/raster_data_collections.h"
#include "services/sagemaker_geospatial/vector_enrichment_jobs.h"

namespace portside::sagemaker_geospatial {
namespace {

ResourcePtr FindTaggable(const std::string& arn, RequestContext& context) {
  for (const JobFamily* family : {&EarthObservationJobs(), &VectorEnrichmentJobs()}) {
    if (ResourcePtr job = context.FindOwn(family->kind.name, arn)) return job;
  }
  return nullptr;
}

// A job of the caller, to be changed. The public collections belong to AWS.
Result<Resource> TaggableForUpdate(const Json& input, RequestContext& context) {
  const auto& arn = input.at("ResourceArn").get_ref<const std::string&>();
  if (FindRasterDataCollection(arn) != nullptr) {
    return Fail(AccessDeniedException("Raster data collection " + arn +
                                      " is public and cannot be tagged."));
  }
  const ResourcePtr resource = FindTaggable(arn, context);
  if (!resource) return Fail(NoSuchResource("Resource", arn));
  return *resource;
}

}  // namespace

Result<Tags> CheckedTags(const Json& wanted, const Tags& existing) {
  Tags tags = TagsFromMap(wanted);
  if (HasReservedKey(tags)) {
    return Fail(ValidationException("Tag keys that begin with 'aws:' are reserved for AWS."));
  }
  for (const auto& [key, value] : tags) {
    if (key.empty() || Utf16Length(key) > limits::kTagKeyLength ||
        Utf16Length(value) > limits::kTagValueLength) {
      return Fail(ValidationException("The tag '" + key +
                                      "' is not valid: a key has 1 to 128 characters, a value "
                                      "at most 256."));
    }
  }
  tags.insert(existing.begin(), existing.end());
  if (tags.size() > limits::kTagsPerResource) {
    return Fail(ValidationException("A resource has at most 50 tags; this one would have " +
                                    std::to_string(tags.size()) + "."));
  }
  return tags;
}

Result<Json> TagResource(const Json& input, RequestContext& context) {
  Resource resource = TRY(TaggableForUpdate(input, context));
  resource.tags = TRY(CheckedTags(input.at("Tags"), resource.tags));
  context.resources.Update(std::move(resource));
  return Json::object();
}

Result<Json> UntagResource(const Json& input, RequestContext& context) {
  Resource resource = TRY(TaggableForUpdate(input, context));
  for (const Json& key : input.at("TagKeys")) {
    resource.tags.erase(key.get_ref<const std::string&>());
  }
  context.resources.Update(std::move(resource));
  return Json::object();
}

Result<Json> ListTagsForResource(const Json& input, RequestContext& context) {
  const auto& arn = input.at("ResourceArn").get_ref<const std::string&>();
  if (FindRasterDataCollection(arn) != nullptr) return Json{{"Tags", Json::object()}};
  const ResourcePtr resource = FindTaggable(arn, context);
  if (!resource) return Fail(NoSuchResource("Resource", arn));
  return Json{{"Tags", TagsToMap(resource->tags)}};
}

}  // namespace portside::sagemaker_geospatial
