// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/json_schema.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace portside {
namespace {

constexpr std::array<std::string_view, 7> kTypes = {"array",  "boolean", "integer", "null",
                                                    "number", "object",  "string"};
// Keywords whose value is a schema, a map of schemas, a list of schemas.
constexpr std::array<std::string_view, 7> kOne = {
    "additionalItems", "additionalProperties", "contains", "not", "propertyNames", "if", "then"};
constexpr std::array<std::string_view, 3> kMaps = {"properties", "patternProperties",
                                                   "definitions"};
constexpr std::array<std::string_view, 3> kLists = {"allOf", "anyOf", "oneOf"};

using Flaw = std::optional<std::string>;

bool IsIn(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Flaw At(const std::string& path, const std::string& what) { return path + ": " + what; }

Flaw CheckType(const Json& type, const std::string& path) {
  const auto check = [&](const Json& name) -> Flaw {
    if (name.is_string() && IsIn(kTypes, name.get_ref<const std::string&>())) return {};
    return At(path, "unknown type: [" +
                        (name.is_string() ? name.get<std::string>() : DumpJson(name)) + "]");
  };
  if (!type.is_array()) return check(type);
  for (const Json& name : type) {
    if (auto flaw = check(name)) return flaw;
  }
  return {};
}

Flaw Check(const Json& schema, const std::string& path);

Flaw CheckParts(const Json& value, const std::string& path) {
  for (const auto& [name, part] : value.items()) {
    if (auto flaw = Check(part, path + "/" + name)) return flaw;
  }
  return {};
}

Flaw CheckKeyword(const std::string& name, const Json& value, const std::string& path) {
  if (name == "type") return CheckType(value, path);
  if (IsIn(kOne, name)) return Check(value, path);
  if (name == "items") return value.is_array() ? CheckParts(value, path) : Check(value, path);
  if (IsIn(kMaps, name)) {
    return value.is_object() ? CheckParts(value, path) : At(path, "expected type: JsonObject");
  }
  if (IsIn(kLists, name)) {
    return value.is_array() ? CheckParts(value, path) : At(path, "expected type: JsonArray");
  }
  // In draft 4 it is a list, and a boolean on a property in draft 3, which is not taken.
  if (name == "required" || name == "enum") {
    if (!value.is_array()) return At(path, "expected type: JsonArray");
  }
  if (name == "$ref" && !value.is_string()) return At(path, "expected type: String");
  return {};
}

Flaw Check(const Json& schema, const std::string& path) {
  if (schema.is_boolean()) return {};
  if (!schema.is_object()) return At(path, "expected type: one of JsonObject or Boolean");
  for (const auto& [name, value] : schema.items()) {
    if (auto flaw = CheckKeyword(name, value, path + "/" + name)) return flaw;
  }
  return {};
}

}  // namespace

std::optional<std::string> FindJsonSchemaFlaw(const Json& schema) { return Check(schema, "#"); }

}  // namespace portside
