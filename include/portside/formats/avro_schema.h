// SPDX-License-Identifier: Apache-2.0
//
// The Avro schemas that Personalize takes: one record of primitive fields, some nullable.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/format_error.h"

namespace portside {

enum class AvroType { kNull, kBoolean, kInt, kLong, kFloat, kDouble, kString };
std::string_view AvroTypeName(AvroType type);  // "string"

struct AvroField {
  std::string name;
  AvroType type = AvroType::kString;  // the type that is not null
  bool nullable = false;              // the union has null, or the type is null
  bool categorical = false;
  bool textual = false;
};

struct AvroSchema {
  std::string name;  // "Interactions"
  std::string record_namespace;
  std::vector<AvroField> fields;

  [[nodiscard]] const AvroField* Find(std::string_view field_name) const;  // exact name
  // JSON text of a record: {"type":"record","name":…,"namespace":…,"fields":[…]}. Fields are
  // primitives or unions of primitives with at most one that is not null. Names must differ in
  // more than underscores (GENRES_FIELD_1 is GENRESFIELD1 to Personalize). The error names the
  // field and what is allowed. Which name and which fields a dataset type asks for is not known
  // here.
  static FormatResult<AvroSchema> Parse(std::string_view json_text);
};

// Whether `text` is a value of the type as Personalize's CSV has it: decimal integers in range,
// decimal or exponent floats, `true`/`false`. Empty text is no value (null).
[[nodiscard]] bool IsAvroValue(AvroType type, std::string_view text);

}  // namespace portside
