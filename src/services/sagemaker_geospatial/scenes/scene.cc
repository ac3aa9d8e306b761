// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/land_model.h"
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
  WrsScene wrs;  // of Landsat
};

std::optional<Footprint> Sentinel2Footprint(GeoPoint place) {
  const auto tile = TileAt(place);
  if (!tile) return std::nullopt;
  Footprint footprint;
  footprint.scene.tile = tile->name;
  footprint.scene.epsg = tile->epsg;
  footprint.scene.origin_x = tile->origin_x;
  footprint.scene.origin_y = tile->origin_y;
  footprint.scene.extent = kSentinel2Extent;
  footprint.centre = tile->centre;
  return footprint;
}

Footprint LandsatFootprint(const WrsScene& wrs) {
  Footprint footprint;
  footprint.wrs = wrs;
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
  return footprint;
}

// The tiles that the area touches, in the order in which it comes to them.
Expected<std::vector<Footprint>, JobFailure> FootprintsOf(const SceneQuery& query) {
  const bool is_sentinel = query.collection.mission == Mission::kSentinel2;
  std::vector<Footprint> footprints;
  std::set<std::string> known;
  query.visit_places([&](GeoPoint place) {
    const std::optional<Footprint> footprint =
        is_sentinel ? Sentinel2Footprint(place) : LandsatFootprint(WrsSceneAt(place));
    if (footprint && known.insert(footprint->scene.tile).second) footprints.push_back(*footprint);
    return footprints.size() <= limits::kTilesPerJob;
  });
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
  return scene.cloud_cover;  // EoCloudCover
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

// The grounds of tiles that a filter looks at.
class Lands {
 public:
  explicit Lands(std::uint64_t seed) : seed_(seed) {}
  // What the pixels of an export show.
  double CloudCoverLand(const Scene& scene) {
    const auto land = lands_.try_emplace(scene.tile, seed_, scene.tile).first;
    return land->second.CloudCoverLand(scene);
  }

 private:
  std::uint64_t seed_;
  std::map<std::string, LandModel> lands_;
};

bool Holds(const Scene& scene, const Json& filter, Lands& lands) {
  const Json& property = filter.at("Property");
  const auto& name = property.begin().key();
  const Json& wanted = property.begin().value();
  if (name == "Platform") return PlatformHolds(scene.platform, wanted);
  const double value =
      name == "LandsatCloudCoverLand" ? lands.CloudCoverLand(scene) : NumberOf(scene, name);
  return value >= wanted.at("LowerBound").get<double>() &&
         value <= wanted.at("UpperBound").get<double>();
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

// Every image of the tile in the time of the query, newest first.
std::vector<Scene> ScenesOver(const Footprint& footprint, const SceneQuery& query,
                              std::uint64_t seed) {
  // Whole days, so that an image has the same number in its id whatever the hours of the query.
  const Timestamp first_day = std::chrono::floor<days>(query.start);
  const Timestamp end_day = std::chrono::floor<days>(query.end) + days(1);
  const bool is_sentinel = query.collection.mission == Mission::kSentinel2;
  const std::vector<Pass> passes =
      is_sentinel ? Sentinel2Passes(footprint.centre, first_day, end_day)
                  : LandsatPasses(footprint.wrs.path, footprint.wrs.row, first_day, end_day);
  std::vector<Scene> scenes;
  for (const Pass& pass : passes) {
    scenes.push_back(MakeScene(footprint, pass, query.collection.mission, seed));
  }
  if (is_sentinel) NumberSentinel2Scenes(scenes);
  std::erase_if(scenes, [&](const Scene& scene) {
    return scene.acquired < query.start || scene.acquired > query.end;
  });
  return scenes;
}

}  // namespace

Expected<std::vector<Scene>, JobFailure> FindScenes(const SceneQuery& query, std::uint64_t seed) {
  const std::vector<Footprint> footprints = TRY(FootprintsOf(query));
  std::vector<Scene> passed;
  for (const Footprint& footprint : footprints) {
    const std::vector<Scene> scenes = ScenesOver(footprint, query, seed);
    passed.insert(passed.end(), scenes.begin(), scenes.end());
  }
  if (passed.empty()) return Fail(NoPass(query, footprints));
  std::ranges::stable_sort(passed, std::ranges::greater(), &Scene::acquired);

  Lands lands(seed);
  std::vector<Scene> found;
  std::ranges::copy_if(passed, std::back_inserter(found), [&](const Scene& scene) {
    return std::ranges::all_of(query.property_filters,
                               [&](const Json& filter) { return Holds(scene, filter, lands); });
  });
  if (found.empty()) return Fail(NoMatch(query, footprints, passed));
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
