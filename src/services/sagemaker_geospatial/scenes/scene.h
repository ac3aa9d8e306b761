// SPDX-License-Identifier: Apache-2.0
//
// Scenes: the satellite images that a query finds. Portside has no imagery; it knows on which days
// the satellites passed (orbits.h) and invents each image's cloud cover from the program's seed,
// the tile and the day, so that the same query always finds the same images, whichever job asks.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/base/timestamp.h"
#include "portside/jobs/job_work.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/area_of_interest.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

struct Scene {
  std::string id;    // "S2A_15TUH_20221230_0_L2A"
  std::string tile;  // "15TUH"; Landsat: path and row, "039035"
  Timestamp acquired{};
  std::string platform;    // "sentinel-2a"
  double cloud_cover = 0;  // percent
  double view_off_nadir = 0;
  double sun_azimuth = 0;
  double sun_elevation = 0;
  double latitude = 0;  // of the centre: for the season
  int epsg = 0;
  double origin_x = 0;  // upper left corner, metres
  double origin_y = 0;
  double extent = 0;  // metres, both ways
};

// The order of every list of scenes: newest first, and those of one second by their ids.
[[nodiscard]] bool IsBefore(const Scene& a, const Scene& b);

// As a job's records keep it.
Json ToJson(const Scene& scene);
Scene SceneFromJson(const Json& json);

struct SceneQuery {
  const RasterDataCollection& collection;
  // Goes through the places of the area of interest (area_of_interest.h).
  std::function<void(const PlaceVisitor& visit)> visit_places;
  Timestamp start{};
  Timestamp end{};
  // [{"Property": {"EoCloudCover": {…}}}, …]; all must hold.
  Json property_filters = Json::array();
};

// The scenes of the tiles that the area touches, in their order, of at most limits::kTilesPerJob
// tiles and at most limits::kScenesPerJob. Fails with a reason where there are none or too many:
// nothing is left out silently.
Expected<std::vector<Scene>, JobFailure> FindScenes(const SceneQuery& query, std::uint64_t seed);

}  // namespace portside::sagemaker_geospatial
