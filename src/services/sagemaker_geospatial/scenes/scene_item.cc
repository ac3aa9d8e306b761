// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene_item.h"

#include <algorithm>

#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {
namespace {

struct Asset {
  std::string name;
  std::string file;          // "B02.tif"
  bool is_original = false;  // of Sentinel-2: from the archive of the JPEG 2000 files
};

// As recorded: each band as a GeoTIFF and as the JPEG 2000 that it was made from, and the picture
// in true colour. `thumbnail` is what public samples show of a scene.
std::vector<Asset> Sentinel2Assets(const RasterDataCollection& collection) {
  std::vector<Asset> assets;
  const auto add = [&assets](const std::string& name, const std::string& file) {
    assets.push_back({name, file + ".tif"});
    assets.push_back({name + "-jp2", file + ".jp2", true});
  };
  for (const RasterBand& band : collection.bands)
    add(std::string(band.name), std::string(band.file));
  add("visual", "TCI");
  assets.push_back({"thumbnail", "thumbnail.jpg"});
  return assets;
}

// Each band under its own name; what the collection calls `t` is an asset `lwir11` in public
// samples.
std::vector<Asset> LandsatAssets(const RasterDataCollection& collection) {
  std::vector<Asset> assets;
  for (const RasterBand& band : collection.bands) {
    assets.push_back({std::string(band.name), std::string(band.file) + ".TIF"});
    if (band.name == "t") assets.push_back({"lwir11", std::string(band.file) + ".TIF"});
  }
  return assets;
}

std::vector<Asset> AssetsOf(const RasterDataCollection& collection) {
  return collection.mission == Mission::kSentinel2 ? Sentinel2Assets(collection)
                                                   : LandsatAssets(collection);
}

// "15/T/UH": folders of both archives have the zone without a leading zero.
std::string Sentinel2Folder(const std::string& tile) {
  return std::to_string(std::stoi(tile.substr(0, 2))) + "/" + tile.substr(2, 1) + "/" +
         tile.substr(3);
}

// S2A_15TUH_20221230_0_L2A has the forms, all recorded,
// …/sentinel-s2-l2a-cogs/15/T/UH/2022/12/<id>/B02.tif and
// s3://sentinel-s2-l2a/tiles/15/T/UH/2022/12/30/0/B12.jp2, months and days without leading zeros.
std::string Sentinel2Href(const Scene& scene, const Asset& asset) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(scene.acquired));
  const std::string month = std::to_string(static_cast<int>(day.year())) + "/" +
                            std::to_string(static_cast<unsigned>(day.month()));
  if (!asset.is_original) {
    return "https://sentinel-cogs.s3.us-west-2.amazonaws.com/sentinel-s2-l2a-cogs/" +
           Sentinel2Folder(scene.tile) + "/" + month + "/" + scene.id + "/" + asset.file;
  }
  // The number of the image on its day stands before "_L2A".
  const std::size_t end = scene.id.rfind('_');
  const std::size_t begin = scene.id.rfind('_', end - 1) + 1;
  return "s3://sentinel-s2-l2a/tiles/" + Sentinel2Folder(scene.tile) + "/" + month + "/" +
         std::to_string(static_cast<unsigned>(day.day())) + "/" +
         scene.id.substr(begin, end - begin) + "/" + asset.file;
}

// The archive's folders are by year, path and row.
std::string LandsatHref(const Scene& scene, const Asset& asset) {
  return "s3://usgs-landsat/collection02/level-2/standard/oli-tirs/" +
         FormatUtc(scene.acquired, "%Y") + "/" + scene.tile.substr(0, 3) + "/" +
         scene.tile.substr(3) + "/" + scene.id + "/" + scene.id + "_" + asset.file;
}

// The corners of the raster from the north-west, clockwise, as recorded. Those of Sentinel-2 are a
// metre within it, as its metadata have them.
Json GeometryOf(const Scene& scene, Mission mission) {
  const double inset = mission == Mission::kSentinel2 ? 1 : 0;
  const double side = scene.extent - 2 * inset;
  const int zone = scene.epsg % 100;
  const bool north = scene.epsg / 100 == 326;
  Json ring = Json::array();
  const double corners[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
  for (const auto& [east, south] : corners) {
    const GeoPoint point = FromUtm(
        {zone, north, scene.origin_x + inset + east * side, scene.origin_y - inset - south * side});
    ring.push_back({point.longitude, point.latitude});
  }
  return {{"Type", "Polygon"}, {"Coordinates", Json::array({std::move(ring)})}};
}

// Of Sentinel-2 those that were recorded; of Landsat all that the model has.
Json PropertiesOf(const Scene& scene, Mission mission, CloudsOverLand& clouds) {
  Json properties = {{"EoCloudCover", scene.cloud_cover}, {"Platform", scene.platform}};
  if (mission == Mission::kLandsat) {
    properties["LandsatCloudCoverLand"] = clouds.Of(scene);
    properties["ViewOffNadir"] = scene.view_off_nadir;
    properties["ViewSunAzimuth"] = scene.sun_azimuth;
    properties["ViewSunElevation"] = scene.sun_elevation;
  }
  return properties;
}

}  // namespace

std::vector<std::string> AssetNamesOf(const RasterDataCollection& collection) {
  std::vector<std::string> names;
  for (Asset& asset : AssetsOf(collection)) names.push_back(std::move(asset.name));
  return names;
}

Json SceneItem(const Scene& scene, const RasterDataCollection& collection,
               const std::optional<Json>& band_filter, CloudsOverLand& clouds) {
  const bool is_sentinel = collection.mission == Mission::kSentinel2;
  Json assets = Json::object();
  for (const Asset& asset : AssetsOf(collection)) {
    if (band_filter && std::ranges::find(*band_filter, Json(asset.name)) == band_filter->end()) {
      continue;
    }
    assets[asset.name] = {
        {"Href", is_sentinel ? Sentinel2Href(scene, asset) : LandsatHref(scene, asset)}};
  }
  return {{"Id", scene.id},
          {"DateTime", ToEpochSeconds(scene.acquired)},
          {"Geometry", GeometryOf(scene, collection.mission)},
          {"Properties", PropertiesOf(scene, collection.mission, clouds)},
          {"Assets", std::move(assets)}};
}

}  // namespace portside::sagemaker_geospatial
