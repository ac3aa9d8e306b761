// SPDX-License-Identifier: Apache-2.0

#include "services/glue/lists.h"
#include "services/glue/registry/definition.h"
#include "services/glue/registry/handlers.h"
#include "services/glue/registry/limits.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"

namespace portside::glue {
namespace {

Json Registered(const Resource& version) {
  return {{"SchemaVersionId", version.name},
          {"VersionNumber", version.document.at("VersionNumber")},
          {"Status", version.state}};
}

// Where a new version ends, or nothing where a worker finds out. Against the last one before it
// that is AVAILABLE, if the checkpoint is not behind that.
std::string_view StateOf(const Resource& schema, const std::string& text, RequestContext& context) {
  const std::string mode = StringOr(schema.document, "Compatibility");
  const std::int64_t last = NumberOf(schema, "LatestAvailable");
  if (last == 0 || mode == "NONE" || mode == "DISABLED") return kAvailable;
  if (mode.ends_with("_ALL")) return "";
  if (last < NumberOf(schema, "SchemaCheckpoint")) return kAvailable;
  const auto stored = ReadDefinition(context.records, VersionArn(schema.arn, last));
  const std::string format = StringOr(schema.document, "DataFormat");
  return !stored || IsCompatible(format, mode, text, stored->text) ? kAvailable : kFailure;
}

}  // namespace

std::int64_t NumberOf(const Resource& resource, const char* member) {
  return resource.document.value(member, std::int64_t{0});
}

std::string TextOf(const Resource& version, const RequestContext& context) {
  return ReadDefinition(context.records, version.arn).value_or(StoredDefinition()).text;
}

Json ShowVersion(const Resource& version) {
  return {{"SchemaVersionId", version.name},
          {"SchemaArn", version.document.at("SchemaArn")},
          {"VersionNumber", version.document.at("VersionNumber")},
          {"Status", version.state},
          {"CreatedTime", ShowTime(version.created_at)}};
}

Result<ResourcePtr> AddVersion(const Resource& schema, const std::string& text,
                               const std::string& digest, RequestContext& context) {
  const auto scope = context.Scope(kSchemaVersion.name);
  if (context.resources.Count(scope) >= limits::kSchemaVersions) {
    return Fail(TooMany("schema versions"));
  }
  std::string id = context.random().Uuid();
  while (!context.resources.Named(scope, id).empty()) id = context.random().Uuid();
  const std::int64_t number = NumberOf(schema, "NextSchemaVersion");
  Resource changed = schema;
  changed.document["LatestSchemaVersion"] = number;
  changed.document["NextSchemaVersion"] = number + 1;
  context.resources.Update(std::move(changed));

  Resource version =
      context.NewResource(kSchemaVersion.name, VersionArn(schema.arn, number), std::move(id));
  version.parent = schema.arn;
  version.attribute = digest;
  version.document = {{"SchemaArn", schema.arn}, {"VersionNumber", number}};
  for (const char* member : {"DataFormat", "Compatibility", "SchemaCheckpoint"}) {
    version.document[member] = schema.document.at(member);
  }
  StoreDefinition(context.records, version.arn, text);
  ResourcePtr stored = context.jobs.Submit(kSchemaVersion, std::move(version));
  const std::string_view state = StateOf(schema, text, context);
  if (state.empty()) return stored;
  stored = context.jobs.Enter(kSchemaVersion, *stored, state);
  Stores stores{context.resources, context.records};
  if (state == kAvailable) NoteAvailable(*stored, stores);
  return stored;
}

Result<Json> RegisterSchemaVersion(const Json& input, RequestContext& context) {
  const SchemaId id = TRY(ReadSchemaId(input, context));
  const ResourcePtr schema = TRY(FindSchema(id, context, true));
  const std::string digest =
      TRY(DigestOf(input, schema->arn, StringOr(schema->document, "DataFormat")));
  if (schema->document.at("Compatibility") == "DISABLED") {
    // [emulated]
    const auto shown = [](const std::string& text) { return text.empty() ? "null" : text; };
    return Fail(
        InvalidInput("Compatibility DISABLED does not allow versioning. SchemaId: SchemaId("
                     "schemaArn=" +
                     shown(id.given_arn) + ", schemaName=" + shown(id.schema) +
                     ", registryName=" + shown(id.registry) + ")"));
  }
  // The same definition is the same version, whatever became of it.
  if (const ResourcePtr known = FindByDigest(digest, context)) return Registered(*known);
  return Registered(
      *TRY(AddVersion(*schema, StringOr(input, "SchemaDefinition"), digest, context)));
}

Result<Json> GetSchemaVersion(const Json& input, RequestContext& context) {
  const ResourcePtr version = TRY(FindVersion(input, context));
  context.jobs.Observed(*version);
  Json shown = ShowVersion(*version);
  shown["SchemaDefinition"] = TextOf(*version, context);
  shown["DataFormat"] = version->document.at("DataFormat");
  return shown;
}

Result<Json> ListSchemaVersions(const Json& input, RequestContext& context) {
  const ResourcePtr schema = TRY(FindSchema(input, context));
  ResourceQuery query{.scope = context.Scope(kSchemaVersion.name), .parent = schema->arn};
  const Page page = TRY(TakeListPage("ListSchemaVersions", input, std::move(query), context));
  Json output = {{"Schemas", Json::array()}};
  for (const ResourcePtr& version : page.resources) {
    output["Schemas"].push_back(ShowVersion(*version));
  }
  SetNextToken(output, page);
  return output;
}

}  // namespace portside::glue
