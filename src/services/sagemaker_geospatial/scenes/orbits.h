// SPDX-License-Identifier: Apache-2.0
//
// When satellites pass over a place. Sentinel-2 and Landsat repeat their ground tracks exactly, so
// the days on which the real missions imaged a place follow from a few constants; a query written
// for the real service therefore finds images on the same days here. Pure functions, no I/O.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/timestamp.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

// From the first satellite's service to a century later; there are no images before and after.
struct ServiceTime {
  Timestamp first{};
  Timestamp last{};
};
extern const ServiceTime kSentinel2Service;
extern const ServiceTime kLandsatService;

struct Pass {
  Timestamp at{};              // when the satellite is at the place's latitude
  std::string_view satellite;  // "A", "B" (Sentinel-2); "8", "9" (Landsat)
  double off_nadir = 0;        // degrees from straight down at the place
};

// Every pass within [start, end] from which the place is in the swath, newest first. Passes before
// a satellite's service, and more than a century after, do not exist.
std::vector<Pass> Sentinel2Passes(GeoPoint place, Timestamp start, Timestamp end);
std::vector<Pass> LandsatPasses(int path, int row, Timestamp start, Timestamp end);

// The Worldwide Reference System of Landsat: the path and row whose centre is nearest.
struct WrsScene {
  int path = 0;                            // 1..233
  int row = 0;                             // 1..122 on the day side
  [[nodiscard]] std::string Name() const;  // "039035"
  [[nodiscard]] GeoPoint Centre() const;
};
WrsScene WrsSceneAt(GeoPoint place);

// Where the sun stands, in degrees: elevation above the horizon, azimuth from north by east.
struct SunPosition {
  double elevation = 0;
  double azimuth = 0;
};
SunPosition SunAt(GeoPoint place, Timestamp at);

}  // namespace portside::sagemaker_geospatial
