// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/elevation_tiles.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <utility>

#include "services/sagemaker_geospatial/geography/earth.h"

namespace portside::sagemaker_geospatial {
namespace {

// Looked at in the earth's own cells, of a fortieth of a degree.
bool HasLand(int south, int west) {
  constexpr int kCells = 40;
  const Earth& earth = Earth::Embedded();
  for (int row = 0; row < kCells; ++row) {
    for (int column = 0; column < kCells; ++column) {
      const GeoPoint middle{.longitude = west + (column + 0.5) / kCells,
                            .latitude = south + (row + 0.5) / kCells};
      if (earth.LandShare(middle) > 0) return true;
    }
  }
  return false;
}

}  // namespace

std::string ElevationTile::Id() const {
  char id[64];
  std::snprintf(id, sizeof id, "Copernicus_DSM_COG_10_%c%02d_00_%c%03d_00_DEM",
                south < 0 ? 'S' : 'N', std::abs(south), west < 0 ? 'W' : 'E', std::abs(west));
  return id;
}

Json ElevationTile::Item(const std::optional<Json>& band_filter) const {
  // Pixels of a second of arc whose middles, and not edges, lie on the whole degree.
  constexpr double kHalfPixel = 0.5 / 3600;
  const double left = west - kHalfPixel;
  const double top = south + 1 + kHalfPixel;
  Json ring = Json::array();
  const double corners[][2] = {{1, 1}, {1, 0}, {0, 0}, {0, 1}, {1, 1}};
  for (const auto& [right, down] : corners) ring.push_back({left + right, top - down});
  const std::string id = Id();
  Json assets = Json::object();
  if (!band_filter || std::ranges::find(*band_filter, Json("data")) != band_filter->end()) {
    assets["data"] = {{"Href", "s3://copernicus-dem-30m/" + id + "/" + id + ".tif"}};
  }
  return {
      {"Id", id},
      {"DateTime", ToEpochSeconds(kElevationMoment)},
      {"Geometry", {{"Type", "Polygon"}, {"Coordinates", Json::array({std::move(ring)})}}},
      {"Properties", {{"Platform", "tandem-x"}}},
      {"Assets", std::move(assets)},
  };
}

std::vector<ElevationTile> ElevationTilesOf(
    const std::function<void(const PlaceVisitor& visit)>& visit_places) {
  std::set<std::pair<int, int>> corners;
  visit_places([&](GeoPoint place) {
    const int west = static_cast<int>(std::floor(place.longitude));
    const int south = std::clamp(static_cast<int>(std::floor(place.latitude)), -90, 89);
    corners.emplace(south, west >= 180 ? west - 360 : west);
    return true;
  });
  std::vector<ElevationTile> tiles;
  for (const auto& [south, west] : corners) {
    if (HasLand(south, west)) tiles.push_back({south, west});
  }
  std::ranges::sort(tiles, {}, &ElevationTile::Id);
  return tiles;
}

}  // namespace portside::sagemaker_geospatial
