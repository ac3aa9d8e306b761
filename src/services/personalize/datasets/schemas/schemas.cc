// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/choices.h"
#include "services/personalize/datasets/schemas/schema_rules.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"

namespace portside::personalize {

// The record name says which type of dataset a schema is meant for; where it says none that there
// is, CreateDataset will refuse it. The text is kept byte for byte: Describe gives it back with its
// white space.
Result<void> CheckSchema(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate) return {};
  const auto schema = AvroSchema::Parse(StringOr(input, "schema"));
  if (!schema) return Fail(InvalidInput("Invalid schema: " + schema.error().Describe() + "."));
  SchemaCheck check = CheckSchemaForm(*schema);
  const DatasetType* type = FindDatasetTypeOfSchema(schema->name);
  if (check && type != nullptr) {
    check = CheckSchemaForType(*schema, *type, StringOr(input, "domain"));
  }
  if (!check) return Fail(InvalidInput(check.error()));
  return {};
}

// Looks at the datasets of the account and region, which are few: five groups (kMaxDatasetGroups)
// have one of each type at most.
Result<void> ReleaseSchema(const Resource& schema, RequestContext& context) {
  const ResourcePtr dataset = context.resources.First(
      {.scope = context.Scope(kDatasetKind.name), .matches = [&](const Resource& candidate) {
         if (StringOr(candidate.document, "schemaArn") == schema.arn) return true;
         // What an update leads to is in use as well.
         const Json update = candidate.document.value(kUpdateMember, Json::object());
         return update.contains(kLayoutMember) && StringOr(update, "schemaArn") == schema.arn;
       }});
  if (dataset == nullptr) return {};
  return Fail(InUse(InUseText(schema.arn, "delete " + dataset->arn + " first.")));
}

}  // namespace portside::personalize
