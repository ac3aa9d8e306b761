// SPDX-License-Identifier: Apache-2.0
//
// The schema registry: registries, schemas in them, versions of those. How requests name them, and
// what is done to several of them at once. Core thread only.
//
// A schema's document has its numbers (SchemaCheckpoint, LatestSchemaVersion, NextSchemaVersion,
// and LatestAvailable, which no answer shows); a version's number is the end of its ARN, its name
// is the SchemaVersionId, its attribute the digest of its definition within the schema: each is one
// look into an index. The definition itself is a stream of its own (DefinitionStream).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

extern const JobKind kRegistry;
extern const JobKind kSchema;
extern const JobKind kSchemaVersion;

inline constexpr std::string_view kAvailable = "AVAILABLE";
inline constexpr std::string_view kPending = "PENDING";
inline constexpr std::string_view kFailure = "FAILURE";
inline constexpr std::string_view kLeaving = "DELETING";
// Made for the first schema that names no registry.
inline constexpr const char* kDefaultRegistry = "default-registry";

// What SchemaId names, there or not.
struct SchemaId {
  std::string registry, schema;  // names
  std::string arn;               // of the schema
  std::string given_arn;         // empty: it was named
  // "RegistryName: r, SchemaName: s, SchemaArn: null", as refusals say it.
  [[nodiscard]] std::string Describe() const;
};

// lookup.cc
// Length and characters of the member `name` of `object`, which refusals call `parameter`; what is
// absent passes.
Result<void> CheckName(const Json& object, const char* name, const std::string& parameter);
// The registry of RegistryId, or the default one where that is absent. `of_schema`: the refusal is
// that of a call for a schema.
Result<ResourcePtr> FindRegistry(const Json& input, RequestContext& context, bool of_schema);
std::string RegistryArn(const std::string& name, const RequestContext& context);
std::string SchemaArn(const std::string& registry, const std::string& schema,
                      const RequestContext& context);
Result<SchemaId> ReadSchemaId(const Json& input, const RequestContext& context);
// The schema of SchemaId. `live`: one that is being deleted is not found.
Result<ResourcePtr> FindSchema(const SchemaId& id, RequestContext& context, bool live = false);
Result<ResourcePtr> FindSchema(const Json& input, RequestContext& context, bool live = false);
// By the structure `member` of the request, which names a version of the schema by its number or
// asks for the latest one that is AVAILABLE.
Result<ResourcePtr> FindVersionOf(const SchemaId& id, const Resource& schema, const Json& input,
                                  const char* member, RequestContext& context);
// By SchemaVersionId, or else by SchemaId and SchemaVersionNumber.
Result<ResourcePtr> FindVersion(const Json& input, RequestContext& context);
ResourcePtr FindVersionNumber(const Resource& schema, std::int64_t number,
                              const RequestContext& context);

// schema_version.cc
std::string VersionArn(std::string_view schema_arn, std::int64_t number);
struct StoredDefinition {
  std::string text;
  bool is_available = false;  // the version was AVAILABLE once
};
// Nothing: there is no such version.
std::optional<StoredDefinition> ReadDefinition(const RecordReader& records,
                                               std::string_view version_arn);
void StoreDefinition(RecordLog& records, std::string_view version_arn, std::string_view text);
void RemoveDefinition(RecordLog& records, std::string_view version_arn);
// Its definition counts from now on, and the schema knows of it.
void NoteAvailable(const Resource& version, Stores& stores);

// registries.cc, schemas.cc
// A new one, by RegistryName, Description and Tags of the request.
Result<ResourcePtr> MakeRegistry(const Json& input, RequestContext& context);
Result<void> CheckFormat(const Json& input);

// schema_versions.cc, schema_definitions.cc, deleted_versions.cc
// A number of a document; 0 where it is not there.
std::int64_t NumberOf(const Resource& resource, const char* member);
std::string TextOf(const Resource& version, const RequestContext& context);
// What is shown of a version in lists.
Json ShowVersion(const Resource& version);
// Null: the schema has no such definition.
ResourcePtr FindByDigest(const std::string& digest, RequestContext& context);
// The versions of a schema go at once.
void RemoveVersions(const std::string& schema_arn, RequestContext& context);
// Creates the next version of the schema, and notes it there. `digest` is DigestOf its text.
Result<ResourcePtr> AddVersion(const Resource& schema, const std::string& text,
                               const std::string& digest, RequestContext& context);
// The digest of the request's definition within the schema, or why it is none of the format.
Result<std::string> DigestOf(const Json& input, const std::string& schema_arn,
                             const std::string& format);

// As the registry shows times: texts with milliseconds.
std::string ShowTime(Timestamp time);

}  // namespace portside::glue
