// SPDX-License-Identifier: Apache-2.0
//
// Cover: what a cell of the ground or the sky over it is. A cell's state is its cover and one of
// eight levels (how dense, how bright); everything a band or an index says about a pixel follows
// from the state of the cell at its centre.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

enum class Cover : std::uint8_t {
  kWater,
  kVegetation,
  kBare,
  kUrban,
  kSnow,
  kShadow,
  kCirrus,
  kThinCloud,
  kThickCloud,
};
inline constexpr std::size_t kCovers = 9;
inline constexpr std::size_t kLevels = 8;
inline constexpr std::size_t kCellStates = kCovers * kLevels;

constexpr std::uint8_t StateOf(Cover cover, std::size_t level) {
  return static_cast<std::uint8_t>(static_cast<std::size_t>(cover) * kLevels + level);
}
constexpr Cover CoverOf(std::size_t state) { return static_cast<Cover>(state / kLevels); }

// One number for each state of a cell: a band's samples, the values of an index.
using StateValues = std::array<double, kCellStates>;

// The scene classification of a state: 3 shadow, 4 vegetation, 5 not vegetated, 6 water,
// 8 and 9 cloud, 10 cirrus, 11 snow.
[[nodiscard]] StateValues ClassValues();
// A band's samples as its file stores them. `season` is 0 in midwinter and 1 in midsummer.
[[nodiscard]] StateValues BandValues(const RasterDataCollection& collection, const RasterBand& band,
                                     double season);
// Of a scene: from its month and hemisphere; about constant in the tropics.
[[nodiscard]] double SeasonOf(const Scene& scene);

}  // namespace portside::sagemaker_geospatial
