// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a schema and as values: what parses keeps its promises, what does not has a reason.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "portside/formats/avro_schema.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using portside::AvroType;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const auto schema = portside::AvroSchema::Parse(text);
  if (!schema && schema.error().message.empty()) std::abort();
  if (schema) {
    if (schema->name.empty() || schema->fields.empty()) std::abort();
    for (const portside::AvroField& field : schema->fields) {
      if (schema->Find(field.name) != &field) std::abort();
      if (field.type == AvroType::kNull && !field.nullable) std::abort();
    }
  }

  // Each narrower type's values are values of the wider one.
  if (IsAvroValue(AvroType::kInt, text) && !IsAvroValue(AvroType::kLong, text)) std::abort();
  if (IsAvroValue(AvroType::kLong, text) && !IsAvroValue(AvroType::kFloat, text)) std::abort();
  if (IsAvroValue(AvroType::kFloat, text) && !IsAvroValue(AvroType::kDouble, text)) std::abort();
  if (IsAvroValue(AvroType::kDouble, text) && !IsAvroValue(AvroType::kString, text)) std::abort();
  return 0;
}
