// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/zones.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "portside/base/json.h"
#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

using Problem = std::string;
using Checked = Expected<void, Problem>;

std::string Shortened(const Json& value) {
  constexpr std::size_t kLongest = 80;
  std::string text = DumpJson(value);
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "…";
  return text;
}

Expected<GeoPoint, Problem> ReadPosition(const Json& position) {
  if (position.is_array() && position.size() >= 2 && position[0].is_number() &&
      position[1].is_number()) {
    const GeoPoint point{position[0].get<double>(), position[1].get<double>()};
    if (std::abs(point.longitude) <= 180 && std::abs(point.latitude) <= 90) return point;
  }
  return Fail("has the position " + Shortened(position) +
              "; a position is [longitude, latitude] in degrees, -180 to 180 and -90 to 90");
}

Checked ReadRing(const Json& json, Zone& zone) {
  if (!json.is_array() || json.size() < 4) {
    return Fail("has the ring " + Shortened(json) + "; a ring is a list of four positions or more");
  }
  std::vector<GeoPoint> ring;
  for (const Json& position : json) ring.push_back(TRY(ReadPosition(position)));
  if (ring.front().longitude != ring.back().longitude ||
      ring.front().latitude != ring.back().latitude) {
    return Fail("has a ring that is not closed: its last position " + Shortened(json.back()) +
                " must equal its first, " + Shortened(json.front()));
  }
  zone.rings.push_back(std::move(ring));
  return {};
}

Checked ReadPolygon(const Json& rings, Zone& zone) {
  if (!rings.is_array() || rings.empty()) {
    return Fail("has the coordinates " + Shortened(rings) + "; a polygon is a list of rings");
  }
  for (const Json& ring : rings) TRY(ReadRing(ring, zone));
  return {};
}

const Json& MemberOr(const Json& object, const char* name, const Json& none) {
  if (!object.is_object()) return none;
  const auto member = object.find(name);
  return member == object.end() ? none : *member;
}

Checked ReadGeometry(const Json& geometry, Zone& zone) {
  const std::string type = geometry.is_object() ? StringOr(geometry, "type") : "";
  const Json none;
  const Json& coordinates = MemberOr(geometry, "coordinates", none);
  if (type == "Polygon") return ReadPolygon(coordinates, zone);
  if (type == "MultiPolygon" && coordinates.is_array() && !coordinates.empty()) {
    for (const Json& polygon : coordinates) TRY(ReadPolygon(polygon, zone));
    return {};
  }
  if (type == "MultiPolygon") return Fail(Problem("is a MultiPolygon without polygons"));
  return Fail("has the geometry " + (type.empty() ? Shortened(geometry) : type) +
              "; a zone is a Polygon or a MultiPolygon");
}

std::string IdOf(const Json& feature) {
  const auto id = feature.find("id");
  if (id == feature.end() || id->is_null()) return "";
  return id->is_string() ? id->get<std::string>() : DumpJson(*id);
}

Expected<Zone, Problem> ReadFeature(const Json& feature) {
  Zone zone;
  if (!feature.is_object() || StringOr(feature, "type") != "Feature") {
    return Fail("is " + Shortened(feature) + "; it must be an object of the type Feature");
  }
  zone.id = IdOf(feature);
  const Json none;
  TRY(ReadGeometry(MemberOr(feature, "geometry", none), zone));
  return zone;
}

Expected<std::vector<Zone>, std::string> ReadCollection(const Json& collection) {
  const auto features = collection.find("features");
  if (features == collection.end() || !features->is_array() || features->empty()) {
    return Fail(std::string("The FeatureCollection has no features; each zone is one."));
  }
  if (features->size() > limits::kZones) {
    return Fail("The FeatureCollection has " + std::to_string(features->size()) +
                " features; Portside takes at most " + std::to_string(limits::kZones) + ".");
  }
  std::vector<Zone> zones;
  for (const Json& feature : *features) {
    auto zone = ReadFeature(feature);
    if (!zone) {
      std::string name = "Feature " + std::to_string(zones.size());
      if (feature.is_object() && !IdOf(feature).empty()) name += " (id " + IdOf(feature) + ")";
      return Fail(name + " " + zone.error() + ".");
    }
    zones.push_back(std::move(*zone));
  }
  return zones;
}

