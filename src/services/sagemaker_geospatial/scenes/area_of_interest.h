// SPDX-License-Identifier: Apache-2.0
//
// AreaOfInterest of a raster data collection query: the rules that its model does not express, and
// the points at which Portside looks for images. Pure functions over the modelled structure.

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "portside/base/json.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

// What is wrong with {"AreaOfInterestGeometry": {"PolygonGeometry" | "MultiPolygonGeometry": …}},
// in a sentence that names the ring and the position; nothing where it is sound.
[[nodiscard]] std::optional<std::string> AreaProblem(const Json& area);

// Called for each place; false ends it.
using PlaceVisitor = std::function<bool(GeoPoint place)>;

// The centroid first; then points along the outer rings and within them, about ten kilometres
// apart, so that every tile of satellite images has one of which the area covers more than a
// sliver. An edge does not cross the 180th meridian.
void VisitPlaces(const Json& area, const PlaceVisitor& visit);

// The centroid of the outer rings of a sound area.
[[nodiscard]] GeoPoint CentroidOf(const Json& area);

}  // namespace portside::sagemaker_geospatial
