// SPDX-License-Identifier: Apache-2.0

#include "services/glue/ml/ml_transform.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/column_type.h"
#include "services/glue/errors.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

using namespace std::chrono_literals;

constexpr JobState kStates[] = {
    {.name = kNotReady},
    {.name = kReady},
    {.name = kDeleting, .duration = 500ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kDelete, {kNotReady, kReady}, kDeleting},
};

// The API reference speaks of 2 to 100 DPUs and, of requests, of "at least 1"; the lower bound that
// is sure is the second.
constexpr double kMinCapacity = 1;
constexpr double kMaxCapacity = 100;
constexpr std::int64_t kMinWorkers = 1;
// The most columns that the member Schema can answer.
constexpr std::size_t kSchemaColumns = 100;

// [published]
ServiceError CatalogProblem(std::string_view message) {
  return InvalidInput(
      "Problem fetching the data catalog schema: " + std::string(WithoutFullStop(message)) + ".");
}

Result<ResourcePtr> FindInputTable(const Json& table, RequestContext& context) {
  const std::string database_name = StringOr(table, "DatabaseName");
  const std::string table_name = StringOr(table, "TableName");
  if (TrimSpace(database_name).empty()) return Fail(InvalidInput("Should specify database name."));
  if (TrimSpace(table_name).empty()) return Fail(InvalidInput("Should specify table name."));

  if (const auto known = CheckCatalog(table, context); !known) {
    return Fail(CatalogProblem(known.error().message));
  }
  const auto database = FindDatabase(database_name, context);
  if (!database) return Fail(CatalogProblem(database.error().message));
  ResourcePtr found = FindTable((*database)->arn, table_name, context);
  if (found == nullptr) return Fail(CatalogProblem(TableNotFound(table_name).message));
  return found;
}

}  // namespace

constexpr JobKind kMlTransform{
    .name = "glue::ml_transform", .states = kStates, .commands = kCommands};
static_assert(IsWellFormed(kMlTransform));

std::string LabelStream(std::string_view transform_arn) {
  return std::string(transform_arn) + "#labels";
}

Result<ResourcePtr> FindLiveTransform(const Json& input, RequestContext& context) {
  ResourcePtr transform = TRY(FindResource(kMlTransforms, input, context));
  if (transform->state == kDeleting) {
    return Fail(Refusal(kMlTransforms, &FamilyTexts::not_found, context,
                        {.name = transform->name, .arn = transform->arn}));
  }
  return transform;
}

Result<Json> FetchSchema(const Json& tables, RequestContext& context) {
  // [published], all texts of this function but the last.
  if (tables.empty()) {
    return Fail(InvalidInput("An AWS Glue Table input source should be specified in transform."));
  }
  if (tables.size() != 1) {
    return Fail(InvalidInput("Exactly one input record table must be provided."));
  }
  const ResourcePtr table = TRY(FindInputTable(tables.front(), context));

  const Json columns =
      table->document.value(Json::json_pointer("/StorageDescriptor/Columns"), Json::array());
  if (columns.empty()) return Fail(InvalidInput("Schema is not defined on the transform."));
  if (columns.size() > kSchemaColumns) {
    return Fail(InvalidInput("Table " + table->name + " has " + std::to_string(columns.size()) +
                             " columns; a transform can have at most " +
                             std::to_string(kSchemaColumns) + "."));
  }
  Json schema = Json::array();
  for (const Json& column : columns) {
    const std::string name = StringOr(column, "Name");
    const std::string type = StringOr(column, "Type");
    if (!IsColumnType(type)) {
      return Fail(InvalidInput("Input source column " + name +
                               " has an invalid data type defined in the catalog."));
    }
    schema.push_back({{"Name", name}, {"DataType", type}});
  }
  return schema;
}

Result<void> CheckParameters(const Json& parameters, const Json& schema) {
  // [published]
  const auto find_matches = parameters.find("FindMatchesParameters");
  if (find_matches == parameters.end()) {
    return Fail(InvalidInput("Find Matches parameters have not been set."));
  }
  const std::string key = StringOr(*find_matches, "PrimaryKeyColumnName");
  if (TrimSpace(key).empty()) {
    return Fail(InvalidInput("A primary key must be specified in Find Matches parameters."));
  }
  const bool known = std::any_of(schema.begin(), schema.end(),
                                 [&key](const Json& column) { return column.at("Name") == key; });
  if (!known) return Fail(InvalidInput("Schema should contain given primary key: " + key + "."));
  return {};
}

Result<void> CheckCapacity(const Json& input) {
  const bool type = input.contains("WorkerType");
  const bool workers = input.contains("NumberOfWorkers");
  const bool capacity = input.contains("MaxCapacity");
  // [published], but the upper bound's text.
  if (capacity && (type || workers)) {
    return Fail(InvalidInput("Cannot set Max Capacity and Worker Num/Type at the same time."));
  }
  if (type != workers) {
    return Fail(InvalidInput("Both WorkerType and NumberOfWorkers should be set."));
  }
  if (capacity && input.at("MaxCapacity").get<double>() < kMinCapacity) {
    return Fail(InvalidInput("MaxCapacity should be >= 1."));
  }
  if (capacity && input.at("MaxCapacity").get<double>() > kMaxCapacity) {
    return Fail(InvalidInput("MaxCapacity should be <= 100."));
  }
  if (workers && input.at("NumberOfWorkers").get<std::int64_t>() < kMinWorkers) {
    return Fail(InvalidInput("NumberOfWorkers should be >= 1."));
  }
  if (input.value("MaxRetries", std::int64_t{0}) < 0) {
    return Fail(InvalidInput("Max retries should be non-negative."));
  }
  return {};
}

}  // namespace portside::glue
