// SPDX-License-Identifier: Apache-2.0
//
// Earth: where there is land and water, and what grows on the land, at coarse scale. Land and lakes
// are Natural Earth's in cells of a fortieth of a degree (2.8 km along a meridian); some lakes that
// it does not have are drawn by hand. What grows is read off the colours of Natural Earth's picture
// in cells of half a degree. Written by tools/import-geography; docs/decisions/0028-geography.md.
//
// The file, packed with gzip: the rows of land from the north, each the number of its runs and
// their lengths, water and land in turn, beginning with water; then one byte for each half degree.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/format_error.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

// Parts of the land, 0 to 1.
struct LandCover {
  double plants = 0;  // the rest is bare, or ice
  double forest = 0;  // of the land; the other plants are fields and grass
  double ice = 0;     // all the year
};

// Immutable: for any thread.
class Earth {
 public:
  // The one in the program. Unpacked by the first call, which takes some milliseconds; half a
  // megabyte.
  static const Earth& Embedded();
  // Of an unpacked file.
  static FormatResult<Earth> Read(std::string bytes);

  // How much land is around the point, 0 to 1: between the four nearest cells. A shore runs where
  // it is a half.
  [[nodiscard]] double LandShare(GeoPoint point) const;
  // Between the four nearest cells; of the nearest coast where there is no land.
  [[nodiscard]] LandCover CoverAt(GeoPoint point) const;

 private:
  // Of the cell in that row and column; columns go around the earth.
  [[nodiscard]] bool IsLand(int row, int column) const;
  [[nodiscard]] LandCover CoverOf(int row, int column) const;

  std::string bytes_;
  std::vector<std::uint32_t> rows_;  // where each begins
  std::size_t cover_ = 0;            // where the second part begins
};

}  // namespace portside::sagemaker_geospatial
