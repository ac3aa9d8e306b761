// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/avro_definition.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <unordered_map>

#include "formats/avro_default.h"

namespace portside {
namespace {

constexpr std::array<std::string_view, 14> kNames = {
    "null",   "boolean", "int",  "long",  "float", "double", "bytes",
    "string", "record",  "enum", "fixed", "array", "map",    "union"};
constexpr std::size_t kPrimitives = 8;

tl::unexpected<FormatError> Refuse(std::string message) {
  return Fail(FormatError{std::move(message)});
}
tl::unexpected<FormatError> Refuse(std::string_view what, const Json& where) {
  return Refuse(std::string(what) + ": " + DumpJson(where));
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

FormatResult<void> CheckName(const std::string& name) {
  if (name.empty()) return Refuse("Empty name");
  if (!IsLetter(name.front())) return Refuse("Illegal initial character: " + name);
  if (!std::ranges::all_of(name, [](char c) { return IsLetter(c) || IsDigit(c); })) {
    return Refuse("Illegal character in: " + name);
  }
  return {};
}

FormatResult<std::string> RequiredText(const Json& object, const char* member,
                                       std::string_view what) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return Refuse(what, object);
  return found->get<std::string>();
}

std::string FullName(const std::string& name, const std::string& space) {
  return name.find('.') != std::string::npos || space.empty() ? name : space + "." + name;
}

std::vector<std::string> AliasesOf(const Json& object) {
  std::vector<std::string> aliases;
  const auto found = object.find("aliases");
  if (found == object.end() || !found->is_array()) return aliases;
  for (const Json& alias : *found) {
    if (alias.is_string()) aliases.push_back(alias.get<std::string>());
  }
  return aliases;
}

class Reader {
 public:
  FormatResult<AvroDefinition> Run(const Json& schema) {
    definition_.root = TRY(Read(schema, ""));
    return std::move(definition_);
  }

 private:
  AvroNode& At(std::size_t node) { return definition_.nodes[node]; }
  std::size_t Add(AvroNode node) {
    definition_.nodes.push_back(std::move(node));
    return definition_.nodes.size() - 1;
  }

  FormatResult<std::size_t> Read(const Json& schema, const std::string& space) {
    if (schema.is_string()) return ReadName(schema.get<std::string>(), space);
    if (schema.is_array()) return ReadUnion(schema, space);
    if (!schema.is_object()) return Refuse("Schema not yet supported: " + DumpJson(schema));
    const std::string type = TRY(RequiredText(schema, "type", "No type"));
    if (type == "record" || type == "error" || type == "enum" || type == "fixed") {
      return ReadNamed(schema, type, space);
    }
    if (type == "array" || type == "map") return ReadHolder(schema, type, space);
    for (std::size_t kind = 0; kind < kPrimitives; ++kind) {
      if (type == kNames[kind]) return Add({.kind = static_cast<AvroKind>(kind)});
    }
    if (const auto known = named_.find(FullName(type, space)); known != named_.end()) {
      return known->second;
    }
    return Refuse("Type not supported: " + type);
  }

  FormatResult<std::size_t> ReadName(const std::string& name, const std::string& space) {
    for (std::size_t kind = 0; kind < kPrimitives; ++kind) {
      if (name == kNames[kind]) return Add({.kind = static_cast<AvroKind>(kind)});
    }
    const auto known = named_.find(FullName(name, space));
    if (known == named_.end()) return Refuse("Undefined name: \"" + name + "\"");
    return known->second;
  }

  FormatResult<std::size_t> ReadUnion(const Json& branches, const std::string& space) {
    AvroNode node{.kind = AvroKind::kUnion};
    std::set<std::string> seen;
    for (const Json& branch : branches) {
      const std::size_t part = TRY(Read(branch, space));
      const AvroNode& read = At(part);
      if (read.kind == AvroKind::kUnion) return Refuse("Nested union", branches);
      const std::string name = read.name.empty() ? std::string(NameOf(read.kind)) : read.name;
      if (!seen.insert(name).second) return Refuse("Duplicate in union:" + name);
      node.parts.push_back(part);
    }
    return Add(std::move(node));
  }

  FormatResult<std::size_t> ReadHolder(const Json& schema, const std::string& type,
                                       const std::string& space) {
    const bool is_array = type == "array";
    const auto held = schema.find(is_array ? "items" : "values");
    if (held == schema.end()) {
      return Refuse(is_array ? "Array has no items type" : "Map has no values type", schema);
    }
    const std::size_t part = TRY(Read(*held, space));
    return Add({.kind = is_array ? AvroKind::kArray : AvroKind::kMap, .parts = {part}});
  }

