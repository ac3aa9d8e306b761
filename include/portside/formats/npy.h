// SPDX-License-Identifier: Apache-2.0
//
// NumPy's file of one array, format 1.0, little-endian and in C order: what numpy.load reads.

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "portside/formats/geotiff.h"

namespace portside {

// The values of an array of this shape as the type holds them: rounded and clamped for integers,
// for which NaN is 0. Throws std::invalid_argument where their number is not the shape's.
std::string WriteNpy(std::span<const std::uint32_t> shape, SampleType type,
                     std::span<const double> values);

}  // namespace portside
