// SPDX-License-Identifier: Apache-2.0
//
// The synthetic ground and sky under a scene: smooth fields of water, vegetation, bare ground,
// towns and snow that belong to a tile, and clouds with shadows that belong to a day. One square
// of 512 x 512 cells of 20 m is computed and repeated, so that the 512-pixel tiles of a GeoTIFF at
// 10, 20, 30 and 60 m hold very few distinct patterns and a whole scene stays small.
//
// A cell's state is its cover and one of eight levels; everything a band or an index says about a
// pixel follows from the state of the cell at its centre. Deterministic: same seed, same pixels.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "portside/formats/geotiff.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

inline constexpr std::size_t kLandCells = 512;  // cells along a side of the square
inline constexpr int kCellMetres = 20;

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

// The states of the square, row by row from the north-west.
using Ground = std::vector<std::uint8_t>;

class LandModel {
 public:
  // The ground of a tile, without sky. Costs some milliseconds: keep it for all scenes of a tile.
  LandModel(std::uint64_t seed, std::string_view tile);
  // The ground as the scene shows it: about its cloud cover in percent of the cells is cloud, at
  // most 90, so that every cover stays to be seen.
  [[nodiscard]] Ground Under(const Scene& scene) const;
  // How much of the land (what is no water) is under cloud in that, in percent.
  [[nodiscard]] double CloudCoverLand(const Scene& scene) const;

 private:
  std::uint64_t seed_;
  Ground ground_;
};

// The tiles of a raster over the scene with pixels of `metres` (10, 20, 30 or 60).
[[nodiscard]] TileSource TilesOf(std::shared_ptr<const Ground> ground, int metres,
                                 const StateValues& values);

}  // namespace portside::sagemaker_geospatial
