// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/partitions.h"

#include <utility>

#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/column_statistics.h"
#include "services/glue/catalog/table_description.h"
#include "services/glue/catalog/table_parts.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"

namespace portside::glue {
namespace {

constexpr char kEndOfRange = kEndOfValue + 1;

std::string ArnOfPartition(const Resource& table, const PartitionValues& values) {
  std::string arn = PartsOf(table) + "/partition";
  for (const std::string& value : values) arn += '/' + ArnSegment(value);
  return arn;
}

std::string NameOfPartition(const std::vector<PartitionKey>& keys, const PartitionValues& values) {
  std::string name;
  for (std::size_t at = 0; at < values.size(); ++at) {
    const KeyType type = at < keys.size() ? keys[at].type : KeyType::kString;
    name += IndexTextOf(type, values[at]) + kEndOfValue;
  }
  return name;
}

Resource MakePartition(const Resource& table, const Json& partition_input,
                       const PartitionValues& values, RequestContext& context) {
  Resource partition =
      context.NewResource(kPartition, ArnOfPartition(table, values),
                          NameOfPartition(PartitionKeysOf(table.document), values));
  partition.parent = PartsOf(table);
  partition.document = partition_input;
  partition.document["Values"] = values;
  partition.document["DatabaseName"] = table.document.at("DatabaseName");
  partition.document["TableName"] = table.name;
  // Clients look for it even where a partition was made without. [client code]
  FillStorageDescriptor(partition.document["StorageDescriptor"]);
  return partition;
}

}  // namespace

PartitionValues ValuesOf(const Json& input, std::string_view member) {
  const auto values = input.find(member);
  return values == input.end() ? PartitionValues() : values->get<PartitionValues>();
}

std::string ShowValues(const PartitionValues& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + value;
  return "[" + list + "]";
}

ResourcePtr FindPartition(const Resource& table, const PartitionValues& values,
                          const RequestContext& context) {
  return context.FindOwn(kPartition, ArnOfPartition(table, values));
}

Result<void> CheckValues(const Resource& table, const PartitionValues& values) {
  const auto keys = table.document.find("PartitionKeys");
  const std::size_t count = keys == table.document.end() ? 0 : keys->size();
  if (values.size() == count && count > 0) return {};
  return Fail(
      InvalidInput("The number of partition keys do not match the number of partition values"));
}

Result<void> AddPartition(const Resource& table, const Json& partition_input,
                          RequestContext& context) {
  const PartitionValues values = ValuesOf(partition_input);
  TRY(CheckValues(table, values));
  if (FindPartition(table, values, context) != nullptr) return Fail(PartitionExists());
  context.resources.Insert(MakePartition(table, partition_input, values, context));
  return {};
}

// All of it is replaced but its values, where the input leaves them out.
Result<void> ChangePartition(const Resource& table, const Resource& partition,
                             const Json& partition_input, RequestContext& context) {
  const PartitionValues former = ValuesOf(partition.document);
  const PartitionValues values =
      partition_input.contains("Values") ? ValuesOf(partition_input) : former;
  TRY(CheckValues(table, values));
  Resource changed = MakePartition(table, partition_input, values, context);
  changed.created_at = partition.created_at;
  if (values == former) {
    changed.sequence = partition.sequence;
    context.resources.Update(std::move(changed));
    return {};
  }
  if (FindPartition(table, values, context) != nullptr) return Fail(PartitionExists());
  MoveStatistics(partition, changed.arn, context);
  context.resources.Remove(partition.arn);
  context.resources.Insert(std::move(changed));
  return {};
}

void RemovePartition(const Resource& partition, RequestContext& context) {
  RemoveStatistics(partition, context);
  context.resources.Remove(partition.arn);
}

Json ShowPartition(const Resource& partition) {
  Json shown = partition.document;
  shown["CreationTime"] = ToEpochSeconds(partition.created_at);
  shown["CatalogId"] = partition.account;
  return shown;
}

// Keys that must have one value lead; the first that has more ends the range.
NameRange RangeOf(const PartitionExpression& expression) {
  std::string lead;
  NameRange range;
  const auto end_of = [&] {
    std::string end = lead;
    if (!end.empty()) end.back() = kEndOfRange;
    return end;
  };
  for (std::size_t key = 0; key < expression.keys().size(); ++key) {
    const auto values = expression.RangeOf(key);
    range.from = lead;
    range.before = end_of();
    if (!values) return range;
    const KeyType type = expression.keys()[key].type;
    const std::string uncast = lead + kUncast;
    if (type != KeyType::kString) range.uncast.emplace_back(uncast, range.before);
    if (values->from && values->from == values->to) {
      lead += *values->from + kEndOfValue;
      range.from = lead;
      range.before = end_of();
      continue;
    }
    if (values->from) range.from = lead + *values->from;
    if (values->to) range.before = lead + *values->to + kEndOfRange;
    if (!values->to && type != KeyType::kString) range.before = uncast;
    return range;
  }
  return range;
}

void RenamePartitions(const Resource& table, RequestContext& context) {
  const std::vector<PartitionKey> keys = PartitionKeysOf(table.document);
  const std::string parts = PartsOf(table);
  ResourceQuery query{.scope = context.Scope(kPartition), .parent = parts};
  do {
    const ResourcePage page = context.resources.List(query);
    for (const ResourcePtr& partition : page.resources) {
      Resource renamed = *partition;
      renamed.name = NameOfPartition(keys, ValuesOf(partition->document));
      if (renamed.name != partition->name) context.resources.Update(std::move(renamed));
    }
    query.after = page.next;
  } while (query.after);
}

Result<Json> CreatePartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  TRY(AddPartition(*table, input.at("PartitionInput"), context));
  return Json::object();
}

Result<Json> GetPartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const ResourcePtr partition = FindPartition(*table, ValuesOf(input, "PartitionValues"), context);
  if (partition == nullptr) return Fail(PartitionNotFound());
  return Json{{"Partition", ShowPartition(*partition)}};
}

Result<Json> UpdatePartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const PartitionValues values = ValuesOf(input, "PartitionValueList");
  TRY(CheckValues(*table, values));
  const ResourcePtr partition = FindPartition(*table, values, context);
  if (partition == nullptr) return Fail(PartitionNotFound());
  TRY(ChangePartition(*table, *partition, input.at("PartitionInput"), context));
  return Json::object();
}

Result<Json> DeletePartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const ResourcePtr partition = FindPartition(*table, ValuesOf(input, "PartitionValues"), context);
  if (partition == nullptr) return Fail(PartitionNotFound());
  RemovePartition(*partition, context);
  return Json::object();
}

}  // namespace portside::glue