// A quarter of the earth away a projection to the zone has no end, or no value.
double Bounded(double pixels) {
  constexpr double kFar = 1e9;
  return std::isnan(pixels) ? kFar : std::clamp(pixels, -kFar, kFar);
}

// A place in pixels of the grid.
std::pair<double, double> PixelOf(GeoPoint point, const RasterGrid& grid) {
  UtmPosition at = ToUtm(point, grid.epsg % 100);
  constexpr double kFalseNorthing = 10'000'000;
  const bool northern = grid.epsg / 100 == 326;
  if (northern && !at.north) at.northing -= kFalseNorthing;
  if (!northern && at.north) at.northing += kFalseNorthing;
  return {Bounded((at.easting - grid.origin_x) / grid.metres),
          Bounded((grid.origin_y - at.northing) / grid.metres)};
}

// The first pixel whose centre lies at or behind a position, within the raster.
std::uint32_t CentreFrom(double position, std::uint32_t end) {
  return static_cast<std::uint32_t>(
      std::clamp(std::ceil(position - 0.5), 0.0, static_cast<double>(end)));
}

}  // namespace

Expected<std::vector<Zone>, std::string> ReadZones(std::string_view geojson) {
  const auto json = ParseJson(geojson);
  if (!json) return Fail(std::string("The file is not JSON; it must be GeoJSON."));
  const std::string type = json->is_object() ? StringOr(*json, "type") : "";
  if (type == "FeatureCollection") return ReadCollection(*json);
  Zone zone;
  Checked read;
  if (type == "Feature") {
    auto feature = ReadFeature(*json);
    if (!feature) return Fail("The Feature " + feature.error() + ".");
    zone = std::move(*feature);
  } else {
    read = ReadGeometry(*json, zone);
  }
  if (!read) return Fail("The file " + read.error() + ".");
  return std::vector{std::move(zone)};
}

ZoneOnGrid::ZoneOnGrid(const Zone& zone, const RasterGrid& grid) : width_(grid.width) {
  double left = std::numeric_limits<double>::infinity();
  double right = -left;
  double top = left;
  double bottom = -left;
  for (const std::vector<GeoPoint>& ring : zone.rings) {
    std::pair<double, double> last = PixelOf(ring.front(), grid);
    for (const GeoPoint& point : ring) {
      const auto [x, y] = PixelOf(point, grid);
      left = std::min(left, x);
      right = std::max(right, x);
      top = std::min(top, y);
      bottom = std::max(bottom, y);
      if (last.second < y) edges_.push_back({last.first, last.second, x, y});
      if (last.second > y) edges_.push_back({x, y, last.first, last.second});
      last = {x, y};
    }
  }
  std::ranges::sort(edges_, {}, &Edge::top_y);
  const std::uint32_t first_column = CentreFrom(left, grid.width);
  const std::uint32_t first_row = CentreFrom(top, grid.height);
  bounds_ = {first_column, first_row, CentreFrom(right, grid.width) - first_column,
             CentreFrom(bottom, grid.height) - first_row};
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> ZoneOnGrid::SpansOf(std::uint32_t row) const {
  const double y = row + 0.5;
  std::vector<double> crossings;
  for (const Edge& edge : edges_) {
    if (edge.top_y > y) break;
    if (edge.bottom_y <= y) continue;
    const double part = (y - edge.top_y) / (edge.bottom_y - edge.top_y);
    crossings.push_back(std::lerp(edge.top_x, edge.bottom_x, part));
  }
  std::ranges::sort(crossings);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
  for (std::size_t at = 0; at + 1 < crossings.size(); at += 2) {
    const std::uint32_t first = CentreFrom(crossings[at], width_);
    const std::uint32_t end = CentreFrom(crossings[at + 1], width_);
    if (first < end) spans.emplace_back(first, end);
  }
  return spans;
}

}  // namespace portside::sagemaker_geospatial
