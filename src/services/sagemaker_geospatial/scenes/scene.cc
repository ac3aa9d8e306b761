// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene.h"

#include <algorithm>
#include <cstdio>

#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/footprint.h"
#include "services/sagemaker_geospatial/scenes/property_filters.h"

namespace portside::sagemaker_geospatial {
namespace {

// The tiles that the area touches.
Expected<std::vector<Footprint>, JobFailure> FootprintsOf(const SceneQuery& query) {
  std::vector<Footprint> footprints =
      FootprintsOf(query.collection.mission, query.visit_places, limits::kTilesPerJob);
  if (footprints.empty()) {
    return Fail(
        JobFailure{"The area of interest lies beyond 80 degrees south or 84 degrees "
                   "north, where " +
                   std::string(query.collection.name) + " has no images. Move AreaOfInterest."});
  }
  if (footprints.size() > limits::kTilesPerJob) {
    return Fail(JobFailure{"The area of interest touches more than " +
                           std::to_string(limits::kTilesPerJob) + " tiles of " +
                           std::string(query.collection.name) +
                           ", the most that Portside takes for one job. Make AreaOfInterest "
                           "smaller."});
  }
  return footprints;
}

std::string Period(const SceneQuery& query) {
  return FormatIso8601(query.start, 0) + " to " + FormatIso8601(query.end, 0);
}

std::string NamesOf(const std::vector<Footprint>& footprints) {
  std::string names = footprints.size() == 1 ? "tile " : "the tiles ";
  for (const Footprint& footprint : footprints) {
    if (&footprint != &footprints.front()) names += ", ";
    names += footprint.scene.tile;
  }
  return names;
}

JobFailure NoPass(const SceneQuery& query, const std::vector<Footprint>& footprints) {
  return {"No satellite of " + std::string(query.collection.name) + " passed over " +
          NamesOf(footprints) + " in the time range " + Period(query) +
          ". Widen TimeRangeFilter: the missions repeat after 5 to 16 days, and have no images "
          "before their launch."};
}

JobFailure NoMatch(const SceneQuery& query, const std::vector<Footprint>& footprints,
                   const std::vector<Scene>& passed) {
  const auto [clearest, cloudiest] = std::ranges::minmax(passed, {}, &Scene::cloud_cover);
  char range[64];
  std::snprintf(range, sizeof range, "%.2f to %.2f", clearest.cloud_cover, cloudiest.cloud_cover);
  return {"None of the " + std::to_string(passed.size()) + " images of " + NamesOf(footprints) +
          " from " + Period(query) + " satisfies PropertyFilters; their cloud cover is " + range +
          " percent. Relax PropertyFilters or widen TimeRangeFilter."};
}

}  // namespace

Expected<std::vector<Scene>, JobFailure> FindScenes(const SceneQuery& query, std::uint64_t seed) {
  const std::vector<Footprint> footprints = TRY(FootprintsOf(query));
  std::vector<Scene> passed;
  for (const Footprint& footprint : footprints) {
    const std::vector<Scene> scenes =
        ScenesOver(footprint, query.collection.mission, query.start, query.end, seed);
    passed.insert(passed.end(), scenes.begin(), scenes.end());
  }
  if (passed.empty()) return Fail(NoPass(query, footprints));
  std::ranges::sort(passed, IsBefore);

  CloudsOverLand clouds(seed);
  const PropertyFilters filters(query.property_filters, clouds);
  std::vector<Scene> found;
  std::ranges::copy_if(passed, std::back_inserter(found),
                       [&](const Scene& scene) { return filters.Hold(scene); });
  if (found.empty()) return Fail(NoMatch(query, footprints, passed));
  if (found.size() > limits::kScenesPerJob) {
    return Fail(JobFailure{"The query finds " + std::to_string(found.size()) +
                           " images; Portside takes at most " +
                           std::to_string(limits::kScenesPerJob) +
                           " for one job. Narrow TimeRangeFilter or PropertyFilters."});
  }
  return found;
}

bool IsBefore(const Scene& a, const Scene& b) {
  return a.acquired != b.acquired ? a.acquired > b.acquired : a.id < b.id;
}

Json ToJson(const Scene& scene) {
  return {{"Id", scene.id},
          {"Tile", scene.tile},
          {"DateTime", ToEpochSeconds(scene.acquired)},
          {"Platform", scene.platform},
          {"CloudCover", scene.cloud_cover},
          {"ViewOffNadir", scene.view_off_nadir},
          {"SunAzimuth", scene.sun_azimuth},
          {"SunElevation", scene.sun_elevation},
          {"Latitude", scene.latitude},
          {"Epsg", scene.epsg},
          {"OriginX", scene.origin_x},
          {"OriginY", scene.origin_y},
          {"Extent", scene.extent}};
}

Scene SceneFromJson(const Json& json) {
  Scene scene;
  scene.id = json.at("Id").get<std::string>();
  scene.tile = json.at("Tile").get<std::string>();
  scene.acquired = FromEpochSeconds(json.at("DateTime").get<double>());
  scene.platform = json.at("Platform").get<std::string>();
  scene.cloud_cover = json.at("CloudCover").get<double>();
  // The angles are not in what the first releases wrote.
  scene.view_off_nadir = json.value("ViewOffNadir", 0.0);
  scene.sun_azimuth = json.value("SunAzimuth", 0.0);
  scene.sun_elevation = json.value("SunElevation", 0.0);
  scene.latitude = json.at("Latitude").get<double>();
  scene.epsg = json.at("Epsg").get<int>();
  scene.origin_x = json.at("OriginX").get<double>();
  scene.origin_y = json.at("OriginY").get<double>();
  scene.extent = json.at("Extent").get<double>();
  return scene;
}

}  // namespace portside::sagemaker_geospatial
