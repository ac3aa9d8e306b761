// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an expression of GetPartitions over keys of every type: what parses can be asked
// about values, and what it lets through lies in the range that it says; what does not parse has a
// reason.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "services/glue/catalog/partition_expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using portside::glue::IndexTextOf;
  using portside::glue::KeyType;
  using portside::glue::PartitionExpression;
  static const std::vector<portside::glue::PartitionKey> kKeys = {
      {"s", "string", KeyType::kString},       {"i", "int", KeyType::kInteger},
      {"n", "decimal", KeyType::kDecimal},     {"d", "date", KeyType::kDate},
      {"t", "timestamp", KeyType::kTimestamp}, {"f", "double", KeyType::kUnsupported}};
  static const std::vector<std::string> kValues = {
      "text", "7", "1.5", "2024-02-29", "2024-02-29 12:00:00.5", "1"};

  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto expression = PartitionExpression::Parse(text, kKeys);
  if (!expression) {
    if (expression.error().message.empty()) std::abort();
    return 0;
  }
  const auto matches = expression->Matches(kValues);
  if (!matches) std::abort();  // every value here can be cast
  for (std::size_t key = 0; *matches && key < kKeys.size(); ++key) {
    const auto range = expression->RangeOf(key);
    const std::string value = IndexTextOf(kKeys[key].type, kValues[key]);
    if (range && range->from && value < *range->from) std::abort();
    if (range && range->to && value > *range->to) std::abort();
  }
  return 0;
}
