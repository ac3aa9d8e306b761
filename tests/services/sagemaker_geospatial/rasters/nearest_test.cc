// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/nearest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/raster_checks.h"

namespace portside::sagemaker_geospatial {
namespace {

TEST(Nearest, IsTheRasterItselfOnItsOwnGrid) {
  const RasterPtr raster = SceneImage().Find("nir")->raster;
  EXPECT_EQ(NearestOnto(raster, raster->info().grid), raster);
}

TEST(Nearest, RepeatsPixelsOnAFinerGrid) {
  const Image image = SceneImage();
  const RasterPtr coarse = image.Find("coastal")->raster;
  const RasterPtr fine = NearestOnto(coarse, image.Find("nir")->raster->info().grid);
  const std::vector<double> from = ReadAll(*coarse, {100, 50, 10, 10});
  const std::vector<double> onto = ReadAll(*fine, {600, 300, 60, 60});
  for (std::size_t y = 0; y < 60; ++y) {
    for (std::size_t x = 0; x < 60; ++x) ASSERT_EQ(onto[y * 60 + x], from[y / 6 * 10 + x / 6]);
  }
  CheckRaster(*fine);
}

TEST(Nearest, HasNoValueOutside) {
  const RasterPtr raster = SceneImage().Find("nir")->raster;
  RasterGrid grid = raster->info().grid;
  grid.origin_x -= 100;
  grid.origin_y += 50;
  const RasterPtr moved = NearestOnto(raster, grid);
  const std::vector<double> values = ReadAll(*moved, {0, 0, 20, 20});
  const std::vector<double> inside = ReadAll(*raster, {0, 0, 10, 15});
  for (std::size_t y = 0; y < 20; ++y) {
    for (std::size_t x = 0; x < 20; ++x) {
      const double value = values[y * 20 + x];
      if (x < 10 || y < 5) {
        EXPECT_TRUE(std::isnan(value));
      } else {
        EXPECT_EQ(value, inside[(y - 5) * 10 + x - 10]);
      }
    }
  }
  CheckRaster(*moved);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
