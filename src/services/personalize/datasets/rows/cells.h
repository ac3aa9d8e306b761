// SPDX-License-Identifier: Apache-2.0
//
// One value of a row: which texts a column takes and in which form they are kept. Every way into a
// dataset goes through here, so that equal values are equal bytes. Pure functions.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"

namespace portside::personalize {

// A stored value; nothing is null.
using Cell = std::optional<std::string>;

// What is wrong with a value, as a clause without its place: "expected a long …, found 'abc'".
// `too_long` marks the one case for which AWS documents a sentence of its own.
struct CellError {
  std::string message;
  bool too_long = false;
  std::size_t limit = 0;  // with too_long
};

// The cell that a CSV text gives; empty text is null. Numbers get their shortest form, textual
// values are cut at their limit, everything else is kept as it stands.
Expected<Cell, CellError> CellFromText(const AvroField& field, std::string_view text);

// The cell that a value of a JSON `properties` object gives: strings as CSV texts, numbers and
// booleans by their JSON text. Objects and arrays are no values.
Expected<Cell, CellError> CellFromJson(const AvroField& field, const Json& value);

// "the column TIMESTAMP must have a value (its type is long, without null)".
std::string NullRefusedText(const AvroField& field);

}  // namespace portside::personalize
