// SPDX-License-Identifier: Apache-2.0
//
// Where a point lies on the grids that satellite products are cut into: UTM zones and the
// 100 km squares of the military grid (MGRS), which are the tiles of Sentinel-2. Pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace portside::sagemaker_geospatial {

struct GeoPoint {
  double longitude = 0;  // degrees, east positive
  double latitude = 0;   // degrees, north positive
};

struct UtmPosition {
  int zone = 0;  // 1..60
  bool north = true;
  double easting = 0;   // metres, false easting 500 km
  double northing = 0;  // metres from the equator; 10 000 km added in the south
};

// The zone a point belongs to, with the exceptions of Norway (32V) and Svalbard (31X..37X).
[[nodiscard]] int UtmZone(GeoPoint point);
// WGS 84, millimetres within a zone. `zone` may be a neighbour's.
[[nodiscard]] UtmPosition ToUtm(GeoPoint point, int zone);

// The way back, of an easting and a northing of that form; in [-180, 180) degrees. A northing below
// zero with `north` set is in the south, as Landsat's products count.
[[nodiscard]] GeoPoint FromUtm(const UtmPosition& position);

// One 100 km square of the grid; what is cheap to know of it.
struct MgrsSquare {
  int zone = 0;
  char band = 0;   // 'C' to 'X', of eight degrees of latitude
  int column = 0;  // 1..8: of 100 km of easting
  int row = 0;     // of 100 km of northing
  // Other for every other square.
  [[nodiscard]] std::uint64_t Key() const;
};

// Nothing beyond 80 degrees south and 84 north, where the grid is polar.
[[nodiscard]] std::optional<MgrsSquare> SquareAt(GeoPoint point);

// A tile of Sentinel-2 over a square.
struct MgrsTile {
  std::string name;     // "11SQA"
  int epsg = 0;         // 326zz in the north, 327zz in the south
  double origin_x = 0;  // upper left corner of the Sentinel-2 raster of this tile
  double origin_y = 0;
  GeoPoint centre;  // of the square: where the satellite is looked for
};

[[nodiscard]] MgrsTile TileOf(const MgrsSquare& square);
// Of the square at the point.
[[nodiscard]] std::optional<MgrsTile> TileAt(GeoPoint point);

}  // namespace portside::sagemaker_geospatial
