// SPDX-License-Identifier: Apache-2.0

#include "portside/model/output_check.h"

#include <algorithm>

namespace portside {
namespace {

bool HasTypeOf(ShapeType type, const Json& value) {
  switch (type) {
    case ShapeType::kStructure:
    case ShapeType::kMap: return value.is_object();
    case ShapeType::kList: return value.is_array();
    case ShapeType::kString:
    case ShapeType::kBlob: return value.is_string();
    case ShapeType::kBoolean: return value.is_boolean();
    case ShapeType::kInteger:
    case ShapeType::kLong: return value.is_number_integer();
    case ShapeType::kFloat:
    case ShapeType::kDouble:
    case ShapeType::kTimestamp: return value.is_number();
    case ShapeType::kDocument: break;
  }
  return true;
}

std::optional<std::string> Find(const Shape& shape, const Json& value, const std::string& path);

std::optional<std::string> FindInStructure(const Shape& shape, const Json& value,
                                           const std::string& path) {
  std::size_t known = 0;
  for (const Member& member : shape.members) {
    const std::string inner = path + "." + member.name;
    const auto found = value.find(member.name);
    if (found == value.end()) {
      if (member.required && !member.left_out)
        return inner + " is required by " + shape.name + " but is absent";
      continue;
    }
    ++known;
    if (auto misfit = Find(*member.shape, *found, inner)) return misfit;
  }
  if (shape.is_union && known != 1) {
    return path + " is a union and must have exactly one member, but has " + std::to_string(known);
  }
  if (known == value.size()) return std::nullopt;
  for (const auto& [name, item] : value.items()) {
    if (shape.FindMember(name) != nullptr) continue;
    return path + "." + name + " is no member of " + shape.name;
  }
  return std::nullopt;
}

std::optional<std::string> Find(const Shape& shape, const Json& value, const std::string& path) {
  if (!HasTypeOf(shape.type, value)) {
    return path + " must be a " + std::string(NameOf(shape.type)) + " (" + shape.name +
           ") but is " + DumpJson(value);
  }
  if (shape.type == ShapeType::kStructure) return FindInStructure(shape, value, path);
  if (shape.type == ShapeType::kList || shape.type == ShapeType::kMap) {
    const Shape& part = shape.type == ShapeType::kList ? *shape.element : *shape.value;
    for (const auto& [name, item] : value.items()) {
      if (auto misfit = Find(part, item, path + "[" + name + "]")) return misfit;
    }
    return std::nullopt;
  }
  const auto& values = shape.constraints.enum_values;
  if (values.empty() || !value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (std::find(values.begin(), values.end(), text) != values.end()) return std::nullopt;
  return path + " is '" + text + "', no value of the enum " + shape.name;
}

}  // namespace

std::optional<std::string> FindMisfit(const Shape& shape, const Json& value) {
  return Find(shape, value, "output");
}

}  // namespace portside
