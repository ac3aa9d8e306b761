// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/nearest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kOutside = -1;
// A centre on an edge belongs to the pixel behind it, whatever the last digit of a sum is.
constexpr double kTouch = 1e-10;

// The pixels of the source along one axis, for `count` pixels of the grid.
std::vector<std::int64_t> Places(double from, double step, std::uint32_t count, double side,
                                 std::uint32_t end) {
  std::vector<std::int64_t> places(count, kOutside);
  for (std::uint32_t at = 0; at < count; ++at) {
    const auto place = static_cast<std::int64_t>(std::floor((from + step * at) / side + kTouch));
    if (place >= 0 && place < std::int64_t{end}) places[at] = place;
  }
  return places;
}

// The first and the last place that lie inside; none: first is kOutside.
std::pair<std::int64_t, std::int64_t> Reach(const std::vector<std::int64_t>& places) {
  std::pair reach(kOutside, kOutside);
  for (const std::int64_t place : places) {
    if (place == kOutside) continue;
    if (reach.first == kOutside) reach.first = place;
    reach.second = place;
  }
  return reach;
}

class NearestRaster final : public Raster {
 public:
  NearestRaster(RasterInfo info, RasterPtr source)
      : Raster(std::move(info)), source_(std::move(source)) {}

  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    std::ranges::fill(values, kNone);
    const std::vector<std::int64_t> columns = Columns(window);
    const std::vector<std::int64_t> rows = Rows(window);
    const auto [left, right] = Reach(columns);
    if (left == kOutside) return;
    RasterWindow line{static_cast<std::uint32_t>(left), 0,
                      static_cast<std::uint32_t>(right - left + 1), 1};
    std::vector<double> pixels(line.columns);
    std::int64_t read = kOutside;
    for (std::size_t y = 0; y < rows.size(); ++y) {
      if (rows[y] == kOutside) continue;
      if (rows[y] != read) {
        line.row = static_cast<std::uint32_t>(read = rows[y]);
        source_->Read(line, band, pixels);
      }
      for (std::size_t x = 0; x < columns.size(); ++x) {
        if (columns[x] == kOutside) continue;
        values[y * columns.size() + x] = pixels[static_cast<std::size_t>(columns[x] - left)];
      }
    }
  }

  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    const std::vector<std::int64_t> columns = Columns(window);
    const std::vector<std::int64_t> rows = Rows(window);
    const auto [left, right] = Reach(columns);
    const auto [top, bottom] = Reach(rows);
    RasterKey key;
    key.Add(window);
    if (left == kOutside || top == kOutside) return key.value();
    // What is read, and which of its pixels stands where.
    key.Add(source_->Key({static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top),
                          static_cast<std::uint32_t>(right - left + 1),
                          static_cast<std::uint32_t>(bottom - top + 1)}));
    for (const std::int64_t column : columns) {
      key.Add(static_cast<std::uint64_t>(column == kOutside ? column : column - left));
    }
    for (const std::int64_t row : rows) {
      key.Add(static_cast<std::uint64_t>(row == kOutside ? row : row - top));
    }
    return key.value();
  }

 private:
  [[nodiscard]] std::vector<std::int64_t> Columns(const RasterWindow& window) const {
    const RasterGrid& from = source_->info().grid;
    const RasterGrid& grid = info().grid;
    return Places(grid.origin_x - from.origin_x + (window.column + 0.5) * grid.metres,
                  window.step * grid.metres, window.columns, from.metres, from.width);
  }
  [[nodiscard]] std::vector<std::int64_t> Rows(const RasterWindow& window) const {
    const RasterGrid& from = source_->info().grid;
    const RasterGrid& grid = info().grid;
    return Places(from.origin_y - grid.origin_y + (window.row + 0.5) * grid.metres,
                  window.step * grid.metres, window.rows, from.metres, from.height);
  }

  RasterPtr source_;
};

}  // namespace

RasterPtr NearestOnto(RasterPtr raster, const RasterGrid& grid) {
  if (raster->info().grid == grid) return raster;
  RasterInfo info = raster->info();
  info.grid = grid;
  return std::make_shared<NearestRaster>(std::move(info), std::move(raster));
}

}  // namespace portside::sagemaker_geospatial
