// SPDX-License-Identifier: Apache-2.0
//
// Images over synthetic land for tests, and what every raster promises.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/sagemaker_geospatial/rasters/scene_image.h"

namespace portside::sagemaker_geospatial {

inline const RasterDataCollection& CollectionOfMission(Mission mission) {
  for (const RasterDataCollection& collection : RasterDataCollections()) {
    if (collection.mission == mission) return collection;
  }
  throw std::logic_error("no such collection");
}

// A scene of one tile, on the given day of July 2022, under `cloud_cover` percent of cloud.
inline Image SceneImage(Mission mission = Mission::kSentinel2, int day = 9,
                        double cloud_cover = 30) {
  static const auto grounds = std::make_shared<GroundCache>(3);
  Scene scene;
  scene.tile = "11SQA";
  scene.acquired = *ParseIso8601("2022-07-01T18:34:08Z") + std::chrono::days(day - 1);
  scene.id = "S2A_11SQA_202207" + std::to_string(100 + day).substr(1) + "_0_L2A";
  scene.cloud_cover = cloud_cover;
  scene.latitude = 36;
  scene.epsg = 32611;
  scene.origin_x = 699960;
  scene.origin_y = 4100040;
  scene.extent = mission == Mission::kLandsat ? 7800 * 30 : 109800;
  return ImageOf(scene, CollectionOfMission(mission), grounds);
}

inline std::vector<double> ReadAll(const Raster& raster, const RasterWindow& window,
                                   std::size_t band = 0) {
  std::vector<double> values(window.size(), -77777);
  raster.Read(window, band, values);
  return values;
}

// Bytes to compare, in which what has no value equals itself.
inline std::string BytesOf(const std::vector<double>& values) {
  std::vector<float> floats(values.begin(), values.end());
  std::ranges::replace_if(
      floats, [](float value) { return std::isnan(value); }, -1e30F);
  return {reinterpret_cast<const char*>(floats.data()), floats.size() * sizeof(float)};
}

// A step takes from what is read without one; a window shows the same wherever it begins.
inline void CheckWindows(const Raster& raster, std::uint32_t column, std::uint32_t row) {
  constexpr std::uint32_t kSide = 24;
  const RasterWindow whole{column, row, kSide, kSide};
  for (std::size_t band = 0; band < raster.info().bands.size(); ++band) {
    const std::vector<double> all = ReadAll(raster, whole, band);
    for (const std::uint32_t step : {1U, 3U, 5U}) {
      const std::uint32_t side = (kSide - 2 + step - 1) / step;
      std::vector<double> expected;
      for (std::uint32_t y = 0; y < side; ++y) {
        for (std::uint32_t x = 0; x < side; ++x) {
          expected.push_back(all[(2 + y * step) * kSide + 2 + x * step]);
        }
      }
      const RasterWindow window{column + 2, row + 2, side, side, step};
      ASSERT_TRUE(BytesOf(ReadAll(raster, window, band)) == BytesOf(expected))
          << "step " << step << " from " << column << ", " << row;
    }
  }
}

// What Raster promises: about windows, steps and keys.
inline void CheckRaster(const Raster& raster) {
  const RasterGrid& grid = raster.info().grid;
  const std::uint32_t columns[] = {0, grid.width / 3, grid.width - 24};
  const std::uint32_t rows[] = {0, grid.height / 2, grid.height - 24};
  for (const std::uint32_t column : columns) {
    for (const std::uint32_t row : rows) CheckWindows(raster, column, row);
  }
  std::map<std::uint64_t, std::string> by_key;
  for (std::uint32_t row = 0; row + 64 <= grid.height && row < 3100; row += 512) {
    for (std::uint32_t column = 0; column + 64 <= grid.width && column < 3100; column += 512) {
      const RasterWindow window{column, row, 64, 64};
      std::string pixels;
      for (std::size_t band = 0; band < raster.info().bands.size(); ++band) {
        pixels += BytesOf(ReadAll(raster, window, band));
      }
      const auto [same, is_new] = by_key.emplace(raster.Key(window), pixels);
      ASSERT_TRUE(is_new || same->second == pixels) << "at " << column << ", " << row;
    }
  }
}

}  // namespace portside::sagemaker_geospatial