  FormatResult<std::size_t> ReadNamed(const Json& schema, const std::string& type,
                                      const std::string& outer) {
    const std::string given = TRY(RequiredText(schema, "name", "No name in schema"));
    TRY(CheckName(std::string(SimpleName(given))));
    std::string space = StringOr(schema, "namespace", outer);
    if (const auto dot = given.rfind('.'); dot != std::string::npos) space = given.substr(0, dot);
    AvroNode node{.name = FullName(given, space)};
    if (std::find(kNames.begin(), kNames.begin() + kPrimitives, node.name) !=
        kNames.begin() + kPrimitives) {
      return Refuse("Schemas may not be named after primitives: " + node.name);
    }
    for (const std::string& alias : AliasesOf(schema)) {
      node.aliases.push_back(FullName(alias, space));
    }
    const std::string name = node.name;
    if (named_.contains(name)) return Refuse("Can't redefine: " + name);
    if (type == "enum") TRY(ReadSymbols(schema, node));
    if (type == "fixed") TRY(ReadSize(schema, node));
    if (type == "record" || type == "error") node.kind = AvroKind::kRecord;
    const std::size_t place = Add(std::move(node));
    // Known before its fields are read, which may be of this type.
    named_.emplace(name, place);
    if (At(place).kind == AvroKind::kRecord) TRY(ReadFields(schema, space, place));
    return place;
  }

  static FormatResult<void> ReadSymbols(const Json& schema, AvroNode& node) {
    node.kind = AvroKind::kEnum;
    const auto symbols = schema.find("symbols");
    if (symbols == schema.end() || !symbols->is_array()) {
      return Refuse("Enum has no symbols", schema);
    }
    std::set<std::string> seen;
    for (const Json& symbol : *symbols) {
      if (!symbol.is_string()) return Refuse("Enum has no symbols", schema);
      node.symbols.push_back(symbol.get<std::string>());
      TRY(CheckName(node.symbols.back()));
      if (!seen.insert(node.symbols.back()).second) {
        return Refuse("Duplicate enum symbol: " + node.symbols.back());
      }
    }
    const auto fallback = schema.find("default");
    if (fallback == schema.end()) return {};
    if (!fallback->is_string() || !seen.contains(fallback->get<std::string>())) {
      return Refuse("The Enum Default: " + DumpJson(*fallback) +
                    " is not in the enum symbol set: " + DumpJson(*symbols));
    }
    node.has_default = true;
    return {};
  }

  static FormatResult<void> ReadSize(const Json& schema, AvroNode& node) {
    node.kind = AvroKind::kFixed;
    const auto size = schema.find("size");
    if (size == schema.end() || !size->is_number_integer() || *size < 0 ||
        *size > std::numeric_limits<std::int32_t>::max()) {
      return Refuse("Invalid or no size", schema);
    }
    node.size = size->get<std::int64_t>();
    return {};
  }

  FormatResult<void> ReadFields(const Json& schema, const std::string& space, std::size_t record) {
    const auto fields = schema.find("fields");
    if (fields == schema.end() || !fields->is_array()) {
      return Refuse("Record has no fields", schema);
    }
    std::set<std::string> seen;
    for (const Json& field : *fields) {
      AvroRecordField read = TRY(ReadField(field, space));
      if (!seen.insert(read.name).second) {
        return Refuse("Duplicate field " + read.name + " in record " + At(record).name);
      }
      At(record).fields.push_back(std::move(read));
    }
    return {};
  }

  FormatResult<AvroRecordField> ReadField(const Json& field, const std::string& space) {
    if (!field.is_object()) return Refuse("No field name", field);
    AvroRecordField read{.name = TRY(RequiredText(field, "name", "No field name")), .type = 0};
    TRY(CheckName(read.name));
    const auto type = field.find("type");
    if (type == field.end() || type->is_null()) return Refuse("No field type", field);
    auto node = Read(*type, space);
    if (!node && type->is_string()) {
      return Refuse(DumpJson(*type) + " is not a defined name. The type of the \"" + read.name +
                    "\" field must be a defined name or a {\"type\": ...} expression.");
    }
    read.type = TRY(std::move(node));
    read.aliases = AliasesOf(field);
    const auto fallback = field.find("default");
    read.has_default = fallback != field.end();
    if (read.has_default && !IsAvroDefault(definition_, read.type, *fallback)) {
      return Refuse("Invalid default for field " + read.name + ": " + DumpJson(*fallback) +
                    " not a " + DumpJson(*type));
    }
    return read;
  }

  AvroDefinition definition_;
  std::unordered_map<std::string, std::size_t> named_;
};

}  // namespace

std::string_view NameOf(AvroKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::string_view SimpleName(std::string_view full_name) {
  return full_name.substr(full_name.rfind('.') + 1);
}

FormatResult<AvroDefinition> AvroDefinition::Parse(const Json& schema) {
  return Reader().Run(schema);
}

}  // namespace portside
