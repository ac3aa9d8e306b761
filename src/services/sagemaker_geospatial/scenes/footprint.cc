// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/footprint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "portside/base/encoding.h"
#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr double kSentinel2Extent = 109'800;
// Landsat scenes are about 185 km of tilted track inside an upright raster of about this size.
constexpr double kLandsatExtent = 7800 * 30.0;

Footprint Sentinel2Footprint(const MgrsSquare& square) {
  const MgrsTile tile = TileOf(square);
  Footprint footprint;
  footprint.scene.tile = tile.name;
  footprint.scene.epsg = tile.epsg;
  footprint.scene.origin_x = tile.origin_x;
  footprint.scene.origin_y = tile.origin_y;
  footprint.scene.extent = kSentinel2Extent;
  footprint.centre = tile.centre;
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

// `number` tells the images apart that one satellite takes of a tile on one day, near the poles.
Scene MakeScene(const Footprint& footprint, const Pass& pass, Mission mission, int number,
                std::uint64_t seed) {
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
               FormatUtc(scene.acquired, "%Y%m%d") + "_" + std::to_string(number) + "_L2A";
  } else {
    scene.platform = "LANDSAT_" + std::string(pass.satellite);
    scene.id = LandsatId(scene, pass);
  }
  Random random(StableHash(scene.tile + FormatIso8601(scene.acquired, 0) + scene.platform, seed));
  scene.cloud_cover = CloudCover(random.Unit());
  return scene;
}

// How many images of its satellite there were on its day before it.
class DayCounter {
 public:
  int Count(const Pass& pass) {
    const sys_days day = std::chrono::floor<days>(pass.at);
    auto& [counted_day, count] = counts_[static_cast<std::size_t>(pass.satellite.front()) % 2];
    if (counted_day != day) count = 0;
    counted_day = day;
    return count++;
  }

 private:
  std::array<std::pair<sys_days, int>, 2> counts_{};  // satellites A and B, 8 and 9
};

}  // namespace

std::vector<Footprint> FootprintsOf(
    Mission mission, const std::function<void(const PlaceVisitor& visit)>& visit_places,
    std::size_t limit) {
  std::vector<Footprint> footprints;
  std::unordered_set<std::uint64_t> known;
  visit_places([&](GeoPoint place) {
    if (mission == Mission::kSentinel2) {
      const auto square = SquareAt(place);
      if (square && known.insert(square->Key()).second) {
        footprints.push_back(Sentinel2Footprint(*square));
      }
    } else {
      const WrsScene wrs = WrsSceneAt(place);
      if (known.insert(static_cast<std::uint64_t>(wrs.path) << 32 | static_cast<unsigned>(wrs.row))
              .second) {
        footprints.push_back(LandsatFootprint(wrs));
      }
    }
    return footprints.size() <= limit;
  });
  return footprints;
}

std::vector<Scene> ScenesOver(const Footprint& footprint, Mission mission, Timestamp start,
                              Timestamp end, std::uint64_t seed) {
  // Whole days, so that an image has the same number in its id whatever the hours of the query.
  const Timestamp first_day = std::chrono::floor<days>(start);
  const Timestamp end_day = std::chrono::floor<days>(end) + days(1);
  std::vector<Pass> passes =
      mission == Mission::kSentinel2
          ? Sentinel2Passes(footprint.centre, first_day, end_day)
          : LandsatPasses(footprint.wrs.path, footprint.wrs.row, first_day, end_day);
  std::ranges::reverse(passes);
  DayCounter counter;
  std::vector<Scene> scenes;
  for (const Pass& pass : passes) {
    const int number = counter.Count(pass);
    const Timestamp acquired = std::chrono::floor<std::chrono::seconds>(pass.at);
    if (acquired < start || acquired > end) continue;
    scenes.push_back(MakeScene(footprint, pass, mission, number, seed));
  }
  std::ranges::reverse(scenes);
  return scenes;
}

}  // namespace portside::sagemaker_geospatial
