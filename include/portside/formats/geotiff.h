// SPDX-License-Identifier: Apache-2.0
//
// GeoTIFF writer: whole scenes in kilobytes. Tiles of 512 x 512 are deflated, and equal tiles share
// one offset, so a 10980 x 10980 raster of synthetic land costs what its distinct tiles cost.
// Classic TIFF, header and directories first, then the tiles, those of the smallest overview first:
// as a cloud optimized GeoTIFF has them. Readable by GDAL, rasterio and libtiff.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portside {

enum class SampleType { kUint16, kInt16, kInt32, kFloat32, kFloat64 };
[[nodiscard]] std::size_t SampleBytes(SampleType type);

struct GeoTiffSpec {
  std::uint32_t width = 0;  // pixels
  std::uint32_t height = 0;
  std::uint16_t bands = 1;  // chunky (pixel interleaved)
  SampleType sample_type = SampleType::kUint16;
  int epsg = 4326;      // 326zz/327zz: projected metres; 4326: geographic degrees
  double origin_x = 0;  // outer corner of the upper left pixel
  double origin_y = 0;
  double pixel_size = 10;               // square, in the unit of the EPSG code
  std::optional<std::string> nodata;    // text of the GDAL_NODATA tag: "0", "nan"
  std::vector<std::string> band_names;  // GDAL metadata descriptions; empty: none
};

inline constexpr std::uint32_t kTileSize = 512;

// What one tile holds: `key` names its content (tiles with an equal key are written once); `fill`
// is called at most once per key and writes kTileSize² · bands samples as doubles, row by row,
// pixel interleaved, into a vector that has that size and holds zeros. Values are converted to the
// sample type: rounded and clamped for integers, for which NaN is 0.
struct TileContent {
  std::uint64_t key = 0;
  std::function<void(std::vector<double>& samples)> fill;
};

// Called for each tile, left to right, top to bottom. The part of an edge tile that lies outside
// the raster is still filled. A source without random parts of its own gives equal bytes for an
// equal spec.
using TileSource = std::function<TileContent(std::uint32_t tile_x, std::uint32_t tile_y)>;

// Throws std::length_error where the file would pass 4 GiB, which classic TIFF cannot address, and
// std::invalid_argument for a spec without pixels or bands or a `fill` that changes the size.
std::string WriteGeoTiff(const GeoTiffSpec& spec, const TileSource& tiles);

// The same with overviews: each has half of the pixels along a side (rounded up) that the one
// before has. Nothing where the file would be larger than `max_bytes`.
std::optional<std::string> WriteGeoTiff(const GeoTiffSpec& spec, const TileSource& tiles,
                                        const std::vector<TileSource>& overviews,
                                        std::size_t max_bytes);

}  // namespace portside
