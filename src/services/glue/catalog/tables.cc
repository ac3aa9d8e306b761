// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/name_pattern.h"
#include "services/glue/catalog/partition_indexes.h"
#include "services/glue/catalog/partitions.h"
#include "services/glue/catalog/table_description.h"
#include "services/glue/catalog/table_parts.h"
#include "services/glue/catalog/table_versions.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

// Members that ask for what is not kept here; a table made without them would not be the one that
// was asked for.
Result<void> CheckEmulated(const Json& input) {
  for (const char* member : {"OpenTableFormatInput", "UpdateOpenTableFormatInput", "TransactionId",
                             "QueryAsOfTime", "ViewUpdateAction"}) {
    if (input.contains(member)) return Fail(NotEmulated(member));
  }
  const Json table = ObjectOr(input, "TableInput");
  for (const char* member : {"TargetTable", "FederatedTable", "ViewDefinition"}) {
    if (table.contains(member)) return Fail(NotEmulated(std::string("TableInput.") + member));
  }
  return {};
}

std::vector<KeyType> TypesOfKeys(const Resource& table) {
  std::vector<KeyType> types;
  for (const PartitionKey& key : PartitionKeysOf(table.document)) types.push_back(key.type);
  return types;
}

}  // namespace

ResourcePtr FindTable(std::string_view database, std::string_view name,
                      const RequestContext& context) {
  return context.FindOwn(kTable, TableArn(database, name));
}

Result<ResourcePtr> FindTableOf(const Json& input, std::string_view name_member,
                                RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::string name = StringOr(input, name_member);
  ResourcePtr table = FindTable(database->arn, name, context);
  if (table == nullptr) return Fail(TableNotFound(name));
  return table;
}

void RemoveTable(const Resource& table, RequestContext& context) {
  RemoveParts(table, context);
  RemovePartitionIndexes(table, context);
  context.resources.Remove(table.arn);
}

Result<Json> CreateTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  if (!input.contains("TableInput")) {
    return Fail(InvalidInput("TableInput must be given: it names and describes the table."));
  }
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  Json document = TRY(MakeTableDocument(input.at("TableInput"), *database));
  const std::string name = StringOr(document, "Name");
  const std::string arn = TableArn(database->arn, name);
  if (context.FindOwn(kTable, arn) != nullptr) return Fail(TableExists());

  Resource table = context.NewResource(kTable, arn, name);
  table.parent = database->arn;
  table.document = std::move(document);
  table.document["VersionId"] = "0";
  table.document["CreatedBy"] = "arn:aws:iam::" + context.account + ":root";
  const ResourcePtr created = context.resources.Insert(std::move(table));
  TRY(AddPartitionIndexes(*created, input.value("PartitionIndexes", Json::array()), context));
  return Json::object();
}

// All of the table is replaced: what the input leaves out is gone. [recorded]
Result<Json> UpdateTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  if (!input.contains("TableInput")) {
    return Fail(InvalidInput("TableInput must be given: it is what the table becomes."));
  }
  const Json& wanted = input.at("TableInput");
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::string name = StringOr(input, "Name", StringOr(wanted, "Name"));
  const ResourcePtr table = FindTable(database->arn, name, context);
  if (table == nullptr) return Fail(TableNotFound(name));
  Json document = TRY(MakeTableDocument(wanted, *database));
  if (document.at("Name") != table->name) return Fail(InvalidInput("Table cannot be renamed"));
  const std::string version = VersionOf(table->document);
  if (StringOr(input, "VersionId", version) != version) return Fail(ChangedMeanwhile());
  if (!input.value("SkipArchive", false)) TRY(ArchiveTable(*table, context));

  Resource changed = *table;
  document["CreatedBy"] = table->document.at("CreatedBy");
  document["VersionId"] = std::to_string(NumberOfVersion(version).value_or(0) + 1);
  changed.document = std::move(document);
  changed.updated_at = context.now;
  const ResourcePtr now = context.resources.Update(std::move(changed));
  if (TypesOfKeys(*table) != TypesOfKeys(*now)) RenamePartitions(*now, context);
  return Json::object();
}

Result<Json> GetTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  TRY(CheckAttributes(input));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const ResourcePtr table = FindTable(database->arn, StringOr(input, "Name"), context);
  if (table == nullptr) return Fail(TableNotRead());
  return Json{{"Table", DescribeTable(*table, input)}};
}

Result<Json> GetTables(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  TRY(CheckAttributes(input));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::optional<Pattern> pattern =
      TRY(NamePattern("Expression", StringOr(input, "Expression")));
  ResourceQuery query{
      .scope = context.Scope(kTable), .parent = database->arn, .order = ResourceOrder::kName};
  if (pattern) {
    query.matches = [&](const Resource& table) { return pattern->Matches(table.name); };
  }
  const Page page = TRY(TakeListPage("GetTables", input, std::move(query), context));

  Json list = Json::array();
  for (const ResourcePtr& table : page.resources) list.push_back(DescribeTable(*table, input));
  Json output = {{"TableList", std::move(list)}};
  SetNextToken(output, page);
  return output;
}

// Transforms that were made from the table keep the schema that they read.
Result<Json> DeleteTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  const ResourcePtr table = TRY(FindTableOf(input, "Name", context));
  RemoveTable(*table, context);
  return Json::object();
}

Result<Json> BatchDeleteTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  Json errors = Json::array();
  for (const std::string name : input.at("TablesToDelete")) {
    const ResourcePtr table = FindTable(database->arn, name, context);
    if (table != nullptr) {
      RemoveTable(*table, context);
      continue;
    }
    // [recorded], without the full stop of DeleteTable.
    errors.push_back(
        {{"TableName", name},
         {"ErrorDetail", ErrorDetail(EntityNotFound("Table " + name + " not found"))}});
  }
  return Json{{"Errors", std::move(errors)}};
}

}  // namespace portside::glue
