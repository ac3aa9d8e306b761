// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/raster_file.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

std::string TextOf(double nodata) {
  if (std::isnan(nodata)) return "nan";
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", nodata);
  return text;
}

GeoTiffSpec SpecOf(const RasterInfo& info) {
  GeoTiffSpec spec;
  spec.width = info.grid.width;
  spec.height = info.grid.height;
  spec.bands = static_cast<std::uint16_t>(info.bands.size());
  spec.sample_type = info.type;
  spec.epsg = info.grid.epsg;
  spec.origin_x = info.grid.origin_x;
  spec.origin_y = info.grid.origin_y;
  spec.pixel_size = info.grid.metres;
  if (info.nodata) spec.nodata = TextOf(*info.nodata);
  spec.band_names = info.bands;
  return spec;
}

// The pixels of an image with every `step`th of them, and of a tile of it the part that lies in
// the raster.
RasterWindow TileWindow(const RasterGrid& grid, std::uint32_t step, std::uint32_t tile_x,
                        std::uint32_t tile_y) {
  const std::uint32_t column = tile_x * kTileSize;
  const std::uint32_t row = tile_y * kTileSize;
  return {column * step, row * step, std::min(kTileSize, (grid.width + step - 1) / step - column),
          std::min(kTileSize, (grid.height + step - 1) / step - row), step};
}

// Reads a window into the upper left of a tile, bands interleaved. The rest of the tile, which
// nobody sees, stays zero.
void FillTile(const Raster& raster, const RasterWindow& window, std::vector<double>& samples) {
  const std::size_t bands = raster.info().bands.size();
  const double nodata = raster.info().nodata.value_or(0);
  std::vector<double> values(window.size());
  for (std::size_t band = 0; band < bands; ++band) {
    raster.Read(window, band, values);
    for (std::size_t y = 0; y < window.rows; ++y) {
      for (std::size_t x = 0; x < window.columns; ++x) {
        const double value = values[y * window.columns + x];
        samples[(y * kTileSize + x) * bands + band] = std::isnan(value) ? nodata : value;
      }
    }
  }
}

}  // namespace

Expected<std::string, std::string> DrawGeoTiff(const Raster& raster, Overviews overviews,
                                               const std::stop_token& stop, std::size_t max_bytes) {
  const RasterGrid& grid = raster.info().grid;
  const auto tiles_of = [&](std::uint32_t step) -> TileSource {
    return [&, step](std::uint32_t tile_x, std::uint32_t tile_y) {
      const RasterWindow window = TileWindow(grid, step, tile_x, tile_y);
      return TileContent{raster.Key(window), [&, window](std::vector<double>& samples) {
                           if (!stop.stop_requested()) FillTile(raster, window, samples);
                         }};
    };
  };
  std::vector<TileSource> smaller;
  if (overviews == Overviews::kAll) {
    for (std::uint32_t step = 2; std::max(grid.width, grid.height) * 2 / step > kTileSize;
         step *= 2) {
      smaller.push_back(tiles_of(step));
    }
  }
  auto bytes = WriteGeoTiff(SpecOf(raster.info()), tiles_of(1), smaller, max_bytes);
  if (stop.stop_requested()) return Fail(std::string("It was stopped."));
  if (bytes) return std::move(*bytes);
  return Fail(std::to_string(grid.width) + " x " + std::to_string(grid.height) + " pixels of " +
              std::to_string(raster.info().bands.size()) + " bands need more than " +
              std::to_string(max_bytes / 1024 / 1024) +
              " MiB, the most that Portside writes as one file. Take larger pixels or fewer "
              "TargetBands.");
}

}  // namespace portside::sagemaker_geospatial
