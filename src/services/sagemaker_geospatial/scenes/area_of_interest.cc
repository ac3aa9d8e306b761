// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/area_of_interest.h"

#include <cmath>
#include <vector>

namespace portside::sagemaker_geospatial {
namespace {

struct Polygon {
  std::string path;   // "PolygonGeometry.Coordinates"
  const Json* rings;  // the outer ring first, holes after it
};

std::vector<Polygon> PolygonsOf(const Json& area) {
  const Json& geometry = area.at("AreaOfInterestGeometry");
  if (const auto polygon = geometry.find("PolygonGeometry"); polygon != geometry.end()) {
    return {{"PolygonGeometry.Coordinates", &polygon->at("Coordinates")}};
  }
  std::vector<Polygon> polygons;
  for (const Json& rings : geometry.at("MultiPolygonGeometry").at("Coordinates")) {
    polygons.push_back(
        {"MultiPolygonGeometry.Coordinates[" + std::to_string(polygons.size()) + "]", &rings});
  }
  return polygons;
}

GeoPoint PointOf(const Json& position) {
  return {position.at(0).get<double>(), position.at(1).get<double>()};
}

std::optional<std::string> RingProblem(const std::string& path, const Json& ring) {
  for (std::size_t index = 0; index < ring.size(); ++index) {
    const GeoPoint point = PointOf(ring[index]);
    if (std::abs(point.longitude) <= 180 && std::abs(point.latitude) <= 90) continue;
    return path + "[" + std::to_string(index) + "] is " + ring[index].dump() +
           ": a position is [longitude, latitude] in degrees, -180 to 180 and -90 to 90.";
  }
  if (ring.front() == ring.back()) return std::nullopt;
  return path + " is not closed: its last position " + ring.back().dump() +
         " must equal its first, " + ring.front().dump() + ".";
}

// Twice the signed area of a ring, and its area-weighted centre around the ring's first point
// (differences keep the digits of small areas far from zero).
struct Moment {
  double area = 0;
  double longitude = 0;
  double latitude = 0;
};

Moment MomentOf(const Json& ring) {
  const GeoPoint origin = PointOf(ring.front());
  Moment moment;
  for (std::size_t index = 0; index + 1 < ring.size(); ++index) {
    const GeoPoint a = PointOf(ring[index]);
    const GeoPoint b = PointOf(ring[index + 1]);
    const double ax = a.longitude - origin.longitude;
    const double ay = a.latitude - origin.latitude;
    const double bx = b.longitude - origin.longitude;
    const double by = b.latitude - origin.latitude;
    const double cross = ax * by - bx * ay;
    moment.area += cross;
    moment.longitude += (ax + bx) * cross / 3 + origin.longitude * cross;
    moment.latitude += (ay + by) * cross / 3 + origin.latitude * cross;
  }
  return moment;
}

}  // namespace

std::optional<std::string> AreaProblem(const Json& area) {
  for (const Polygon& polygon : PolygonsOf(area)) {
    for (std::size_t index = 0; index < polygon.rings->size(); ++index) {
      auto problem =
          RingProblem(polygon.path + "[" + std::to_string(index) + "]", (*polygon.rings)[index]);
      if (problem) return problem;
    }
  }
  if (PolygonsOf(area).empty()) return "MultiPolygonGeometry.Coordinates names no polygon.";
  return std::nullopt;
}

GeoPoint CentroidOf(const Json& area) {
  const std::vector<Polygon> polygons = PolygonsOf(area);
  double total = 0;
  GeoPoint sum;
  for (const Polygon& polygon : polygons) {
    Moment moment = MomentOf(polygon.rings->front());
    const double sign = moment.area < 0 ? -1 : 1;  // rings may turn either way
    total += sign * moment.area;
    sum.longitude += sign * moment.longitude;
    sum.latitude += sign * moment.latitude;
  }
  // A ring without area (a line there and back) has its first point.
  if (total < 1e-12) return PointOf(polygons.front().rings->front().front());
  return {sum.longitude / total, sum.latitude / total};
}

}  // namespace portside::sagemaker_geospatial
