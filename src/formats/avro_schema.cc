// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/avro_schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "portside/base/json.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

constexpr std::array<std::pair<AvroType, std::string_view>, 7> kTypeNames = {{
    {AvroType::kNull, "null"},
    {AvroType::kBoolean, "boolean"},
    {AvroType::kInt, "int"},
    {AvroType::kLong, "long"},
    {AvroType::kFloat, "float"},
    {AvroType::kDouble, "double"},
    {AvroType::kString, "string"},
}};

constexpr char kAllowedTypes[] =
    "boolean, int, long, float, double, string, null, or a union of one of these with null";

tl::unexpected<FormatError> Refuse(std::string message) {
  return Fail(FormatError{std::move(message)});
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A name as the Avro specification has it.
bool IsName(std::string_view text) {
  return !text.empty() && IsLetter(text.front()) &&
         std::ranges::all_of(text, [](char c) { return IsLetter(c) || IsDigit(c); });
}

FormatResult<std::string> ReadName(const Json& object, const std::string& owner) {
  const auto name = object.find("name");
  if (name == object.end() || !name->is_string() || !IsName(name->get_ref<const std::string&>())) {
    return Refuse(owner +
                  ": \"name\" must be a string of letters, digits and underscores that "
                  "does not begin with a digit");
  }
  return name->get<std::string>();
}

FormatResult<AvroType> ReadPrimitive(const Json& value, const std::string& owner) {
  for (const auto& [type, name] : kTypeNames) {
    if (value == name) return type;
  }
  return Refuse(owner + ": type " + DumpJson(value) + " is not supported; use " + kAllowedTypes);
}

// Unions in either order, and even of a single type, are accepted by the real service.
FormatResult<void> ReadType(const Json& value, const std::string& owner, AvroField& field) {
  if (!value.is_array()) {
    field.type = TRY(ReadPrimitive(value, owner));
    field.nullable = field.type == AvroType::kNull;
    return {};
  }

  std::size_t nulls = 0;
  std::size_t others = 0;
  field.type = AvroType::kNull;
  for (const Json& member : value) {
    const AvroType type = TRY(ReadPrimitive(member, owner));
    if (type == AvroType::kNull) {
      ++nulls;
    } else {
      ++others;
      field.type = type;
    }
  }
  if (value.empty() || nulls > 1 || others > 1) {
    return Refuse(owner + ": the union " + DumpJson(value) + " is not supported; use " +
                  kAllowedTypes);
  }
  field.nullable = nulls == 1;
  return {};
}

FormatResult<bool> ReadFlag(const Json& object, const char* flag, const std::string& owner) {
  const auto value = object.find(flag);
  if (value == object.end()) return false;
  if (!value->is_boolean()) {
    return Refuse(owner + ": \"" + flag + "\" must be true or false, not " + DumpJson(*value));
  }
  return value->get<bool>();
}

FormatResult<AvroField> ReadField(const Json& object, std::size_t number) {
  const std::string position = "field " + std::to_string(number);
  if (!object.is_object()) return Refuse(position + " must be an object");

  AvroField field;
  field.name = TRY(ReadName(object, position));
  const std::string owner = "field \"" + field.name + "\"";
  const auto type = object.find("type");
  if (type == object.end()) return Refuse(owner + " has no \"type\"; use " + kAllowedTypes);
  TRY(ReadType(*type, owner, field));

  // Schemas with a categorical number are seen in public; nothing says that they are refused.
  field.categorical = TRY(ReadFlag(object, "categorical", owner));
  field.textual = TRY(ReadFlag(object, "textual", owner));
  if (field.textual && field.type != AvroType::kString) {
    return Refuse(owner + ": only a field of type string can be textual");
  }
  return field;
}

FormatResult<std::vector<AvroField>> ReadFields(const Json& schema) {
  const auto list = schema.find("fields");
  if (list == schema.end() || !list->is_array() || list->empty()) {
    return Refuse("schema: \"fields\" must be a list of at least one field");
  }
  if (list->size() > limits::kCsvColumns) {
    return Refuse("schema: more than " + std::to_string(limits::kCsvColumns) + " fields");
  }

  std::vector<AvroField> fields;
  std::map<std::string, std::string> names;  // without underscores -> as written
  bool textual = false;
  for (const Json& object : *list) {
    AvroField field = TRY(ReadField(object, fields.size() + 1));
    std::string plain = field.name;
    std::erase(plain, '_');
    const auto [other, is_new] = names.emplace(std::move(plain), field.name);
    if (!is_new) {
      return Refuse("field \"" + field.name + "\": the name is the same as \"" + other->second +
                    "\" after dropping underscores; names must be unique");
    }
    if (field.textual && std::exchange(textual, true)) {
      return Refuse("field \"" + field.name + "\": only one field can be textual");
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

template <typename T>
bool IsNumber(std::string_view text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}

// Neither "inf" and "nan", which from_chars takes, nor what only the type's infinity could hold.
bool IsFloat(std::string_view text, double largest) {
  if (std::ranges::any_of(text, [](char c) { return IsLetter(c) && c != 'e' && c != 'E'; })) {
    return false;
  }
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end && std::abs(value) <= largest;
}

}  // namespace

std::string_view AvroTypeName(AvroType type) {
  for (const auto& [candidate, name] : kTypeNames) {
    if (candidate == type) return name;
  }
  return "unknown";
}

const AvroField* AvroSchema::Find(std::string_view field_name) const {
  const auto field = std::ranges::find(fields, field_name, &AvroField::name);
  return field == fields.end() ? nullptr : &*field;
}

FormatResult<AvroSchema> AvroSchema::Parse(std::string_view json_text) {
  const std::optional<Json> json = ParseJson(json_text);
  if (!json) return Refuse("schema is not valid JSON");
  if (!json->is_object() || !json->contains("type") || json->at("type") != "record") {
    return Refuse("schema must be a JSON object whose \"type\" is \"record\"");
  }
  if (json->contains("namespace") && !json->at("namespace").is_string()) {
    return Refuse("schema: \"namespace\" must be a string");
  }

  AvroSchema schema;
  schema.name = TRY(ReadName(*json, "schema"));
  schema.record_namespace = StringOr(*json, "namespace");
  schema.fields = TRY(ReadFields(*json));
  return schema;
}

bool IsAvroValue(AvroType type, std::string_view text) {
  if (text.empty()) return false;
  switch (type) {
    case AvroType::kNull: return false;
    case AvroType::kBoolean: return text == "true" || text == "false";
    case AvroType::kInt: return IsNumber<std::int32_t>(text);
    case AvroType::kLong: return IsNumber<std::int64_t>(text);
    case AvroType::kFloat: return IsFloat(text, std::numeric_limits<float>::max());
    case AvroType::kDouble: return IsFloat(text, std::numeric_limits<double>::max());
    case AvroType::kString: return true;
  }
  return false;
}

}  // namespace portside
