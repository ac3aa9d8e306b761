// SPDX-License-Identifier: Apache-2.0
//
// Texture: smooth chance over a square of 512 x 512 cells that wraps around, for land and clouds.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace portside::sagemaker_geospatial {

inline constexpr std::size_t kLandCells = 512;  // cells along a side of the square

// Row by row. Deterministic: same seed and name, same square.
using Field = std::vector<float>;
[[nodiscard]] Field MakeField(std::uint64_t seed, std::string_view name);
// The height below which the given part of the field lies.
[[nodiscard]] float Quantile(Field field, double part);
// Each cell's rank among all, 0 to 255: about equally many cells have each.
[[nodiscard]] std::vector<std::uint8_t> RanksOf(const Field& field);

}  // namespace portside::sagemaker_geospatial
