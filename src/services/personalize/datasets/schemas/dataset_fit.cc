// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/schemas/dataset_fit.h"

#include <utility>

#include "services/personalize/datasets/schemas/schema_rules.h"
#include "services/personalize/errors.h"

namespace portside::personalize {
namespace {

std::string DomainText(std::string_view domain) {
  return domain.empty() ? "no domain" : "the domain " + std::string(domain);
}

bool IsSame(const AvroField& left, const AvroField& right) {
  return left.type == right.type && left.nullable == right.nullable &&
         left.categorical == right.categorical && left.textual == right.textual;
}

}  // namespace

Result<AvroSchema> ParsedSchema(const Resource& schema) {
  auto parsed = AvroSchema::Parse(StringOr(schema.document, "schema"));
  if (!parsed) return Fail(InvalidInput("Invalid schema: " + parsed.error().Describe() + "."));
  return std::move(*parsed);
}

Result<void> CheckFit(const Resource& schema, const DatasetType& type, const Resource& group) {
  const std::string domain = StringOr(group.document, "domain");
  const std::string schema_domain = StringOr(schema.document, "domain");
  if (!domain.empty() && !type.in_domain_groups) {
    return Fail(InvalidInput("A dataset of type " + std::string(type.name) +
                             " can be created only in a custom dataset group, and " + group.arn +
                             " has " + DomainText(domain) + "."));
  }
  if (domain != schema_domain) {
    return Fail(InvalidInput("The schema " + schema.arn + " has " + DomainText(schema_domain) +
                             ", but the dataset group " + group.arn + " has " + DomainText(domain) +
                             ". They must be equal."));
  }
  const AvroSchema parsed = TRY(ParsedSchema(schema));
  if (FindDatasetTypeOfSchema(parsed.name) != &type) {
    return Fail(InvalidInput("The schema " + schema.arn + " has the name '" + parsed.name +
                             "'; the schema of a dataset of type " + std::string(type.name) +
                             " must have the name '" + std::string(type.schema_name) + "'."));
  }
  const SchemaCheck check = CheckSchemaForType(parsed, type, domain);
  if (!check) return Fail(InvalidInput(check.error()));
  return {};
}

Result<void> CheckReplacement(const Resource& schema, const AvroSchema& former,
                              const AvroSchema& replacement) {
  const auto refuse = [&](const std::string& field, std::string_view rule) {
    return Fail(InvalidInput("The schema " + schema.arn +
                             " cannot replace the dataset's schema: the field '" + field + "' " +
                             std::string(rule) + "."));
  };
  for (const AvroField& field : former.fields) {
    const AvroField* kept = replacement.Find(field.name);
    if (kept == nullptr) return refuse(field.name, "is missing, and every field must be kept");
    if (!IsSame(field, *kept)) return refuse(field.name, "must keep its type and its attributes");
  }
  for (const AvroField& field : replacement.fields) {
    if (former.Find(field.name) != nullptr || field.nullable) continue;
    return refuse(field.name, "is new and must allow null");
  }
  return {};
}

}  // namespace portside::personalize
