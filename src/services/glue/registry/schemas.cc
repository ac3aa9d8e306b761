// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>

#include "services/glue/lists.h"
#include "services/glue/registry/handlers.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

constexpr std::array<std::string_view, 3> kFormats = {"AVRO", "JSON", "PROTOBUF"};
constexpr std::array<std::string_view, 8> kModes = {
    "NONE", "DISABLED", "BACKWARD", "BACKWARD_ALL", "FORWARD", "FORWARD_ALL", "FULL", "FULL_ALL"};

bool IsOf(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Json Identity(const Resource& schema) {
  return {{"RegistryName", schema.document.at("RegistryName")},
          {"SchemaName", schema.name},
          {"SchemaArn", schema.arn}};
}

Json ShowTimes(const Resource& schema, Json shown) {
  shown["SchemaStatus"] = schema.state;
  shown["CreatedTime"] = ShowTime(schema.created_at);
  shown["UpdatedTime"] = ShowTime(schema.updated_at);
  SetIfPresent(shown, "Description", schema.document.value("Description", Json()));
  return shown;
}

// What CreateSchema and GetSchema both answer.
Json ShowSchema(const Resource& schema) {
  Json shown = Identity(schema);
  shown["RegistryArn"] = schema.parent;
  for (const char* member : {"Description", "DataFormat", "Compatibility", "SchemaCheckpoint",
                             "LatestSchemaVersion", "NextSchemaVersion"}) {
    SetIfPresent(shown, member, schema.document.value(member, Json()));
  }
  shown["SchemaStatus"] = schema.state;
  return shown;
}

Result<ResourcePtr> RegistryFor(const Json& input, RequestContext& context) {
  if (!input.contains("RegistryId") &&
      context.resources.Find(RegistryArn(kDefaultRegistry, context)) == nullptr) {
    return MakeRegistry({{"RegistryName", kDefaultRegistry}}, context);
  }
  return FindRegistry(input, context, true);
}

}  // namespace

Result<void> CheckFormat(const Json& input) {
  if (IsOf(kFormats, StringOr(input, "DataFormat"))) return {};
  return Fail(BadDataFormat());
}

Result<Json> CreateSchema(const Json& input, RequestContext& context) {
  TRY(CheckName(input, "SchemaName", "schemaName"));
  TRY(CheckFormat(input));
  const std::string mode = StringOr(input, "Compatibility");
  // The model calls it optional; the real service refuses a schema without.
  if (!IsOf(kModes, mode)) return Fail(BadCompatibility());
  const ResourcePtr registry = TRY(RegistryFor(input, context));
  const std::string name = StringOr(input, "SchemaName");
  const std::string format = StringOr(input, "DataFormat");
  Resource schema =
      context.NewResource(kSchema.name, SchemaArn(registry->name, name, context), name);
  const std::string digest = TRY(DigestOf(input, schema.arn, format));
  if (context.resources.Find(schema.arn) != nullptr) return Fail(SchemaExists(name));

  schema.parent = registry->arn;
  schema.tags = TRY(GivenTags(kStyle.tags, input, schema.arn));
  schema.document = {{"RegistryName", registry->name}, {"DataFormat", format},
                     {"Compatibility", mode},          {"SchemaCheckpoint", 1},
                     {"LatestSchemaVersion", 0},       {"NextSchemaVersion", 1}};
  SetIfPresent(schema.document, "Description", input.value("Description", Json()));
  ResourcePtr stored = context.jobs.Submit(kSchema, std::move(schema));
  const ResourcePtr version =
      TRY(AddVersion(*stored, StringOr(input, "SchemaDefinition"), digest, context));
  stored = context.resources.Find(stored->arn);
  Json shown = ShowSchema(*stored);
  if (!stored->tags.empty()) shown["Tags"] = TagsToMap(stored->tags);
  shown["SchemaVersionId"] = version->name;
  shown["SchemaVersionStatus"] = version->state;
  return shown;
}

Result<Json> GetSchema(const Json& input, RequestContext& context) {
  const ResourcePtr schema = TRY(FindSchema(input, context));
  return ShowTimes(*schema, ShowSchema(*schema));
}

// A checkpoint may also be set alone; that its version is AVAILABLE is not asked for.
Result<Json> UpdateSchema(const Json& input, RequestContext& context) {
  const SchemaId id = TRY(ReadSchemaId(input, context));
  Resource schema = *TRY(FindSchema(id, context, true));
  const auto mode = input.find("Compatibility");
  if (mode != input.end()) {
    if (!IsOf(kModes, mode->get_ref<const std::string&>())) return Fail(BadCompatibility());
    // [recorded]
    if (!input.contains("SchemaVersionNumber")) {
      return Fail(InvalidInput("Schema version checkpoint is missing."));
    }
    schema.document["Compatibility"] = *mode;
  }
  if (input.contains("SchemaVersionNumber")) {
    const ResourcePtr version =
        TRY(FindVersionOf(id, schema, input, "SchemaVersionNumber", context));
    schema.document["SchemaCheckpoint"] = version->document.at("VersionNumber");
  }
  SetIfPresent(schema.document, "Description", input.value("Description", Json()));
  schema.updated_at = context.now;
  return Identity(*context.resources.Update(std::move(schema)));
}

Result<Json> DeleteSchema(const Json& input, RequestContext& context) {
  const ResourcePtr schema = TRY(FindSchema(input, context));
  RemoveVersions(schema->arn, context);
  context.jobs.Command(kSchema, JobVerb::kDelete, *schema);
  return Json{{"SchemaArn", schema->arn}, {"SchemaName", schema->name}, {"Status", kLeaving}};
}

Result<Json> ListSchemas(const Json& input, RequestContext& context) {
  ResourceQuery query{.scope = context.Scope(kSchema.name)};
  std::string registry;
  if (input.contains("RegistryId")) registry = TRY(FindRegistry(input, context, true))->arn;
  query.parent = registry;
  const Page page = TRY(TakeListPage("ListSchemas", input, std::move(query), context));
  Json output = {{"Schemas", Json::array()}};
  for (const ResourcePtr& schema : page.resources) {
    output["Schemas"].push_back(ShowTimes(*schema, Identity(*schema)));
  }
  SetNextToken(output, page);
  return output;
}

}  // namespace portside::glue
