// SPDX-License-Identifier: Apache-2.0
//
// TileFrame: where the raster of a tile lies on the earth, from the tile's name alone. Pure.

#pragma once

#include <optional>
#include <string_view>

#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

struct TileFrame {
  int zone = 0;
  bool north = true;    // the northing counts from the equator, and not from 10,000 km south of it
  double origin_x = 0;  // upper left corner, metres
  double origin_y = 0;
  double extent = 0;  // metres, both ways
  GeoPoint centre;    // to some metres

  // The point so many metres east and south of the corner, to some ten metres: walked to from
  // `near`, a point some kilometres away.
  [[nodiscard]] GeoPoint PointAt(double east, double south, GeoPoint near) const;
};

// Of Sentinel-2's "11SQA" and Landsat's "039035"; nothing of any other name.
[[nodiscard]] std::optional<TileFrame> FrameOf(std::string_view tile);

}  // namespace portside::sagemaker_geospatial
