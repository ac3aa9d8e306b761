// SPDX-License-Identifier: Apache-2.0
//
// Whether a JSON value can be the default of a field of a type. Of a union it is a value of any
// branch, as Avro 1.11 has it.

#pragma once

#include "portside/formats/avro_definition.h"

namespace portside {

[[nodiscard]] bool IsAvroDefault(const AvroDefinition& definition, std::size_t type,
                                 const Json& value);

}  // namespace portside
