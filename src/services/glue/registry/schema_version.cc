// SPDX-License-Identifier: Apache-2.0
//
// The states of registries, schemas and versions, and the work of a version: it is held against
// those before it.

#include "services/glue/registry/definition.h"
#include "services/glue/registry/registry.h"

namespace portside::glue {
namespace {

using namespace std::chrono_literals;

std::string StreamOf(std::string_view version_arn) {
  return std::string(version_arn) + "#definition";
}

// Against every one that was AVAILABLE since the checkpoint, however many there are. One that is
// being checked at the same time is not there yet.
WorkResult CheckAgainstAll(WorkContext& context) {
  const Json& document = context.job.document;
  const std::string schema = StringOr(document, "SchemaArn");
  const std::string format = StringOr(document, "DataFormat");
  const std::string mode = StringOr(document, "Compatibility");
  const auto number = document.value("VersionNumber", std::int64_t{1});
  WorkOutput output;
  const auto own = ReadDefinition(context.records, context.job.arn);
  if (!own) return Fail(JobFailure{"The definition is gone."});
  for (auto other = document.value("SchemaCheckpoint", std::int64_t{1}); other < number; ++other) {
    if (context.stop.stop_requested()) return Fail(JobFailure{"The version was deleted."});
    const auto stored = ReadDefinition(context.records, VersionArn(schema, other));
    if (!stored || !stored->is_available) continue;
    if (IsCompatible(format, mode, own->text, stored->text)) continue;
    output.next = kFailure;
    return output;
  }
  output.commit = NoteAvailable;
  return output;
}

// The definition can be read until the version is gone.
WorkResult Leave(WorkContext&) {
  WorkOutput output;
  output.commit = [](const Resource& version, Stores& stores) {
    RemoveDefinition(stores.records, version.arn);
  };
  return output;
}

// The service shows no reason; events of jobs do.
void KeepReason(Json& document, const JobFailure& failure) {
  document["FailureReason"] = failure.reason;
}

// Most versions are entered into their end at once; under BACKWARD_ALL, FORWARD_ALL and FULL_ALL
// the real service took seconds.
constexpr JobState kVersionStates[] = {
    {.name = kPending,
     .duration = 1s,
     .next = kAvailable,
     .work = CheckAgainstAll,
     .on_failure = kFailure},
    {.name = kAvailable},
    {.name = kFailure},
    {.name = kLeaving,
     .duration = 500ms,
     .next = "DELETED",
     .work = Leave,
     .on_failure = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kVersionCommands[] = {
    {JobVerb::kDelete, {kPending, kAvailable, kFailure}, kLeaving},
};

// Of registries and schemas; what they hold has gone already.
constexpr JobState kStates[] = {
    {.name = kAvailable},
    {.name = kLeaving, .duration = 500ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kDelete, {kAvailable}, kLeaving},
};

}  // namespace

constexpr JobKind kRegistry{.name = "glue::registry", .states = kStates, .commands = kCommands};
static_assert(IsWellFormed(kRegistry));
constexpr JobKind kSchema{.name = "glue::schema", .states = kStates, .commands = kCommands};
static_assert(IsWellFormed(kSchema));
constexpr JobKind kSchemaVersion{.name = "glue::schema_version",
                                 .states = kVersionStates,
                                 .commands = kVersionCommands,
                                 .fail = KeepReason};
static_assert(IsWellFormed(kSchemaVersion));

// The real service has no ARN for versions; this one is never shown by it.
std::string VersionArn(std::string_view schema_arn, std::int64_t number) {
  return std::string(schema_arn) + "/versions/" + std::to_string(number);
}

// The first record is the text, the second says that it is AVAILABLE.
std::optional<StoredDefinition> ReadDefinition(const RecordReader& records,
                                               std::string_view version_arn) {
  std::optional<StoredDefinition> stored;
  records.Visit(StreamOf(version_arn), [&](const Record& record) {
    if (stored) {
      stored->is_available = true;
    } else {
      stored = StoredDefinition{.text = std::string(record.bytes)};
    }
  });
  return stored;
}

void StoreDefinition(RecordLog& records, std::string_view version_arn, std::string_view text) {
  const std::string stream = StreamOf(version_arn);
  // Of a schema of the same name that a test's order has taken away.
  records.Clear(stream);
  records.Append(stream, text);
}

void RemoveDefinition(RecordLog& records, std::string_view version_arn) {
  records.Clear(StreamOf(version_arn));
}

void NoteAvailable(const Resource& version, Stores& stores) {
  stores.records.Append(StreamOf(version.arn), kAvailable);
  const ResourcePtr schema = stores.resources.Find(StringOr(version.document, "SchemaArn"));
  if (schema == nullptr) return;
  const auto number = version.document.value("VersionNumber", std::int64_t{0});
  if (schema->document.value("LatestAvailable", std::int64_t{0}) >= number) return;
  Resource changed = *schema;
  changed.document["LatestAvailable"] = number;
  stores.resources.Update(std::move(changed));
}

}  // namespace portside::glue
