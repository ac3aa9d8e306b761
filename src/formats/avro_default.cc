// SPDX-License-Identifier: Apache-2.0

#include "formats/avro_default.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "portside/base/limits.h"

namespace portside {
namespace {

bool IsWhole(const Json& value, double least, double most) {
  if (!value.is_number_integer()) return false;
  const auto number = value.get<double>();
  return number >= least && number <= most;
}

// As deep as the value, whatever the type. Branches of unions of records that hold themselves are
// tried as often as there are ways through them, so the looks are counted.
class DefaultCheck {
 public:
  explicit DefaultCheck(const AvroDefinition& definition) : definition_(definition) {}

  bool Holds(std::size_t type, const Json& value) {
    if (++looks_ > limits::kAvroComparisons) return false;
    const AvroNode& node = definition_.nodes[type];
    const auto holds = [&](const Json& part) { return Holds(node.parts.front(), part); };
    switch (node.kind) {
      case AvroKind::kNull: return value.is_null();
      case AvroKind::kBoolean: return value.is_boolean();
      case AvroKind::kInt:
        return IsWhole(value, std::numeric_limits<std::int32_t>::min(),
                       std::numeric_limits<std::int32_t>::max());
      case AvroKind::kLong:
        return value.is_number_integer() &&
               (!value.is_number_unsigned() ||
                value.get<std::uint64_t>() <= std::uint64_t{INT64_MAX});
      case AvroKind::kFloat:
      case AvroKind::kDouble: return value.is_number();
      case AvroKind::kBytes:
      case AvroKind::kString:
      case AvroKind::kEnum:
      case AvroKind::kFixed: return value.is_string();
      case AvroKind::kArray: return value.is_array() && std::ranges::all_of(value, holds);
      case AvroKind::kMap: return value.is_object() && std::ranges::all_of(value, holds);
      case AvroKind::kUnion:
        return std::ranges::any_of(node.parts,
                                   [&](std::size_t branch) { return Holds(branch, value); });
      case AvroKind::kRecord: break;
    }
    return value.is_object() && std::ranges::all_of(node.fields, [&](const AvroRecordField& field) {
             const auto given = value.find(field.name);
             return given == value.end() ? field.has_default : Holds(field.type, *given);
           });
  }

 private:
  const AvroDefinition& definition_;
  std::size_t looks_ = 0;
};

}  // namespace

bool IsAvroDefault(const AvroDefinition& definition, std::size_t type, const Json& value) {
  return DefaultCheck(definition).Holds(type, value);
}

}  // namespace portside
