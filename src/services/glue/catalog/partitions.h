// SPDX-License-Identifier: Apache-2.0
//
// Partitions of a table. A partition is found by its values as they were written; its name is their
// index texts (key_value.h) in the order of the keys, so that a list is in the order of the values
// and an expression narrows it to a range of names. Core thread.

#pragma once

#include <string>
#include <vector>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "services/glue/catalog/partition_expression.h"

namespace portside::glue {

using PartitionValues = std::vector<std::string>;

// Null where there is none.
ResourcePtr FindPartition(const Resource& table, const PartitionValues& values,
                          const RequestContext& context);
// Refuses where the table has another number of keys.
Result<void> CheckValues(const Resource& table, const PartitionValues& values);
PartitionValues ValuesOf(const Json& input, std::string_view member = "Values");

// "[2024, 05]", as errors have it.
std::string ShowValues(const PartitionValues& values);

// The three that change one partition; the calls for one and for many answer in words of their own.
Result<void> AddPartition(const Resource& table, const Json& partition_input,
                          RequestContext& context);
// May rename it: refused where the new values are another one's.
Result<void> ChangePartition(const Resource& table, const Resource& partition,
                             const Json& partition_input, RequestContext& context);
void RemovePartition(const Resource& partition, RequestContext& context);

Json ShowPartition(const Resource& partition);

// The names between which everything lies that the expression lets through; an empty end is none.
struct NameRange {
  std::string from;
  std::string before;
  // Where names begin whose value of the last key looked at cannot be cast; they end at the second.
  std::vector<std::pair<std::string, std::string>> uncast;
};
NameRange RangeOf(const PartitionExpression& expression);

// After the types of a table's keys have changed: partitions get the names that go with the new
// ones. Costs what there is of them.
void RenamePartitions(const Resource& table, RequestContext& context);

}  // namespace portside::glue
