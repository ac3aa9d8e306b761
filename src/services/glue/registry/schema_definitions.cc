// SPDX-License-Identifier: Apache-2.0
//
// What is asked of definitions.

#include <algorithm>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/glue/registry/definition.h"
#include "services/glue/registry/handlers.h"
#include "services/glue/registry/limits.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"

namespace portside::glue {
namespace {

Result<void> CheckDefinitionLength(const Json& input) {
  const std::string text = StringOr(input, "SchemaDefinition");
  if (!text.empty() && Utf16Length(text) <= limits::kDefinitionLength) return {};
  return Fail(WrongLength("schemaDefinition"));
}

}  // namespace

Result<std::string> DigestOf(const Json& input, const std::string& schema_arn,
                             const std::string& format) {
  TRY(CheckDefinitionLength(input));
  const auto canonical = CanonicalDefinition(format, StringOr(input, "SchemaDefinition"));
  if (!canonical) return Fail(BadDefinition(format, canonical.error().message));
  return HexDigest(DigestAlgorithm::kSha256, schema_arn + "\n" + *canonical);
}

ResourcePtr FindByDigest(const std::string& digest, RequestContext& context) {
  return context.resources.First(
      {.scope = context.Scope(kSchemaVersion.name), .attribute = digest});
}

Result<Json> GetSchemaByDefinition(const Json& input, RequestContext& context) {
  const SchemaId id = TRY(ReadSchemaId(input, context));
  const ResourcePtr schema = TRY(FindSchema(id, context));
  const std::string digest =
      TRY(DigestOf(input, schema->arn, StringOr(schema->document, "DataFormat")));
  const ResourcePtr version = FindByDigest(digest, context);
  // Clients that register on their own look for the first sentence.
  if (version == nullptr) {
    return Fail(EntityNotFound("Schema version is not found. " + id.Describe()));
  }
  Json shown = ShowVersion(*version);
  shown.erase("VersionNumber");
  shown["DataFormat"] = version->document.at("DataFormat");
  return shown;
}

Result<Json> GetSchemaVersionsDiff(const Json& input, RequestContext& context) {
  const SchemaId id = TRY(ReadSchemaId(input, context));
  const ResourcePtr schema = TRY(FindSchema(id, context));
  const ResourcePtr first =
      TRY(FindVersionOf(id, *schema, input, "FirstSchemaVersionNumber", context));
  const ResourcePtr second =
      TRY(FindVersionOf(id, *schema, input, "SecondSchemaVersionNumber", context));
  return Json{{"Diff", DiffDefinitions(StringOr(schema->document, "DataFormat"),
                                       TextOf(*first, context), TextOf(*second, context))}};
}

Result<Json> CheckSchemaVersionValidity(const Json& input, RequestContext&) {
  TRY(CheckFormat(input));
  TRY(CheckDefinitionLength(input));
  const auto canonical =
      CanonicalDefinition(StringOr(input, "DataFormat"), StringOr(input, "SchemaDefinition"));
  if (canonical) return Json{{"Valid", true}};
  std::string error = canonical.error().message;
  // Whole characters.
  while (error.size() > limits::kValidationErrorLength || (!error.empty() && !IsValidUtf8(error))) {
    error.resize(std::min(error.size() - 1, limits::kValidationErrorLength));
  }
  return Json{{"Valid", false}, {"Error", std::move(error)}};
}

}  // namespace portside::glue
