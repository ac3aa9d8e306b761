// SPDX-License-Identifier: Apache-2.0
//
// Whether data of one Avro schema can be read by another: the specification's "schema resolution".

#pragma once

#include <optional>
#include <string>

#include "portside/formats/avro_definition.h"

namespace portside {

// Why `reader` cannot read what was written by `writer`, naming the place in the reader; nothing:
// it can. Types are compared once for each pair; schemas that need more comparisons, or a deeper
// one, than any real one (limits::kAvroComparisons, kAvroComparisonDepth) cannot be read.
std::optional<std::string> FindAvroMisread(const AvroDefinition& reader,
                                           const AvroDefinition& writer);

}  // namespace portside
