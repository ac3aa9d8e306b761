// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/resample.h"

#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/raster_checks.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr Resampling kAll[] = {
    Resampling::kNear,    Resampling::kBilinear, Resampling::kCubic, Resampling::kCubicSpline,
    Resampling::kLanczos, Resampling::kAverage,  Resampling::kRms,   Resampling::kMode,
    Resampling::kMax,     Resampling::kMin,      Resampling::kMed,   Resampling::kQ1,
    Resampling::kQ3,      Resampling::kSum};

TEST(Resample, GivesSoundRasters) {
  const RasterPtr raster = SceneImage().Find("coastal")->raster;
  for (const Resampling algorithm : kAll) {
    for (const double metres : {37.5, 100.0}) {
      const RasterGrid grid = GridOfMetres(raster->info().grid, metres);
      CheckRaster(*ResampledOnto(raster, grid, algorithm));
    }
  }
}

TEST(Resample, KeepsTheGround) {
  const RasterGrid grid = SceneImage().Find("nir")->raster->info().grid;
  const RasterGrid coarse = GridOfMetres(grid, 37.5);
  EXPECT_EQ(coarse.width, 2928U);
  EXPECT_EQ(coarse.origin_x, grid.origin_x);
  EXPECT_EQ(coarse.metres, 37.5);
  EXPECT_EQ(GridOfMetres(grid, 1e9).width, 1U);
}

TEST(Resample, AveragesBlocks) {
  const RasterPtr raster = SceneImage().Find("nir")->raster;
  const RasterGrid grid = GridOfMetres(raster->info().grid, 60);
  const auto means = ReadAll(*ResampledOnto(raster, grid, Resampling::kAverage), {50, 70, 20, 20});
  const auto highest = ReadAll(*ResampledOnto(raster, grid, Resampling::kMax), {50, 70, 20, 20});
  const std::vector<double> source = ReadAll(*raster, {300, 420, 120, 120});
  for (std::size_t y = 0; y < 20; ++y) {
    for (std::size_t x = 0; x < 20; ++x) {
      double sum = 0;
      double most = 0;
      for (std::size_t at = 0; at < 36; ++at) {
        const double value = source[(6 * y + at / 6) * 120 + 6 * x + at % 6];
        sum += value;
        most = std::max(most, value);
      }
      EXPECT_NEAR(means[y * 20 + x], sum / 36, 0.5 + 1e-9);
      EXPECT_EQ(highest[y * 20 + x], most);
    }
  }
}

TEST(Resample, HasNoValueOutside) {
  const RasterPtr raster = SceneImage().Find("coastal")->raster;
  RasterGrid grid = raster->info().grid;
  grid.origin_x -= 600;
  const RasterPtr moved = ResampledOnto(raster, grid, Resampling::kBilinear);
  const std::vector<double> values = ReadAll(*moved, {0, 0, 20, 1});
  for (std::size_t x = 0; x < 20; ++x) EXPECT_EQ(std::isnan(values[x]), x < 10) << x;
  CheckRaster(*moved);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
