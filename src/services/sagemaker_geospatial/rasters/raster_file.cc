// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/raster_file.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

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

// The part of a tile that lies in the raster.
RasterWindow TileWindow(const RasterGrid& grid, std::uint32_t tile_x, std::uint32_t tile_y) {
  const std::uint32_t column = tile_x * kTileSize;
  const std::uint32_t row = tile_y * kTileSize;
  return {column, row, std::min(kTileSize, grid.width - column),
          std::min(kTileSize, grid.height - row)};
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

std::optional<std::string> DrawGeoTiff(const Raster& raster, const std::stop_token& stop) {
  const RasterGrid& grid = raster.info().grid;
  std::string bytes =
      WriteGeoTiff(SpecOf(raster.info()), [&](std::uint32_t tile_x, std::uint32_t tile_y) {
        const RasterWindow window = TileWindow(grid, tile_x, tile_y);
        return TileContent{raster.Key(window), [&, window](std::vector<double>& samples) {
                             if (!stop.stop_requested()) FillTile(raster, window, samples);
                           }};
      });
  if (stop.stop_requested()) return std::nullopt;
  return bytes;
}

}  // namespace portside::sagemaker_geospatial
