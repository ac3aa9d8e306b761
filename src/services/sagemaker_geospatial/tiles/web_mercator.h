// SPDX-License-Identifier: Apache-2.0
//
// The tiles of maps on the web: the square of the world in Mercator's projection (EPSG:3857), cut
// into 2^z by 2^z tiles of 256 x 256 pixels that are counted from the north-west. Pure functions.

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

inline constexpr std::uint32_t kTilePixels = 256;
// Pixels of less than two centimetres.
inline constexpr int kDeepestZoom = 23;

struct MapTile {
  int zoom = 0;         // 0..kDeepestZoom
  std::uint32_t x = 0;  // below 2^zoom, from the west
  std::uint32_t y = 0;  // from the north

  // Of the centre of a pixel.
  [[nodiscard]] GeoPoint PointAt(std::uint32_t column, std::uint32_t row) const;
  // The side of a pixel on the ground in the middle of the tile.
  [[nodiscard]] double MetresPerPixel() const;
};

// The centres of a tile's pixels in a UTM zone, row by row.
struct ProjectedTile {
  std::vector<double> eastings;
  std::vector<double> northings;
  double west = 0;  // the least of the eastings, and so on
  double east = 0;
  double south = 0;
  double north = 0;
};

// `epsg`: 326zz or 327zz. Far from the zone the projection has no sense: points more than thirty
// degrees from its meridian lie nowhere (NaN).
[[nodiscard]] ProjectedTile Project(const MapTile& tile, int epsg);

}  // namespace portside::sagemaker_geospatial
