// SPDX-License-Identifier: Apache-2.0
//
// How requests name registries, schemas and versions.

#include <algorithm>

#include "portside/aws/arn.h"
#include "portside/base/encoding.h"
#include "services/glue/lists.h"
#include "services/glue/registry/limits.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"

namespace portside::glue {
namespace {

std::string OrNull(const std::string& text) { return text.empty() ? "null" : text; }

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_$#.").find(c) != std::string_view::npos;
}

ServiceError VersionNotFound(const SchemaId& id, const std::string& number, bool is_latest) {
  return EntityNotFound("Schema version is not found. " + id.Describe() + ", VersionNumber: " +
                        number + ", isLatestVersion: " + (is_latest ? "true" : "false"));
}

}  // namespace

std::string SchemaId::Describe() const {
  if (!given_arn.empty()) return "RegistryName: null, SchemaName: null, SchemaArn: " + given_arn;
  return "RegistryName: " + OrNull(registry) + ", SchemaName: " + OrNull(schema) +
         ", SchemaArn: null";
}

std::string ShowTime(Timestamp time) { return FormatIso8601(time, 3); }

Result<void> CheckName(const Json& object, const char* name, const std::string& parameter) {
  const auto given = object.find(name);
  if (given == object.end()) return {};
  const auto& text = given->get_ref<const std::string&>();
  if (text.empty() || Utf16Length(text) > limits::kRegistryNameLength) {
    return Fail(WrongLength(parameter));
  }
  if (!std::ranges::all_of(text, IsNameCharacter)) return Fail(WrongCharacters(parameter));
  return {};
}

std::string RegistryArn(const std::string& name, const RequestContext& context) {
  return context.Arn("glue", "registry/" + name);
}
std::string SchemaArn(const std::string& registry, const std::string& schema,
                      const RequestContext& context) {
  return context.Arn("glue", "schema/" + registry + "/" + schema);
}

Result<ResourcePtr> FindRegistry(const Json& input, RequestContext& context, bool of_schema) {
  const Json id = ObjectOr(input, "RegistryId");
  TRY(CheckName(id, "RegistryName", "registryName"));
  std::string name = StringOr(id, "RegistryName");
  const std::string given = StringOr(id, "RegistryArn");
  if (input.contains("RegistryId") && name.empty() == given.empty()) {
    return Fail(RegistryIsAmbiguous());
  }
  if (name.empty() && given.empty()) name = kDefaultRegistry;
  const std::string arn = given.empty() ? RegistryArn(name, context) : given;
  ResourcePtr found = context.FindOwn(kRegistry.name, arn);
  if (found != nullptr && !(of_schema && found->state == kLeaving)) return found;
  if (!of_schema) return Fail(RegistryNotFound(name, given));
  return Fail(RegistryOfSchemaNotFound(name.empty() ? given.substr(given.rfind('/') + 1) : name));
}

Result<SchemaId> ReadSchemaId(const Json& input, const RequestContext& context) {
  const Json given = ObjectOr(input, "SchemaId");
  TRY(CheckName(given, "RegistryName", "registryName"));
  TRY(CheckName(given, "SchemaName", "schemaName"));
  SchemaId id{.registry = StringOr(given, "RegistryName"),
              .schema = StringOr(given, "SchemaName"),
              .given_arn = StringOr(given, "SchemaArn")};
  if (id.given_arn.empty()) {
    if (id.registry.empty() || id.schema.empty()) return Fail(SchemaIsNotNamed());
    id.arn = SchemaArn(id.registry, id.schema, context);
    return id;
  }
  if (!id.registry.empty() || !id.schema.empty()) return Fail(SchemaIsAmbiguous());
  id.arn = id.given_arn;
  return id;
}

Result<ResourcePtr> FindSchema(const SchemaId& id, RequestContext& context, bool live) {
  ResourcePtr schema = context.FindOwn(kSchema.name, id.arn);
  if (schema != nullptr && !(live && schema->state == kLeaving)) return schema;
  // A client that makes schemas on its own creates one where the schema is not found, which makes
  // the default registry too.
  if (!id.registry.empty() && id.registry != kDefaultRegistry &&
      context.FindOwn(kRegistry.name, RegistryArn(id.registry, context)) == nullptr) {
    return Fail(RegistryOfSchemaNotFound(id.registry));
  }
  return Fail(EntityNotFound("Schema is not found. " + id.Describe()));
}

Result<ResourcePtr> FindSchema(const Json& input, RequestContext& context, bool live) {
  const SchemaId id = TRY(ReadSchemaId(input, context));
  return FindSchema(id, context, live);
}

ResourcePtr FindVersionNumber(const Resource& schema, std::int64_t number,
                              const RequestContext& context) {
  return context.FindOwn(kSchemaVersion.name, VersionArn(schema.arn, number));
}

Result<ResourcePtr> FindVersionOf(const SchemaId& id, const Resource& schema, const Json& input,
                                  const char* member, RequestContext& context) {
  const Json wanted = ObjectOr(input, member);
  const bool is_latest = wanted.value("LatestVersion", false);
  const auto number = wanted.find("VersionNumber");
  if (is_latest && number != wanted.end()) return Fail(VersionIsAmbiguous());
  if (!is_latest && number == wanted.end()) return Fail(VersionIsNotNamed());
  const std::int64_t which = is_latest ? schema.document.value("LatestAvailable", std::int64_t{0})
                                       : number->get<std::int64_t>();
  if (ResourcePtr version = FindVersionNumber(schema, which, context)) return version;
  return Fail(VersionNotFound(id, is_latest ? "null" : std::to_string(which), is_latest));
}

Result<ResourcePtr> FindVersion(const Json& input, RequestContext& context) {
  const std::string version_id = StringOr(input, "SchemaVersionId");
  if (version_id.empty()) {
    const SchemaId id = TRY(ReadSchemaId(input, context));
    const ResourcePtr schema = TRY(FindSchema(id, context));
    return FindVersionOf(id, *schema, input, "SchemaVersionNumber", context);
  }
  if (input.contains("SchemaId") || input.contains("SchemaVersionNumber")) {
    return Fail(OnlyTheId());
  }
  const auto found = context.resources.Named(context.Scope(kSchemaVersion.name), version_id);
  if (found.empty()) return Fail(VersionIdNotFound(version_id));
  return found.front();
}

}  // namespace portside::glue
