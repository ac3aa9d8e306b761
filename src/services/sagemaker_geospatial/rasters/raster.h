// SPDX-License-Identifier: Apache-2.0
//
// Raster: pixels that are computed when they are read, window by window, so that nobody holds a
// whole scene. Everything that an earth observation job takes in or gives out is one: the bands of
// a scene, an index, a mosaic. Equal rasters give equal pixels, whoever reads them in which order.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/formats/geotiff.h"

namespace portside::sagemaker_geospatial {

// North is up, pixels are square.
struct RasterGrid {
  int epsg = 0;         // 326zz or 327zz: UTM
  double origin_x = 0;  // outer corner of the upper left pixel, metres
  double origin_y = 0;
  double metres = 0;  // side of a pixel
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  bool operator==(const RasterGrid&) const = default;
};

// Every `step`th pixel from (column, row) on, `columns` x `rows` of them.
struct RasterWindow {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint32_t step = 1;

  [[nodiscard]] std::size_t size() const { return std::size_t{columns} * rows; }
};

struct RasterInfo {
  RasterGrid grid;
  SampleType type = SampleType::kUint16;
  std::optional<double> nodata;  // as files store what has no value; NaN is one
  std::vector<std::string> bands;
};

// Not for two threads at once.
class Raster {
 public:
  explicit Raster(RasterInfo info) : info_(std::move(info)) {}
  virtual ~Raster() = default;
  Raster(const Raster&) = delete;
  Raster& operator=(const Raster&) = delete;

  [[nodiscard]] const RasterInfo& info() const { return info_; }
  // Fills `values`, which has window.size() of them, row by row with those of one band. They are
  // what a file of this type holds; NaN where there is no value. The window lies in the raster.
  virtual void Read(const RasterWindow& window, std::size_t band,
                    std::span<double> values) const = 0;
  // Of two windows of this raster with the same columns and rows, an equal key says that all bands
  // have equal pixels. Much cheaper than reading them.
  [[nodiscard]] virtual std::uint64_t Key(const RasterWindow& window) const = 0;

 private:
  RasterInfo info_;
};

using RasterPtr = std::shared_ptr<const Raster>;

// What samples of a type hold of a value: rounded, clamped; NaN where that is how nodata is stored.
class Sampling {
 public:
  explicit Sampling(const RasterInfo& info) : type_(info.type), nodata_(info.nodata) {}
  [[nodiscard]] double Held(double value) const;
  // Each of many.
  void Hold(std::span<double> values) const;

 private:
  SampleType type_;
  std::optional<double> nodata_;
};

// Mixes numbers into a key.
class RasterKey {
 public:
  RasterKey& Add(std::uint64_t number);
  RasterKey& Add(const RasterWindow& size_and_step_of);
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0x9E3779B97F4A7C15;
};

// Cuts a window into pieces of at most `rows` rows and calls visit(piece, values of the piece).
template <typename Visit>
void ForRows(const RasterWindow& window, std::uint32_t rows, std::span<double> values,
             const Visit& visit) {
  for (std::uint32_t row = 0; row < window.rows; row += rows) {
    RasterWindow piece = window;
    piece.row += row * window.step;
    piece.rows = std::min(rows, window.rows - row);
    visit(piece, values.subspan(std::size_t{row} * window.columns, piece.size()));
  }
}

// "INT16", and back.
[[nodiscard]] std::string_view NameOf(SampleType type);
[[nodiscard]] std::optional<SampleType> SampleTypeOf(std::string_view name);

}  // namespace portside::sagemaker_geospatial
