// SPDX-License-Identifier: Apache-2.0
//
// GetPartitions: a walk along the names of a table's partitions, as far as the expression can
// narrow it, with the expression asked about each. Every page looks at so many of them, and no
// more: like those of the real service it may be short or empty and still have a token.

#include <utility>

#include "portside/base/random.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/partitions.h"
#include "services/glue/catalog/table_parts.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/limits.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

// [recorded]
constexpr std::size_t kPartitionPage = 500;

Result<void> CheckEmulated(const Json& input) {
  for (const char* member : {"TransactionId", "QueryAsOfTime"}) {
    if (input.contains(member)) return Fail(NotEmulated(member));
  }
  return {};
}

// Segments are disjoint and have everything together, whatever comes and goes meanwhile.
Result<void> CheckSegment(const Json& input) {
  const auto segment = input.find("Segment");
  if (segment == input.end() || segment->at("SegmentNumber") < segment->at("TotalSegments")) {
    return {};
  }
  return Fail(InvalidInput("Segment.SegmentNumber is " + segment->at("SegmentNumber").dump() +
                           ", but must be below TotalSegments, " +
                           segment->at("TotalSegments").dump() + ": the first segment is 0."));
}

bool IsInSegment(const Json& input, const Resource& partition) {
  const auto segment = input.find("Segment");
  if (segment == input.end()) return true;
  const auto total = segment->at("TotalSegments").get<std::uint64_t>();
  return StableHash(partition.arn) % total == segment->at("SegmentNumber").get<std::uint64_t>();
}

// What the range leaves out may hold values that cannot be cast: the real service stumbles over
// them wherever they are.
Result<void> CheckUncast(const PartitionExpression& expression, const NameRange& range,
                         const Resource& table, RequestContext& context) {
  const std::string parts = PartsOf(table);
  for (const auto& [from, before] : range.uncast) {
    const ResourcePtr found = context.resources.First({.scope = context.Scope(kPartition),
                                                       .parent = parts,
                                                       .order = ResourceOrder::kName,
                                                       .after = ResourcePosition{from, 0, 0},
                                                       .name_before = before});
    if (found != nullptr) TRY(expression.Matches(ValuesOf(found->document)));
  }
  return {};
}

}  // namespace

Result<Json> GetPartitions(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  TRY(CheckEmulated(input));
  TRY(CheckSegment(input));
  const auto expression = TRY(
      PartitionExpression::Parse(StringOr(input, "Expression"), PartitionKeysOf(table->document)));
  const NameRange range = RangeOf(expression);
  TRY(CheckUncast(expression, range, *table, context));

  const std::string parts = PartsOf(*table);
  Result<void> evaluated;
  ResourceQuery query{.scope = context.Scope(kPartition),
                      .parent = parts,
                      .matches =
                          [&](const Resource& partition) {
                            if (!evaluated || !IsInSegment(input, partition)) return false;
                            const auto is_meant = expression.Matches(ValuesOf(partition.document));
                            if (!is_meant) evaluated = Fail(is_meant.error());
                            return is_meant && *is_meant;
                          },
                      .order = ResourceOrder::kName,
                      .name_before = range.before,
                      .looks = limits::kPartitionLooks};
  if (!range.from.empty()) query.after = ResourcePosition{range.from, 0, 0};
  Json asked = input;
  if (!input.contains("MaxResults")) asked["MaxResults"] = kPartitionPage;
  const Page page = TRY(TakeListPage("GetPartitions", asked, std::move(query), context));
  TRY(Result<void>(evaluated));

  Json list = Json::array();
  for (const ResourcePtr& partition : page.resources) {
    Json& shown = list.emplace_back(ShowPartition(*partition));
    if (input.value("ExcludeColumnSchema", false)) shown["StorageDescriptor"].erase("Columns");
  }
  Json output = {{"Partitions", std::move(list)}};
  SetNextToken(output, page);
  return output;
}

}  // namespace portside::glue
