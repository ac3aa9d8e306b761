// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/column_statistics.h"

#include <utility>

#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/partitions.h"
#include "services/glue/catalog/table_parts.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"

namespace portside::glue {
namespace {

// Whose statistics they are: a table's or a partition's, which is its own table's child.
struct Owner {
  std::string arn;
  ResourcePtr table;
};

std::string ArnOf(const std::string& owner, const std::string& column) {
  return owner + "#statistics/" + column;
}

Result<Owner> TableOf(const Json& input, RequestContext& context) {
  ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  std::string arn = PartsOf(*table);
  return Owner{std::move(arn), std::move(table)};
}

Result<Owner> PartitionOf(const Json& input, RequestContext& context) {
  ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const PartitionValues values = ValuesOf(input, "PartitionValues");
  const ResourcePtr partition = FindPartition(*table, values, context);
  if (partition != nullptr) return Owner{partition->arn, std::move(table)};
  return Fail(EntityNotFound("Partition " + ShowValues(values) + " not found"));  // [recorded]
}

bool HasColumn(const Json& columns, const std::string& name) {
  for (const Json& column : columns) {
    if (column.at("Name") == name) return true;
  }
  return false;
}

// Names are as the table gives them; those of its keys count too.
bool HasColumn(const Resource& table, const std::string& name) {
  const Json storage = table.document.value("StorageDescriptor", Json::object());
  return HasColumn(storage.value("Columns", Json::array()), name) ||
         HasColumn(table.document.value("PartitionKeys", Json::array()), name);
}

ServiceError ColumnNotFound(const std::string& column) {
  return EntityNotFound("Column " + column + " not found.");
}

Result<Json> Update(const Owner& owner, const Json& input, RequestContext& context) {
  Json errors = Json::array();
  for (const Json& given : input.at("ColumnStatisticsList")) {
    const std::string column = given.at("ColumnName");
    if (!HasColumn(*owner.table, column)) {
      errors.push_back(
          {{"ColumnStatistics", given}, {"Error", ErrorDetail(ColumnNotFound(column))}});
      continue;
    }
    const std::string arn = ArnOf(owner.arn, column);
    const ResourcePtr known = context.FindOwn(kColumnStatistics, arn);
    Resource statistics =
        known != nullptr ? *known : context.NewResource(kColumnStatistics, arn, column);
    statistics.parent = PartsOf(*owner.table);
    statistics.attribute = owner.arn;
    statistics.document = given;
    statistics.updated_at = context.now;
    if (known != nullptr) {
      context.resources.Update(std::move(statistics));
    } else {
      context.resources.Insert(std::move(statistics));
    }
  }
  return Json{{"Errors", std::move(errors)}};
}

Result<Json> Get(const Owner& owner, const Json& input, RequestContext& context) {
  Json list = Json::array();
  Json errors = Json::array();
  for (const std::string column : input.at("ColumnNames")) {
    const ResourcePtr found = context.FindOwn(kColumnStatistics, ArnOf(owner.arn, column));
    if (found != nullptr) {
      list.push_back(found->document);
    } else {
      errors.push_back({{"ColumnName", column}, {"Error", ErrorDetail(ColumnNotFound(column))}});
    }
  }
  return Json{{"ColumnStatisticsList", std::move(list)}, {"Errors", std::move(errors)}};
}

// A column without statistics is none the worse. [recorded]
Result<Json> Delete(const Owner& owner, const Json& input, RequestContext& context) {
  const std::string arn = ArnOf(owner.arn, StringOr(input, "ColumnName"));
  if (context.FindOwn(kColumnStatistics, arn) != nullptr) context.resources.Remove(arn);
  return Json::object();
}

// As many as the table has columns at most.
std::vector<ResourcePtr> AllOf(const Resource& partition, RequestContext& context) {
  std::vector<ResourcePtr> all;
  ResourceQuery query{.scope = context.Scope(kColumnStatistics), .attribute = partition.arn};
  do {
    ResourcePage page = context.resources.List(query);
    for (ResourcePtr& one : page.resources) all.push_back(std::move(one));
    query.after = page.next;
  } while (query.after);
  return all;
}

}  // namespace

void RemoveStatistics(const Resource& partition, RequestContext& context) {
  for (const ResourcePtr& one : AllOf(partition, context)) context.resources.Remove(one->arn);
}

void MoveStatistics(const Resource& partition, const std::string& new_arn,
                    RequestContext& context) {
  for (const ResourcePtr& one : AllOf(partition, context)) {
    Resource moved = *one;
    moved.arn = ArnOf(new_arn, one->name);
    moved.attribute = new_arn;
    context.resources.Remove(one->arn);
    context.resources.Insert(std::move(moved));
  }
}

Result<Json> UpdateColumnStatisticsForTable(const Json& input, RequestContext& context) {
  return Update(TRY(TableOf(input, context)), input, context);
}
Result<Json> GetColumnStatisticsForTable(const Json& input, RequestContext& context) {
  return Get(TRY(TableOf(input, context)), input, context);
}
Result<Json> DeleteColumnStatisticsForTable(const Json& input, RequestContext& context) {
  return Delete(TRY(TableOf(input, context)), input, context);
}
Result<Json> UpdateColumnStatisticsForPartition(const Json& input, RequestContext& context) {
  return Update(TRY(PartitionOf(input, context)), input, context);
}
Result<Json> GetColumnStatisticsForPartition(const Json& input, RequestContext& context) {
  return Get(TRY(PartitionOf(input, context)), input, context);
}
Result<Json> DeleteColumnStatisticsForPartition(const Json& input, RequestContext& context) {
  return Delete(TRY(PartitionOf(input, context)), input, context);
}

}  // namespace portside::glue
