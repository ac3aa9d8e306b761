// SPDX-License-Identifier: Apache-2.0
//
// The tiles of the elevation model Copernicus DEM GLO-30: a degree each way, and all of one moment.
// There are none where there is only sea. Names and addresses are those of its public bucket, the
// moment and the geometry those of its public STAC catalogue.

#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/timestamp.h"
#include "services/sagemaker_geospatial/scenes/area_of_interest.h"

namespace portside::sagemaker_geospatial {

// 2021-04-22, midnight.
inline constexpr Timestamp kElevationMoment{std::chrono::seconds(1'619'049'600)};

struct ElevationTile {
  int south = 0;  // degrees
  int west = 0;

  [[nodiscard]] std::string Id() const;  // "Copernicus_DSM_COG_10_N36_00_W115_00_DEM"
  // As an item of a search; `band_filter` keeps those of its assets that it names.
  [[nodiscard]] Json Item(const std::optional<Json>& band_filter) const;
};

// Those that the places lie in, by their ids.
[[nodiscard]] std::vector<ElevationTile> ElevationTilesOf(
    const std::function<void(const PlaceVisitor& visit)>& visit_places);

}  // namespace portside::sagemaker_geospatial
