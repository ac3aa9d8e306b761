// SPDX-License-Identifier: Apache-2.0
//
// A number as a sample of a type, for the writers of rasters.

#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace portside {

// Rounded and clamped for integers, for which NaN is 0.
template <typename T>
T ToSample(double value) {
  if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(value);
  } else {
    if (std::isnan(value)) return 0;
    return static_cast<T>(std::clamp<double>(std::round(value), std::numeric_limits<T>::min(),
                                             std::numeric_limits<T>::max()));
  }
}

}  // namespace portside
