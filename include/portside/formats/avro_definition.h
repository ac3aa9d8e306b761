// SPDX-License-Identifier: Apache-2.0
//
// An Avro schema of any form, read by the rules of the specification: named types, namespaces,
// aliases, unions, defaults. What Personalize takes of them is avro_schema.h.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/formats/format_error.h"

namespace portside {

enum class AvroKind {
  kNull,
  kBoolean,
  kInt,
  kLong,
  kFloat,
  kDouble,
  kBytes,
  kString,
  kRecord,
  kEnum,
  kFixed,
  kArray,
  kMap,
  kUnion
};
std::string_view NameOf(AvroKind kind);  // "record"

struct AvroRecordField {
  std::string name;
  std::vector<std::string> aliases;
  std::size_t type;  // its place among the nodes
  bool has_default = false;
};

// One type. A named one that is used again is the same node, so that types may hold themselves.
struct AvroNode {
  AvroKind kind = AvroKind::kNull;
  std::string name;                     // full, of records, enums and fixed
  std::vector<std::string> aliases;     // full
  std::vector<AvroRecordField> fields;  // of a record
  std::vector<std::string> symbols;     // of an enum
  bool has_default = false;             // of an enum
  std::int64_t size = 0;                // of fixed
  std::vector<std::size_t> parts;       // what an array or a map holds; the branches of a union
};

struct AvroDefinition {
  std::vector<AvroNode> nodes;
  std::size_t root = 0;

  // `schema` is no deeper than ParseJson lets through. The errors are in the words of Avro's own
  // library for Java, and quote the part that is wrong.
  static FormatResult<AvroDefinition> Parse(const Json& schema);
};

// "org.example.User" is "User": what names are compared by.
std::string_view SimpleName(std::string_view full_name);

}  // namespace portside
