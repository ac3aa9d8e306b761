// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/partition_expression.h"

#include <algorithm>
#include <utility>

#include "portside/base/encoding.h"
#include "services/glue/catalog/partition_condition.h"
#include "services/glue/errors.h"

namespace portside::glue {
namespace {

using Condition = PartitionExpression::Condition;
using Kind = Condition::Kind;
using Ranges = std::optional<KeyRange>;

// % stands for any run of bytes, _ for one character; nothing escapes them.
bool IsLike(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t run = std::string_view::npos;  // where the last % stands
  std::size_t run_at = 0;
  const auto next = [&](std::size_t from) {
    ++from;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
    return from;
  };
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '%') {
      run = in_pattern++;
      run_at = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == '_') {
      ++in_pattern;
      at = next(at);
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
      ++in_pattern;
      ++at;
    } else if (run != std::string_view::npos) {
      in_pattern = run + 1;
      at = run_at = next(run_at);
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '%') ++in_pattern;
  return in_pattern == pattern.size();
}

bool Compares(Comparison comparison, std::string_view value, std::string_view literal) {
  const int order = value.compare(literal);
  switch (comparison) {
    case Comparison::kEqual: return order == 0;
    case Comparison::kUnequal: return order != 0;
    case Comparison::kLess: return order < 0;
    case Comparison::kLessOrEqual: return order <= 0;
    case Comparison::kGreater: return order > 0;
    case Comparison::kGreaterOrEqual: break;
  }
  return order >= 0;
}

class Evaluation {
 public:
  Evaluation(const std::vector<PartitionKey>& keys, std::span<const std::string> values)
      : keys_(keys), values_(values) {}

  Result<bool> Of(const Condition& condition) const {
    switch (condition.kind) {
      case Kind::kAnd:
      case Kind::kOr: {
        const bool ends = condition.kind == Kind::kOr;
        for (const Condition& part : condition.parts) {
          if (TRY(Of(part)) == ends) return ends;
        }
        return !ends;
      }
      case Kind::kNot: return !TRY(Of(condition.parts.front()));
      // No value is null: where there is none, a partition has Hive's word for it.
      case Kind::kIsNull: return false;
      default: return OfValue(condition);
    }
  }

 private:
  Result<bool> OfValue(const Condition& condition) const {
    // A table may have got another key since.
    const std::string raw = condition.key < values_.size() ? values_[condition.key] : "";
    if (condition.kind == Kind::kLike) return IsLike(raw, condition.literals.front());
    const auto value = SortTextOf(keys_[condition.key].type, raw);
    if (!value) return Fail(ServiceError{"InvalidStateException", 400, value.error()});
    const std::vector<std::string>& literals = condition.literals;
    if (condition.kind == Kind::kIn) return std::ranges::find(literals, *value) != literals.end();
    if (condition.kind == Kind::kBetween) return literals[0] <= *value && *value <= literals[1];
    return Compares(condition.comparison, *value, literals.front());
  }

  const std::vector<PartitionKey>& keys_;
  std::span<const std::string> values_;
};

Ranges RangeOfComparison(const Condition& condition) {
  const std::string& literal = condition.literals.front();
  switch (condition.comparison) {
    case Comparison::kEqual: return KeyRange{literal, literal};
    case Comparison::kUnequal: return std::nullopt;
    case Comparison::kLess:
    case Comparison::kLessOrEqual: return KeyRange{std::nullopt, literal};
    case Comparison::kGreater:
    case Comparison::kGreaterOrEqual: break;
  }
  return KeyRange{literal, std::nullopt};
}

Ranges Both(const Ranges& one, const Ranges& other) {
  if (!one) return other;
  if (!other) return one;
  KeyRange both = *one;
  if (!both.from || (other->from && *other->from > *both.from)) both.from = other->from;
  if (!both.to || (other->to && *other->to < *both.to)) both.to = other->to;
  return both;
}

Ranges Either(const Ranges& one, const Ranges& other) {
  if (!one || !other) return std::nullopt;
  KeyRange either;
  if (one->from && other->from) either.from = std::min(*one->from, *other->from);
  if (one->to && other->to) either.to = std::max(*one->to, *other->to);
  return either;
}

Ranges RangeOfCondition(const Condition& condition, std::size_t key) {
  switch (condition.kind) {
    case Kind::kAnd: {
      Ranges range;
      for (const Condition& part : condition.parts) {
        range = Both(range, RangeOfCondition(part, key));
      }
      return range;
    }
    case Kind::kOr: {
      Ranges range = RangeOfCondition(condition.parts.front(), key);
      for (const Condition& part : condition.parts) {
        range = Either(range, RangeOfCondition(part, key));
      }
      return range;
    }
    case Kind::kCompare: return condition.key == key ? RangeOfComparison(condition) : std::nullopt;
    case Kind::kBetween:
      if (condition.key != key) return std::nullopt;
      return KeyRange{condition.literals[0], condition.literals[1]};
    case Kind::kIn: {
      if (condition.key != key) return std::nullopt;
      const auto [least, most] = std::ranges::minmax_element(condition.literals);
      return KeyRange{*least, *most};
    }
    case Kind::kNot:
    case Kind::kLike:
    case Kind::kIsNull: break;
  }
  return std::nullopt;
}

}  // namespace

std::vector<PartitionKey> PartitionKeysOf(const Json& table) {
  std::vector<PartitionKey> keys;
  const auto found = table.find("PartitionKeys");
  if (found == table.end()) return keys;
  for (const Json& key : *found) {
    // Hive's default, where a column has no type.
    const std::string type = StringOr(key, "Type", "string");
    keys.push_back({ToLower(StringOr(key, "Name")), type, KeyTypeOf(type)});
  }
  return keys;
}

PartitionExpression::PartitionExpression() = default;
PartitionExpression::PartitionExpression(PartitionExpression&&) noexcept = default;
PartitionExpression& PartitionExpression::operator=(PartitionExpression&&) noexcept = default;
PartitionExpression::~PartitionExpression() = default;

Result<PartitionExpression> PartitionExpression::Parse(std::string_view text,
                                                       std::vector<PartitionKey> keys) {
  PartitionExpression expression;
  if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    expression.root_ = TRY(ParseCondition(text, keys));
  }
  expression.keys_ = std::move(keys);
  return expression;
}

Result<bool> PartitionExpression::Matches(std::span<const std::string> values) const {
  if (root_ == nullptr) return true;
  return Evaluation(keys_, values).Of(*root_);
}

std::optional<KeyRange> PartitionExpression::RangeOf(std::size_t key) const {
  return root_ == nullptr ? std::nullopt : RangeOfCondition(*root_, key);
}

}  // namespace portside::glue
