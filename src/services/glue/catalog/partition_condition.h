// SPDX-License-Identifier: Apache-2.0
//
// The tree of a partition expression, and the parser that makes it.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/glue/catalog/partition_expression.h"

namespace portside::glue {

enum class Comparison { kEqual, kUnequal, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

struct PartitionExpression::Condition {
  enum class Kind { kAnd, kOr, kNot, kCompare, kIn, kBetween, kLike, kIsNull };

  Kind kind = Kind::kAnd;
  std::vector<Condition> parts{};  // of and, or and not
  std::size_t key = 0;             // of all others
  Comparison comparison = Comparison::kEqual;
  std::vector<std::string> literals{};  // as sort texts; of kLike the pattern
};

Result<std::unique_ptr<const PartitionExpression::Condition>> ParseCondition(
    std::string_view text, const std::vector<PartitionKey>& keys);

}  // namespace portside::glue
