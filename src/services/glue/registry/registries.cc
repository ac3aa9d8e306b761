// SPDX-License-Identifier: Apache-2.0

#include "services/glue/lists.h"
#include "services/glue/registry/handlers.h"
#include "services/glue/registry/limits.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

Json Identity(const Resource& registry) {
  return {{"RegistryName", registry.name}, {"RegistryArn", registry.arn}};
}

Json Show(const Resource& registry) {
  Json shown = Identity(registry);
  SetIfPresent(shown, "Description", registry.document.value("Description", Json()));
  shown["Status"] = registry.state;
  shown["CreatedTime"] = ShowTime(registry.created_at);
  shown["UpdatedTime"] = ShowTime(registry.updated_at);
  return shown;
}

}  // namespace

Result<ResourcePtr> MakeRegistry(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "RegistryName");
  const std::string arn = RegistryArn(name, context);
  if (context.resources.Find(arn) != nullptr) return Fail(RegistryExists(name));
  if (context.resources.Count(context.Scope(kRegistry.name)) >= limits::kRegistries) {
    return Fail(TooMany("registries"));
  }
  Resource registry = context.NewResource(kRegistry.name, arn, name);
  registry.tags = TRY(GivenTags(kStyle.tags, input, arn));
  SetIfPresent(registry.document, "Description", input.value("Description", Json()));
  return context.jobs.Submit(kRegistry, std::move(registry));
}

Result<Json> CreateRegistry(const Json& input, RequestContext& context) {
  TRY(CheckName(input, "RegistryName", "registryName"));
  const ResourcePtr registry = TRY(MakeRegistry(input, context));
  Json shown = Identity(*registry);
  SetIfPresent(shown, "Description", registry->document.value("Description", Json()));
  if (!registry->tags.empty()) shown["Tags"] = TagsToMap(registry->tags);
  return shown;
}

Result<Json> GetRegistry(const Json& input, RequestContext& context) {
  return Show(*TRY(FindRegistry(input, context, false)));
}

Result<Json> UpdateRegistry(const Json& input, RequestContext& context) {
  Resource registry = *TRY(FindRegistry(input, context, false));
  registry.document["Description"] = StringOr(input, "Description");
  registry.updated_at = context.now;
  return Identity(*context.resources.Update(std::move(registry)));
}

// What is in it goes with it, and at once.
Result<Json> DeleteRegistry(const Json& input, RequestContext& context) {
  const ResourcePtr registry = TRY(FindRegistry(input, context, false));
  ResourceQuery schemas{.scope = context.Scope(kSchema.name), .parent = registry->arn};
  for (ResourcePtr schema = context.resources.First(schemas); schema != nullptr;
       schema = context.resources.First(schemas)) {
    RemoveVersions(schema->arn, context);
    context.jobs.Forget(*schema);
    context.resources.Remove(schema->arn);
  }
  context.jobs.Command(kRegistry, JobVerb::kDelete, *registry);
  Json answer = Identity(*registry);
  answer["Status"] = kLeaving;
  return answer;
}

Result<Json> ListRegistries(const Json& input, RequestContext& context) {
  const Page page =
      TRY(TakeListPage("ListRegistries", input, {.scope = context.Scope(kRegistry.name)}, context));
  Json output = {{"Registries", Json::array()}};
  for (const ResourcePtr& registry : page.resources)
    output["Registries"].push_back(Show(*registry));
  SetNextToken(output, page);
  return output;
}

}  // namespace portside::glue
