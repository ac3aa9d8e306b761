// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/choices.h"
#include "services/personalize/errors.h"
#include "services/personalize/families.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"
#include "services/personalize/schema_rules.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kDescribed[] = {"schema", "domain"};
constexpr std::string_view kListed[] = {"domain"};

constexpr Family kSchemas{.kind = kSchemaKind,
                          .name_member = "name",
                          .arn_member = "schemaArn",
                          .member = "schema",
                          .list_member = "schemas",
                          .parent_member = "",
                          .has_status = false,
                          .described = kDescribed,
                          .listed = kListed};

// The record name says which type of dataset a schema is meant for; where it says none that there
// is, CreateDataset will refuse it.
Result<void> CheckSchemaText(const std::string& text, std::string_view domain) {
  const auto schema = AvroSchema::Parse(text);
  if (!schema) return Fail(InvalidInput("Invalid schema: " + schema.error().Describe() + "."));
  SchemaCheck check = CheckSchemaForm(*schema);
  const DatasetType* type = FindDatasetTypeOfSchema(schema->name);
  if (check && type != nullptr) check = CheckSchemaForType(*schema, *type, domain);
  if (!check) return Fail(InvalidInput(check.error()));
  return {};
}

}  // namespace

Result<Json> CreateSchema(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "name");
  const std::string arn = context.Arn("personalize", "schema/" + name);

  TRY(CheckSchemaText(StringOr(input, "schema"), StringOr(input, "domain")));
  if (context.resources.Find(arn) != nullptr) return Fail(AlreadyExists(arn));
  if (context.resources.Count(context.Scope(kSchemaKind)) >= kMaxSchemas) {
    return Fail(TooManyActive(kMaxSchemas));
  }

  Resource schema = context.NewResource(kSchemaKind, arn, name);
  // The text is kept byte for byte: Describe gives it back with its white space.
  CopyMembers(input, kDescribed, schema.document);
  context.resources.Insert(std::move(schema));
  return Json{{"schemaArn", arn}};
}

Result<Json> DescribeSchema(const Json& input, RequestContext& context) {
  return Describe(kSchemas, input, context);
}

Result<Json> ListSchemas(const Json& input, RequestContext& context) {
  return List(kSchemas, input, context);
}

// Legal when no dataset of any group refers to it, be it on its way out.
Result<Json> DeleteSchema(const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, "schemaArn");
  TRY(FindResource(kSchemaKind, arn, context));
  if (const ResourcePtr dataset =
          context.resources.First({.scope = context.Scope(kDatasetKind.name), .attribute = arn})) {
    return Fail(InUse(InUseText(arn, "delete " + dataset->arn + " first.")));
  }
  context.resources.Remove(arn);
  return Json::object();
}

}  // namespace portside::personalize
