// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/geo_mosaic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "services/sagemaker_geospatial/earth_observation/target_bands.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/rasters/resample.h"

namespace portside::sagemaker_geospatial {
namespace {

// Part of a mosaic's grid.
struct Part {
  RasterPtr raster;  // on the mosaic's grid
  double left = 0;   // its own ground, in pixels of the mosaic
  double top = 0;
  double right = 0;
  double bottom = 0;

  [[nodiscard]] bool Meets(const RasterWindow& window) const {
    const double column = window.column;
    const double row = window.row;
    return left < column + static_cast<double>(window.columns) * window.step && right > column &&
           top < row + static_cast<double>(window.rows) * window.step && bottom > row;
  }
};

class MosaicRaster final : public Raster {
 public:
  MosaicRaster(RasterInfo info, std::vector<Part> newest_first)
      : Raster(std::move(info)), parts_(std::move(newest_first)) {}

  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    std::ranges::fill(values, std::numeric_limits<double>::quiet_NaN());
    std::vector<double> own(values.size());
    std::size_t open = values.size();
    for (const Part& part : parts_) {
      if (!part.Meets(window)) continue;
      part.raster->Read(window, band, own);
      for (std::size_t at = 0; at < own.size(); ++at) {
        if (!std::isnan(values[at]) || std::isnan(own[at])) continue;
        values[at] = own[at];
        --open;
      }
      if (open == 0) return;
    }
  }

  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    RasterKey key;
    key.Add(window);
    for (const Part& part : parts_) {
      if (part.Meets(window)) key.Add(part.raster->Key(window));
    }
    return key.value();
  }

 private:
  std::vector<Part> parts_;
};

double Right(const RasterGrid& grid) { return grid.origin_x + grid.width * grid.metres; }
double Bottom(const RasterGrid& grid) { return grid.origin_y - grid.height * grid.metres; }

// The least grid over all of them that goes on from the first.
Expected<RasterGrid, std::string> UnionOf(const std::vector<RasterGrid>& grids) {
  RasterGrid all = grids.front();
  double right = Right(all);
  double bottom = Bottom(all);
  for (const RasterGrid& grid : grids) {
    if (grid.epsg != all.epsg) {
      return Fail("The images lie in more than one zone of UTM (EPSG:" + std::to_string(all.epsg) +
                  " and EPSG:" + std::to_string(grid.epsg) +
                  "); Portside does not emulate GEO_MOSAIC across zones. Make AreaOfInterest "
                  "smaller.");
    }
    all.origin_x -=
        std::max(0.0, std::ceil((all.origin_x - grid.origin_x) / all.metres)) * all.metres;
    all.origin_y +=
        std::max(0.0, std::ceil((grid.origin_y - all.origin_y) / all.metres)) * all.metres;
    right = std::max(right, Right(grid));
    bottom = std::min(bottom, Bottom(grid));
  }
  const double width = std::round((right - all.origin_x) / all.metres);
  const double height = std::round((all.origin_y - bottom) / all.metres);
  if (width > limits::kMosaicSide || height > limits::kMosaicSide) {
    return Fail("The mosaic would have " + std::to_string(static_cast<std::int64_t>(width)) +
                " x " + std::to_string(static_cast<std::int64_t>(height)) +
                " pixels; Portside makes at most " +
                std::to_string(static_cast<std::int64_t>(limits::kMosaicSide)) +
                " along a side. Make AreaOfInterest smaller.");
  }
  all.width = static_cast<std::uint32_t>(width);
  all.height = static_cast<std::uint32_t>(height);
  return all;
}

Part PartOf(const RasterPtr& raster, const RasterGrid& grid, Resampling algorithm) {
  const RasterGrid& own = raster->info().grid;
  return {ResampledOnto(raster, grid, algorithm), (own.origin_x - grid.origin_x) / grid.metres,
          (grid.origin_y - own.origin_y) / grid.metres, (Right(own) - grid.origin_x) / grid.metres,
          (grid.origin_y - Bottom(own)) / grid.metres};
}

}  // namespace

Expected<std::vector<Image>, std::string> MosaicOf(const Json& config,
                                                   const std::vector<Image>& images) {
  const Resampling algorithm =
      ResamplingOf(StringOr(config, "AlgorithmName", "NEAR")).value_or(Resampling::kNear);
  std::vector<std::vector<Layer>> layers;
  for (const Image& image : images) layers.push_back(TRY(TargetLayers(config, image)));
  Image mosaic = images.front();
  mosaic.id = "mosaic";
  mosaic.folder.clear();
  mosaic.tile.clear();
  mosaic.classes_at = nullptr;
  mosaic.layers = layers.front();
  for (std::size_t band = 0; band < mosaic.layers.size(); ++band) {
    std::vector<RasterGrid> grids;
    for (const std::vector<Layer>& image : layers) grids.push_back(image[band].raster->info().grid);
    RasterInfo info = layers.front()[band].raster->info();
    info.grid = TRY(UnionOf(grids));
    std::vector<Part> parts;
    for (const std::vector<Layer>& image : layers) {
      parts.push_back(PartOf(image[band].raster, info.grid, algorithm));
    }
    Layer& layer = mosaic.layers[band];
    layer.file = "_" + layer.name;
    layer.raster = std::make_shared<MosaicRaster>(std::move(info), std::move(parts));
  }
  return std::vector{std::move(mosaic)};
}

}  // namespace portside::sagemaker_geospatial
