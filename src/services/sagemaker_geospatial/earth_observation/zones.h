// SPDX-License-Identifier: Apache-2.0
//
// Zones: the polygons of a GeoJSON file (RFC 7946: longitude and latitude, WGS 84), and which
// pixels of a raster lie in them.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/raster.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

struct Zone {
  std::string id;                            // the feature's, as text; empty: it has none
  std::vector<std::vector<GeoPoint>> rings;  // outer ones and holes alike: what is inside an odd
                                             // number of them is inside
};

// A FeatureCollection, a Feature, a Polygon or a MultiPolygon. The error names the feature and what
// is wrong with it.
Expected<std::vector<Zone>, std::string> ReadZones(std::string_view geojson);

// A zone on a grid.
class ZoneOnGrid {
 public:
  ZoneOnGrid(const Zone& zone, const RasterGrid& grid);

  // The pixels that may lie in it: no columns or no rows where it is elsewhere.
  [[nodiscard]] const RasterWindow& bounds() const { return bounds_; }
  // The columns [first, second) of a row whose centres lie in it, from west to east.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> SpansOf(
      std::uint32_t row) const;

 private:
  struct Edge {  // in pixels of the grid
    double top_x, top_y, bottom_x, bottom_y;
  };
  std::vector<Edge> edges_;  // by top_y
  RasterWindow bounds_;
  std::uint32_t width_;
};

}  // namespace portside::sagemaker_geospatial
