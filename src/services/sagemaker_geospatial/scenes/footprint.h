// SPDX-License-Identifier: Apache-2.0
//
// Footprints: the squares of ground that a mission cuts its images into, and the images that its
// satellites took of one. Pure functions, no I/O.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "services/sagemaker_geospatial/scenes/area_of_interest.h"
#include "services/sagemaker_geospatial/scenes/orbits.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

struct Footprint {
  Scene scene;  // all that does not change from pass to pass
  GeoPoint centre;
  WrsScene wrs;  // of Landsat
};

// Those that the places lie in, in the order in which the walk comes to them, each once. The walk
// ends behind the first one that is more than `limit`.
[[nodiscard]] std::vector<Footprint> FootprintsOf(
    Mission mission, const std::function<void(const PlaceVisitor& visit)>& visit_places,
    std::size_t limit);

// Every image of it within [start, end], newest first.
[[nodiscard]] std::vector<Scene> ScenesOver(const Footprint& footprint, Mission mission,
                                            Timestamp start, Timestamp end, std::uint64_t seed);

}  // namespace portside::sagemaker_geospatial
