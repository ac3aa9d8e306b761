// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/web_mercator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kEquatorMetres = 2 * kPi * 6378137;

// The pixels of the whole world along one side.
double WorldPixels(const MapTile& tile) { return std::ldexp(kTilePixels, tile.zoom); }

}  // namespace

GeoPoint MapTile::PointAt(std::uint32_t column, std::uint32_t row) const {
  const double across = (static_cast<double>(x) * kTilePixels + column + 0.5) / WorldPixels(*this);
  const double down = (static_cast<double>(y) * kTilePixels + row + 0.5) / WorldPixels(*this);
  return {across * 360 - 180, std::atan(std::sinh(kPi * (1 - 2 * down))) * 180 / kPi};
}

double MapTile::MetresPerPixel() const {
  const double latitude = PointAt(kTilePixels / 2, kTilePixels / 2).latitude * kPi / 180;
  return kEquatorMetres * std::cos(latitude) / WorldPixels(*this);
}

ProjectedTile Project(const MapTile& tile, int epsg) {
  constexpr double kReach = 30;  // degrees
  const int zone = epsg % 100;
  const double meridian = zone * 6.0 - 183;
  const bool north = epsg / 100 == 326;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  ProjectedTile projected{{}, {}, kInfinity, -kInfinity, kInfinity, -kInfinity};
  projected.eastings.resize(std::size_t{kTilePixels} * kTilePixels, std::nan(""));
  projected.northings = projected.eastings;
  for (std::uint32_t row = 0; row < kTilePixels; ++row) {
    for (std::uint32_t column = 0; column < kTilePixels; ++column) {
      const GeoPoint point = tile.PointAt(column, row);
      if (std::abs(std::remainder(point.longitude - meridian, 360)) > kReach) continue;
      UtmPosition at = ToUtm(point, zone);
      // Grids that cross the equator count on, in either direction.
      if (at.north != north) at.northing += north ? -10'000'000 : 10'000'000;
      const std::size_t pixel = std::size_t{row} * kTilePixels + column;
      projected.eastings[pixel] = at.easting;
      projected.northings[pixel] = at.northing;
      projected.west = std::min(projected.west, at.easting);
      projected.east = std::max(projected.east, at.easting);
      projected.south = std::min(projected.south, at.northing);
      projected.north = std::max(projected.north, at.northing);
    }
  }
  return projected;
}

}  // namespace portside::sagemaker_geospatial
