// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/area_of_interest.h"

#include <algorithm>
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

// About 11 km from north to south. Tiles are 100 km wide and more.
constexpr double kStep = 0.1;

bool VisitEdge(GeoPoint from, GeoPoint to, const PlaceVisitor& visit) {
  const double east = to.longitude - from.longitude;
  const double north = to.latitude - from.latitude;
  const int steps = 1 + static_cast<int>(std::max(std::abs(east), std::abs(north)) / kStep);
  for (int step = 0; step < steps; ++step) {
    const double part = static_cast<double>(step) / steps;
    if (!visit({from.longitude + east * part, from.latitude + north * part})) return false;
  }
  return true;
}

// Where the ring crosses a parallel, from west to east: between the first and the second it is
// inside, and so on.
std::vector<double> CrossingsAt(const std::vector<GeoPoint>& ring, double latitude) {
  std::vector<double> crossings;
  for (std::size_t index = 0; index + 1 < ring.size(); ++index) {
    const GeoPoint a = ring[index];
    const GeoPoint b = ring[index + 1];
    if ((a.latitude > latitude) == (b.latitude > latitude)) continue;
    const double part = (latitude - a.latitude) / (b.latitude - a.latitude);
    crossings.push_back(a.longitude + part * (b.longitude - a.longitude));
  }
  std::ranges::sort(crossings);
  return crossings;
}

bool VisitRing(const Json& positions, const PlaceVisitor& visit) {
  std::vector<GeoPoint> ring(positions.size());
  std::ranges::transform(positions, ring.begin(), PointOf);
  double south = 90;
  double north = -90;
  for (std::size_t index = 0; index + 1 < ring.size(); ++index) {
    if (!VisitEdge(ring[index], ring[index + 1], visit)) return false;
    const double latitude = ring[index].latitude;
    south = std::min(south, latitude);
    north = std::max(north, latitude);
  }
  // Its edges are on the way to a tile that lies in the middle of it; a coarser net finds that.
  constexpr double kRows = 5 * kStep;
  for (double latitude = south + kRows; latitude < north; latitude += kRows) {
    const std::vector<double> crossings = CrossingsAt(ring, latitude);
    for (std::size_t index = 0; index + 1 < crossings.size(); index += 2) {
      if (!VisitEdge({crossings[index], latitude}, {crossings[index + 1], latitude}, visit)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

void VisitPlaces(const Json& area, const PlaceVisitor& visit) {
  if (!visit(CentroidOf(area))) return;
  for (const Polygon& polygon : PolygonsOf(area)) {
    if (!VisitRing(polygon.rings->front(), visit)) return;
  }
}

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
