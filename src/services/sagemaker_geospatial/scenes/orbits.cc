// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/orbits.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace portside::sagemaker_geospatial {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kDaySeconds = 86400;
constexpr double kKilometresPerDegree = 111.32;

// A sun-synchronous orbit that closes after `orbits` revolutions in `cycle_days`.
struct Orbit {
  double inclination;  // degrees
  int orbits;
  int cycle_days;
  double node_hour;  // local solar time of the descending node
  double altitude;   // kilometres

  [[nodiscard]] double Period() const { return kDaySeconds * cycle_days / orbits; }
};

constexpr Orbit kSentinel2{98.62, 143, 10, 10.5, 786};
constexpr Orbit kLandsat{98.2, 233, 16, 10.2, 705};

// Part of a descending pass: what lies between the node and a latitude.
struct Arc {
  double seconds;    // after the node; negative in the north
  double longitude;  // degrees east of the node
};

double Wrapped(double degrees) { return degrees - 360 * std::floor((degrees + 180) / 360); }

// The ground track turns west by its inclination and by the earth's rotation below it.
Arc ArcTo(const Orbit& orbit, double latitude) {
  const double ratio = std::sin(latitude * kDegree) / std::sin(orbit.inclination * kDegree);
  const double angle = -std::asin(std::clamp(ratio, -1.0, 1.0));
  const double time = angle / (2 * std::numbers::pi) * orbit.Period();
  const double turned =
      std::atan2(std::cos(orbit.inclination * kDegree) * std::sin(angle), std::cos(angle)) /
      kDegree;
  return {time, turned - time * 360 / kDaySeconds};
}

Timestamp PlusSeconds(Timestamp time, double by) {
  return time + Duration(static_cast<std::int64_t>(std::llround(by * 1e6)));
}

double SecondsBetween(Timestamp from, Timestamp to) {
  return std::chrono::duration<double>(to - from).count();
}

std::int64_t Revolutions(double count) { return static_cast<std::int64_t>(count); }

struct Satellite {
  std::string_view name;
  Timestamp first_node;  // a descending node of the satellite
  Timestamp in_service;
};

// Nodes reconstructed from two published images and exact to seconds: S2A_15TUH_20221230 at
// 17:21:52Z; the second satellite flies half an orbit cycle behind the first.
constexpr Timestamp kSentinel2Node =
    sys_days(year(2022) / 12 / 30) + seconds(17 * 3600 + 34 * 60 + 1);
constexpr Satellite kSentinel2Satellites[] = {
    {"A", kSentinel2Node, sys_days(year(2015) / 7 / 1)},
    {"B", kSentinel2Node + days(5), sys_days(year(2017) / 7 / 1)},
};

// Path 44 was imaged by Landsat 8 on 2014-03-18; Landsat 9 follows eight days apart.
constexpr sys_days kLandsatPath44 = sys_days(year(2014) / 3 / 18);
constexpr Satellite kLandsatSatellites[] = {
    {"8", kLandsatPath44, sys_days(year(2013) / 4 / 11)},
    {"9", kLandsatPath44 + days(8), sys_days(year(2021) / 10 / 31)},
};
constexpr int kPaths = 233;
constexpr double kPathSpacing = 360.0 / kPaths;
constexpr double kRowSpacing = 360.0 / 248;
constexpr double kFirstPathNode = -64.6;  // longitude of path 1 at its descending node
constexpr int kNodeRow = 60;

constexpr Timestamp kEndOfTime = sys_days(year(2115) / 1 / 1);

void NewestFirst(std::vector<Pass>& passes) {
  std::ranges::sort(passes, std::ranges::greater{}, &Pass::at);
}

}  // namespace

constexpr ServiceTime kSentinel2Service{kSentinel2Satellites[0].in_service, kEndOfTime};
constexpr ServiceTime kLandsatService{kLandsatSatellites[0].in_service, kEndOfTime};

std::vector<Pass> Sentinel2Passes(GeoPoint place, Timestamp start, Timestamp end) {
  // The swath is 290 km wide; a square whose centre is a little outside still has an image.
  constexpr double kHalfSwath = 145;
  constexpr double kMargin = 25;
  constexpr double kWestward = 360.0 * 10 / 143;  // from one orbit's node to the next
  const Arc arc = ArcTo(kSentinel2, place.latitude);
  const double period = kSentinel2.Period();
  // Across the track, which leans from the meridian the more the nearer it comes to its turn.
  const double parallel = std::cos(place.latitude * kDegree);
  const double lean = std::clamp(std::cos(kSentinel2.inclination * kDegree) / parallel, -1.0, 1.0);
  const double kilometres_per_degree = kKilometresPerDegree * parallel * std::sqrt(1 - lean * lean);

  std::vector<Pass> passes;
  for (const Satellite& satellite : kSentinel2Satellites) {
    const Timestamp from = std::max(start, satellite.in_service);
    const Timestamp to = std::min(end, kEndOfTime);
    // By the definition of local solar time, a node's hour gives its longitude.
    const double hours =
        SecondsBetween(std::chrono::floor<days>(satellite.first_node), satellite.first_node) / 3600;
    const double first_longitude = (kSentinel2.node_hour - hours) * 15;
    const Timestamp first = PlusSeconds(satellite.first_node, arc.seconds);
    const auto last_orbit = Revolutions(std::floor(SecondsBetween(first, to) / period));
    auto orbit = Revolutions(std::ceil(SecondsBetween(first, from) / period));
    for (; orbit <= last_orbit; ++orbit) {
      const double track = first_longitude + arc.longitude - kWestward * static_cast<double>(orbit);
      const double across = Wrapped(place.longitude - track) * kilometres_per_degree;
      if (std::abs(across) > kHalfSwath + kMargin) continue;
      passes.push_back(
          {PlusSeconds(first, period * static_cast<double>(orbit)), satellite.name,
           std::atan2(std::min(std::abs(across), kHalfSwath), kSentinel2.altitude) / kDegree});
    }
  }
  NewestFirst(passes);
  return passes;
}

