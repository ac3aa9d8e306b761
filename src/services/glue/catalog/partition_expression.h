// SPDX-License-Identifier: Apache-2.0
//
// PartitionExpression: the WHERE clause of GetPartitions, held against the keys of a table.
//
//   expr  = and { OR and }      and  = unit { AND unit }     unit = [NOT] ( '(' expr ')' | pred )
//   pred  = col cmp lit | lit cmp col | col [NOT] IN '(' lit {',' lit} ')'
//         | col [NOT] BETWEEN lit AND lit | col [NOT] LIKE text | col IS [NOT] NULL
//
// Parentheses may stand round anything, operators too. A literal is of the key's type, with quotes
// or without. Which errors there are, and their texts, was found by trial on the service by others.

#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/aws/service_error.h"
#include "portside/base/json.h"
#include "services/glue/catalog/key_value.h"

namespace portside::glue {

struct PartitionKey {
  std::string name;
  std::string hive_type;
  KeyType type = KeyType::kString;
};
// Of a table's document.
std::vector<PartitionKey> PartitionKeysOf(const Json& table);

// Values of one key, as sort texts; both ends belong to it.
struct KeyRange {
  std::optional<std::string> from;
  std::optional<std::string> to;
};

class PartitionExpression {
 public:
  struct Condition;  // a node of the tree

  // An empty text lets everything through.
  static Result<PartitionExpression> Parse(std::string_view text, std::vector<PartitionKey> keys);
  PartitionExpression(PartitionExpression&&) noexcept;
  PartitionExpression& operator=(PartitionExpression&&) noexcept;
  ~PartitionExpression();

  // Fails where a stored value cannot be cast to its key's type.
  [[nodiscard]] Result<bool> Matches(std::span<const std::string> values) const;
  // Between what values of the key everything lies that matches; nothing: anywhere.
  [[nodiscard]] std::optional<KeyRange> RangeOf(std::size_t key) const;
  [[nodiscard]] const std::vector<PartitionKey>& keys() const { return keys_; }

 private:
  PartitionExpression();

  std::vector<PartitionKey> keys_;
  std::unique_ptr<const Condition> root_;  // null: everything matches
};

}  // namespace portside::glue
