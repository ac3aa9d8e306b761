// SPDX-License-Identifier: Apache-2.0
//
// AreaOfInterest of a raster data collection query: the rules that its model does not express, and
// the one point at which Portside looks for images. Pure functions over the modelled structure.

#pragma once

#include <optional>
#include <string>

#include "portside/base/json.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

// What is wrong with {"AreaOfInterestGeometry": {"PolygonGeometry" | "MultiPolygonGeometry": …}},
// in a sentence that names the ring and the position; nothing where it is sound.
[[nodiscard]] std::optional<std::string> AreaProblem(const Json& area);

// The centroid of the outer rings of a sound area.
[[nodiscard]] GeoPoint CentroidOf(const Json& area);

}  // namespace portside::sagemaker_geospatial
