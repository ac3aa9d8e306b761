// SPDX-License-Identifier: Apache-2.0
//
// Partitions by the hundred: what is wrong with one of them is said of that one, but for a wrong
// number of values, which refuses the whole call. [recorded]

#include <utility>

#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/partitions.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"

namespace portside::glue {
Result<Json> BatchCreatePartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const Json& wanted = input.at("PartitionInputList");
  for (const Json& partition : wanted) TRY(CheckValues(*table, ValuesOf(partition)));
  Json errors = Json::array();
  for (const Json& partition : wanted) {
    const auto added = AddPartition(*table, partition, context);
    if (added) continue;
    errors.push_back(
        {{"PartitionValues", ValuesOf(partition)}, {"ErrorDetail", ErrorDetail(added.error())}});
  }
  return Json{{"Errors", std::move(errors)}};
}

// In the order of the request; what is not there is not spoken of. [recorded]
Result<Json> BatchGetPartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  Json found = Json::array();
  for (const Json& wanted : input.at("PartitionsToGet")) {
    const ResourcePtr partition = FindPartition(*table, ValuesOf(wanted), context);
    if (partition != nullptr) found.push_back(ShowPartition(*partition));
  }
  return Json{{"Partitions", std::move(found)}, {"UnprocessedKeys", Json::array()}};
}

Result<Json> BatchUpdatePartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  for (const Json& entry : input.at("Entries")) {
    TRY(CheckValues(*table, ValuesOf(entry, "PartitionValueList")));
    const Json& partition = entry.at("PartitionInput");
    if (partition.contains("Values")) TRY(CheckValues(*table, ValuesOf(partition)));
  }
  Json errors = Json::array();
  for (const Json& entry : input.at("Entries")) {
    const PartitionValues values = ValuesOf(entry, "PartitionValueList");
    const auto fail = [&](const ServiceError& error) {
      errors.push_back({{"PartitionValueList", values}, {"ErrorDetail", ErrorDetail(error)}});
    };
    const ResourcePtr partition = FindPartition(*table, values, context);
    if (partition == nullptr) {
      fail(EntityNotFound("Partition " + ShowValues(values) + " not found"));
      continue;
    }
    const auto changed = ChangePartition(*table, *partition, entry.at("PartitionInput"), context);
    if (!changed) fail(changed.error());
  }
  return Json{{"Errors", std::move(errors)}};
}

Result<Json> BatchDeletePartition(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  Json errors = Json::array();
  for (const Json& wanted : input.at("PartitionsToDelete")) {
    const PartitionValues values = ValuesOf(wanted);
    const ResourcePtr partition = FindPartition(*table, values, context);
    if (partition != nullptr) {
      RemovePartition(*partition, context);
      continue;
    }
    errors.push_back({{"PartitionValues", values},
                      {"ErrorDetail", ErrorDetail(EntityNotFound("Partition not found"))}});
  }
  return Json{{"Errors", std::move(errors)}};
}

}  // namespace portside::glue
