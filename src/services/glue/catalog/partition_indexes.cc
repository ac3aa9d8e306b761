// SPDX-License-Identifier: Apache-2.0
//
// Partition indexes of a table: their states, and who is refused one. Partitions are found along
// the order of their keys whether there are indexes or not; what an index says beyond that is not
// used.

#include "services/glue/catalog/partition_indexes.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/partition_expression.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMostIndexes = 3;

constexpr JobState kStates[] = {
    {.name = "CREATING", .duration = 300ms, .next = "ACTIVE"},
    {.name = "ACTIVE"},
    {.name = "DELETING", .duration = 300ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {{JobVerb::kDelete, {"ACTIVE"}, "DELETING"}};

std::string ArnOfIndex(const Resource& table, std::string_view name) {
  return table.arn + "#index/" + std::string(name);
}

// At most three of a table.
std::vector<ResourcePtr> IndexesOf(const Resource& table, const RequestContext& context) {
  return context.resources
      .List({.scope = context.Scope(kPartitionIndexKind.name), .parent = table.arn})
      .resources;
}

// The members of Keys as the table has them, with their types.
Result<Json> KeysOf(const Json& index, const Json& table) {
  const std::vector<PartitionKey> keys = PartitionKeysOf(table);
  Json described = Json::array();
  std::string unknown;
  for (const std::string name : index.at("Keys")) {
    const PartitionKey* found = nullptr;
    for (const PartitionKey& key : keys) {
      if (key.name == ToLower(name)) found = &key;
    }
    if (found == nullptr) {
      unknown += (unknown.empty() ? "" : ", ") + name;
      continue;
    }
    described.push_back({{"Name", found->name}, {"Type", found->hive_type}});
  }
  if (unknown.empty()) return described;
  return Fail(InvalidInput("IndexKeys not a part of PartitionColumns. Verify the indexKeys : [" +
                           unknown + "]"));
}

// One of a table as another one looks at it.
struct Present {
  std::string name;
  std::string in_state;
  Json keys;
};

std::vector<Present> PresentOf(const Resource& table, const RequestContext& context) {
  std::vector<Present> present;
  for (const ResourcePtr& index : IndexesOf(table, context)) {
    present.push_back({index->name, index->state, index->document.at("Keys")});
  }
  return present;
}

// [recorded], all of them, and that the limit is looked at before what is there already; the rest
// of the order is chosen.
Result<void> CheckPlace(const std::string& name, const Json& keys,
                        const std::vector<Present>& others) {
  for (const Present& other : others) {
    if (other.in_state == "ACTIVE") continue;
    return Fail(LimitExceeded("Index " + other.name + " is in " + other.in_state +
                              " state. Only 1 index can be created or deleted simultaneously per "
                              "table."));
  }
  if (static_cast<std::int64_t>(others.size()) >= kMostIndexes) {
    return Fail(
        LimitExceeded("Partition index limit exceeded. Maximum: " + std::to_string(kMostIndexes)));
  }
  for (const Present& other : others) {
    if (other.name == name) {
      return Fail(AlreadyExists("Partition Index " + name + " already exists with the same name."));
    }
    if (other.keys == keys) {
      return Fail(AlreadyExists("Partition Index " + name + " already exists with the same keys."));
    }
  }
  return {};
}

void Submit(const Resource& table, const std::string& name, Json keys, RequestContext& context) {
  Resource index = context.NewResource(kPartitionIndexKind.name, ArnOfIndex(table, name), name);
  index.parent = table.arn;
  index.document = {{"IndexName", name}, {"Keys", std::move(keys)}};
  context.jobs.Submit(kPartitionIndexKind, std::move(index));
}

}  // namespace

constexpr JobKind kPartitionIndexKind{
    .name = "glue::partition_index", .states = kStates, .commands = kCommands};
static_assert(IsWellFormed(kPartitionIndexKind));

Result<void> AddPartitionIndexes(const Resource& table, const Json& wanted,
                                 RequestContext& context) {
  if (static_cast<std::int64_t>(wanted.size()) > kMostIndexes) {
    return Fail(
        LimitExceeded("Partition index limit exceeded. Maximum: " + std::to_string(kMostIndexes)));
  }
  std::vector<Present> others;
  for (const Json& index : wanted) {
    const std::string name = index.at("IndexName");
    Json keys = TRY(KeysOf(index, table.document));
    TRY(CheckPlace(name, keys, others));
    others.push_back({name, "ACTIVE", keys});
    Submit(table, name, std::move(keys), context);
  }
  return {};
}

void RemovePartitionIndexes(const Resource& table, RequestContext& context) {
  for (const ResourcePtr& index : IndexesOf(table, context)) {
    context.resources.Remove(index->arn);
    context.jobs.Forget(*index);
  }
}

Result<Json> CreatePartitionIndex(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const Json& wanted = input.at("PartitionIndex");
  const std::string name = wanted.at("IndexName");
  Json keys = TRY(KeysOf(wanted, table->document));
  TRY(CheckPlace(name, keys, PresentOf(*table, context)));
  Submit(*table, name, std::move(keys), context);
  return Json::object();
}

// All are one page: NextToken is of no list.
Result<Json> GetPartitionIndexes(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  TRY(CheckOnePage(input));
  Json list = Json::array();
  for (const ResourcePtr& index : IndexesOf(*table, context)) {
    Json& shown = list.emplace_back(index->document);
    shown["IndexStatus"] = index->state;
  }
  return Json{{"PartitionIndexDescriptorList", std::move(list)}};
}

// One that is on its way is told as if it were not there. [recorded]
Result<Json> DeletePartitionIndex(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const std::string name = StringOr(input, "IndexName");
  const ResourcePtr index = context.FindOwn(kPartitionIndexKind.name, ArnOfIndex(*table, name));
  if (index == nullptr || index->state != "ACTIVE") {
    return Fail(EntityNotFound("Index with the given indexName : " + name + " does not exist."));
  }
  context.jobs.Command(kPartitionIndexKind, JobVerb::kDelete, *index);
  return Json::object();
}

}  // namespace portside::glue
