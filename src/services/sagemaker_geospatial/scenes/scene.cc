// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/orbits.h"

namespace portside::sagemaker_geospatial {
namespace {

using std::chrono::days;

constexpr double kSentinel2Extent = 109'800;
// Landsat scenes are about 185 km of tilted track inside an upright raster of about this size.
constexpr double kLandsatExtent = 7800 * 30.0;

// What one place is cut into by a mission.
struct Footprint {
  Scene scene;  // all that does not change from pass to pass
  GeoPoint centre;
  std::vector<Pass> passes;
};

Expected<Footprint, JobFailure> Sentinel2Footprint(const SceneQuery& query, Timestamp start,
                                                   Timestamp end) {
  const auto tile = TileAt(query.place);
  if (!tile) {
    return Fail(
        JobFailure{"The area of interest lies beyond 80 degrees south or 84 degrees "
                   "north, where " +
                   std::string(query.collection.name) + " has no images. Move AreaOfInterest."});
  }
  Footprint footprint;
  footprint.scene.tile = tile->name;
  footprint.scene.epsg = tile->epsg;
  footprint.scene.origin_x = tile->origin_x;
  footprint.scene.origin_y = tile->origin_y;
  footprint.scene.extent = kSentinel2Extent;
  footprint.centre = tile->centre;
  footprint.passes = Sentinel2Passes(tile->centre, start, end);
  return footprint;
}

Footprint LandsatFootprint(const SceneQuery& query, Timestamp start, Timestamp end) {
  const WrsScene wrs = WrsSceneAt(query.place);
  Footprint footprint;
  footprint.centre = wrs.Centre();
  const int zone = UtmZone(footprint.centre);
  UtmPosition at = ToUtm(footprint.centre, zone);
  // Landsat products use the northern zones everywhere, with negative northings in the south.
  if (!at.north) at.northing -= 10'000'000;
  footprint.scene.tile = wrs.Name();
  footprint.scene.epsg = 32600 + zone;
  footprint.scene.origin_x = std::round((at.easting - kLandsatExtent / 2) / 30) * 30 + 15;
  footprint.scene.origin_y = std::round((at.northing + kLandsatExtent / 2) / 30) * 30 + 15;
  footprint.scene.extent = kLandsatExtent;
  footprint.passes = LandsatPasses(wrs.path, wrs.row, start, end);
  return footprint;
}

// Skies: almost a third of the images are clear, the others reach from fair to overcast.
double CloudCover(double chance) {
  const double percent = chance < 0.3 ? chance * 3 : 100 * std::pow((chance - 0.3) / 0.7, 1.6);
  return std::round(percent * 1e4) / 1e4;
}

std::string LandsatId(const Scene& scene, const Pass& pass) {
  const Timestamp processed = scene.acquired + days(6);
  return "LC0" + std::string(pass.satellite) + "_L2SP_" + scene.tile + "_" +
         FormatUtc(scene.acquired, "%Y%m%d") + "_" + FormatUtc(processed, "%Y%m%d") + "_02_T1";
}

Scene MakeScene(const Footprint& footprint, const Pass& pass, Mission mission, std::uint64_t seed) {
  Scene scene = footprint.scene;
  // Whole seconds, as folder names have them.
  scene.acquired = std::chrono::floor<std::chrono::seconds>(pass.at);
  scene.latitude = footprint.centre.latitude;
  scene.view_off_nadir = pass.off_nadir;
  const SunPosition sun = SunAt(footprint.centre, scene.acquired);
  scene.sun_elevation = sun.elevation;
  scene.sun_azimuth = sun.azimuth;
  if (mission == Mission::kSentinel2) {
    scene.platform = "sentinel-2" + ToLower(pass.satellite);
    scene.id = "S2" + std::string(pass.satellite) + "_" + scene.tile + "_" +
               FormatUtc(scene.acquired, "%Y%m%d");
  } else {
    scene.platform = "LANDSAT_" + std::string(pass.satellite);
    scene.id = LandsatId(scene, pass);
  }
  Random random(StableHash(scene.tile + FormatIso8601(scene.acquired, 0) + scene.platform, seed));
  scene.cloud_cover = CloudCover(random.Unit());
  return scene;
}

// Near the poles one satellite sees a tile twice a day: the number in the id tells them apart.
void NumberSentinel2Scenes(std::vector<Scene>& newest_first) {
  std::map<std::string, int> seen;
  for (auto scene = newest_first.rbegin(); scene != newest_first.rend(); ++scene) {
    const int number = seen[scene->id]++;
    scene->id += "_" + std::to_string(number) + "_L2A";
  }
}

double NumberOf(const Scene& scene, const std::string& property) {
  if (property == "ViewOffNadir") return scene.view_off_nadir;
  if (property == "ViewSunAzimuth") return scene.sun_azimuth;
  if (property == "ViewSunElevation") return scene.sun_elevation;
  return scene.cloud_cover;  // EoCloudCover, LandsatCloudCoverLand
}

bool PlatformHolds(const std::string& platform, const Json& filter) {
  // Platforms are written "sentinel-2a" and "SENTINEL-2A" by different users.
  const std::string actual = ToLower(platform);
  const std::string wanted = ToLower(StringOr(filter, "Value"));
  const std::string comparison = StringOr(filter, "ComparisonOperator", "EQUALS");
  if (comparison == "NOT_EQUALS") return actual != wanted;
  if (comparison == "STARTS_WITH") return actual.starts_with(wanted);
  return actual == wanted;
}

bool Holds(const Scene& scene, const Json& filter) {
  const Json& property = filter.at("Property");
  const auto& name = property.begin().key();
  const Json& wanted = property.begin().value();
  if (name == "Platform") return PlatformHolds(scene.platform, wanted);
  const double value = NumberOf(scene, name);
  return value >= wanted.at("LowerBound").get<double>() &&
         value <= wanted.at("UpperBound").get<double>();
}

std::string Period(const SceneQuery& query) {
  return FormatIso8601(query.start, 0) + " to " + FormatIso8601(query.end, 0);
}

JobFailure NoPass(const SceneQuery& query, const std::string& tile) {
  return {"No satellite of " + std::string(query.collection.name) + " passed over tile " + tile +
          " in the time range " + Period(query) +
          ". Widen TimeRangeFilter: the missions repeat after 5 to 16 days, and have no images "
          "before their launch."};
}

JobFailure NoMatch(const SceneQuery& query, const std::vector<Scene>& passed) {
  const auto [clearest, cloudiest] = std::ranges::minmax(passed, {}, &Scene::cloud_cover);
  char range[64];
  std::snprintf(range, sizeof range, "%.2f to %.2f", clearest.cloud_cover, cloudiest.cloud_cover);
  return {"None of the " + std::to_string(passed.size()) + " images of tile " +
          passed.front().tile + " from " + Period(query) +
          " satisfies PropertyFilters; their cloud cover is " + range +
          " percent. Relax PropertyFilters or widen TimeRangeFilter."};
}

}  // namespace

Expected<std::vector<Scene>, JobFailure> FindScenes(const SceneQuery& query, std::uint64_t seed) {
  // Whole days, so that an image has the same number in its id whatever the hours of the query.
  const Timestamp first_day = std::chrono::floor<days>(query.start);
  const Timestamp end_day = std::chrono::floor<days>(query.end) + days(1);
  const Mission mission = query.collection.mission;
  const Footprint footprint = mission == Mission::kSentinel2
                                  ? TRY(Sentinel2Footprint(query, first_day, end_day))
                                  : LandsatFootprint(query, first_day, end_day);

  std::vector<Scene> scenes;
  for (const Pass& pass : footprint.passes) {
    scenes.push_back(MakeScene(footprint, pass, mission, seed));
  }
  if (mission == Mission::kSentinel2) NumberSentinel2Scenes(scenes);
  std::erase_if(scenes, [&](const Scene& scene) {
    return scene.acquired < query.start || scene.acquired > query.end;
  });
  if (scenes.empty()) return Fail(NoPass(query, footprint.scene.tile));

  std::vector<Scene> found;
  std::ranges::copy_if(scenes, std::back_inserter(found), [&](const Scene& scene) {
    return std::ranges::all_of(query.property_filters,
                               [&](const Json& filter) { return Holds(scene, filter); });
  });
  if (found.empty()) return Fail(NoMatch(query, scenes));
  if (found.size() > limits::kScenesPerJob) {
    return Fail(JobFailure{"The query finds " + std::to_string(found.size()) +
                           " images; Portside takes at most " +
                           std::to_string(limits::kScenesPerJob) +
                           " for one job. Narrow TimeRangeFilter or PropertyFilters."});
  }
  return found;
}

Json ToJson(const Scene& scene) {
  return {{"Id", scene.id},
          {"Tile", scene.tile},
          {"DateTime", ToEpochSeconds(scene.acquired)},
          {"Platform", scene.platform},
          {"CloudCover", scene.cloud_cover},
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
  scene.latitude = json.at("Latitude").get<double>();
  scene.epsg = json.at("Epsg").get<int>();
  scene.origin_x = json.at("OriginX").get<double>();
  scene.origin_y = json.at("OriginY").get<double>();
  scene.extent = json.at("Extent").get<double>();
  return scene;
}

}  // namespace portside::sagemaker_geospatial