std::vector<Pass> LandsatPasses(int path, int row, Timestamp start, Timestamp end) {
  const GeoPoint centre = WrsScene{path, row}.Centre();
  const Arc arc = ArcTo(kLandsat, centre.latitude);
  const double node_longitude = Wrapped(kFirstPathNode - (path - 1) * kPathSpacing);
  const double second_of_day = (kLandsat.node_hour - node_longitude / 15) * 3600 + arc.seconds;
  // The next path to the west follows seven days later, modulo the cycle.
  const days shift(((path - 44) * 7 % 16 + 16) % 16);

  std::vector<Pass> passes;
  for (const Satellite& satellite : kLandsatSatellites) {
    const Timestamp from = std::max(start, satellite.in_service);
    const Timestamp to = std::min(end, kEndOfTime);
    const Timestamp first = PlusSeconds(satellite.first_node + shift, second_of_day);
    const double cycle = kDaySeconds * kLandsat.cycle_days;
    const auto last_cycle = Revolutions(std::floor(SecondsBetween(first, to) / cycle));
    auto at = Revolutions(std::ceil(SecondsBetween(first, from) / cycle));
    for (; at <= last_cycle; ++at) {
      passes.push_back({PlusSeconds(first, cycle * static_cast<double>(at)), satellite.name, 0});
    }
  }
  NewestFirst(passes);
  return passes;
}

std::string WrsScene::Name() const {
  char text[16];
  std::snprintf(text, sizeof text, "%03d%03d", path, row);
  return text;
}

GeoPoint WrsScene::Centre() const {
  const double angle = (row - kNodeRow) * kRowSpacing * kDegree;
  const double latitude =
      -std::asin(std::sin(kLandsat.inclination * kDegree) * std::sin(angle)) / kDegree;
  const double node = kFirstPathNode - (path - 1) * kPathSpacing;
  return {Wrapped(node + ArcTo(kLandsat, latitude).longitude), latitude};
}

WrsScene WrsSceneAt(GeoPoint place) {
  // Beyond the orbit's turn there is no descending track: the northernmost and southernmost rows.
  const double turn = 180 - kLandsat.inclination - 0.1;
  const double latitude = std::clamp(place.latitude, -turn, turn);
  const Arc arc = ArcTo(kLandsat, latitude);
  const double angle = arc.seconds / kLandsat.Period() * 360;
  const double node = place.longitude - arc.longitude;
  const auto path = static_cast<int>(std::lround((kFirstPathNode - node) / kPathSpacing));
  const int row = kNodeRow + static_cast<int>(std::lround(angle / kRowSpacing));
  return {(path % kPaths + kPaths) % kPaths + 1, std::clamp(row, 1, 122)};
}

SunPosition SunAt(GeoPoint place, Timestamp at) {
  const sys_days day = std::chrono::floor<days>(at);
  const sys_days new_year = std::chrono::year_month_day(day).year() / 1 / 1;
  const double day_of_year = static_cast<double>((day - new_year).count());
  const double declination =
      -23.44 * kDegree * std::cos(2 * std::numbers::pi * (day_of_year + 10) / 365.25);
  const double solar_hour = SecondsBetween(day, at) / 3600 + place.longitude / 15;
  const double hour_angle = (solar_hour - 12) * 15 * kDegree;
  const double latitude = place.latitude * kDegree;
  const double up = std::sin(latitude) * std::sin(declination) +
                    std::cos(latitude) * std::cos(declination) * std::cos(hour_angle);
  const double east = -std::cos(declination) * std::sin(hour_angle);
  const double north = std::cos(latitude) * std::sin(declination) -
                       std::sin(latitude) * std::cos(declination) * std::cos(hour_angle);
  const double azimuth = std::atan2(east, north) / kDegree;
  return {std::asin(up) / kDegree, azimuth < 0 ? azimuth + 360 : azimuth};
}

}  // namespace portside::sagemaker_geospatial
