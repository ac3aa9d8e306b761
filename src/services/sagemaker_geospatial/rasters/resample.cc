// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/resample.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "services/sagemaker_geospatial/rasters/nearest.h"

namespace portside::sagemaker_geospatial {
namespace {

// The taps of pixels along one axis, and the part of the source that they reach.
struct Axis {
  std::vector<Taps> taps;
  std::int64_t begin = 0;  // of what lies in the source
  std::int64_t end = 0;    // begin: nothing does

  // `from` is the first pixel's edge in metres from the source's edge.
  Axis(Resampling algorithm, double from, double side, double step, std::uint32_t count,
       double source_side, std::uint32_t source_end) {
    std::int64_t first = source_end;
    std::int64_t last = 0;
    for (std::uint32_t at = 0; at < count; ++at) {
      const double edge = from + step * at;
      taps.push_back(TapsOf(algorithm, edge / source_side, (edge + side) / source_side));
      first = std::min(first, taps.back().first);
      last = std::max(last, taps.back().first + std::ssize(taps.back().weights));
    }
    begin = std::clamp<std::int64_t>(first, 0, source_end);
    end = std::clamp<std::int64_t>(last, begin, source_end);
  }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(end - begin); }

  // What of it tells one neighbourhood from another.
  void AddTo(RasterKey& key) const {
    for (const Taps& tap : taps) {
      key.Add(static_cast<std::uint64_t>(tap.first - begin));
      for (const double weight : tap.weights) key.Add(std::bit_cast<std::uint64_t>(weight));
    }
  }
};

// A pixel whose centre lies outside of the source has no value, as GDAL has it.
bool IsInside(double centre, double end) { return centre >= 0 && centre < end; }

class ResampledRaster final : public Raster {
 public:
  ResampledRaster(RasterInfo info, RasterPtr source, Resampling algorithm)
      : Raster(std::move(info)), source_(std::move(source)), algorithm_(algorithm) {}

  // In squares that read about a million pixels of the source at once.
  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    constexpr double kSourceSide = 1200;
    constexpr double kReach = 6;  // pixels that the widest curve has around one
    const double ratio = std::max(1.0, info().grid.metres / source_->info().grid.metres);
    const double pixels = kSourceSide / (ratio * window.step) - kReach;
    const auto side = static_cast<std::uint32_t>(std::clamp(pixels, 1.0, 512.0));
    std::vector<double> square;
    for (std::uint32_t y = 0; y < window.rows; y += side) {
      for (std::uint32_t x = 0; x < window.columns; x += side) {
        const RasterWindow part{window.column + x * window.step, window.row + y * window.step,
                                std::min(side, window.columns - x), std::min(side, window.rows - y),
                                window.step};
        square.resize(part.size());
        ReadSquare(part, band, square);
        for (std::uint32_t row = 0; row < part.rows; ++row) {
          std::ranges::copy_n(square.begin() + std::size_t{row} * part.columns, part.columns,
                              values.begin() + (std::size_t{y} + row) * window.columns + x);
        }
      }
    }
  }

  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    const Axis columns = Columns(window);
    const Axis rows = Rows(window);
    RasterKey key;
    key.Add(window);
    if (columns.size() == 0 || rows.size() == 0) return key.value();
    key.Add(source_->Key(Reached(columns, rows)));
    columns.AddTo(key);
    rows.AddTo(key);
    return key.Add(ReachesOut(window) ? window.column : 0)
        .Add(ReachesOut(window) ? window.row : 0)
        .value();
  }

 private:
  static RasterWindow Reached(const Axis& columns, const Axis& rows) {
    return {static_cast<std::uint32_t>(columns.begin), static_cast<std::uint32_t>(rows.begin),
            columns.size(), rows.size()};
  }

  // Metres from the source's corner to the pixel's.
  [[nodiscard]] double Left(double column) const {
    return info().grid.origin_x - source_->info().grid.origin_x + column * info().grid.metres;
  }
  [[nodiscard]] double Top(double row) const {
    return source_->info().grid.origin_y - info().grid.origin_y + row * info().grid.metres;
  }
  [[nodiscard]] Axis Columns(const RasterWindow& window) const {
    const RasterGrid& from = source_->info().grid;
    const double side = info().grid.metres;
    return {algorithm_,     Left(window.column), side,      side * window.step,
            window.columns, from.metres,         from.width};
  }
  [[nodiscard]] Axis Rows(const RasterWindow& window) const {
    const RasterGrid& from = source_->info().grid;
    const double side = info().grid.metres;
    return {algorithm_,  Top(window.row), side,       side * window.step,
            window.rows, from.metres,     from.height};
  }
  [[nodiscard]] bool IsInsideX(double column) const {
    const RasterGrid& from = source_->info().grid;
    return IsInside(Left(column + 0.5), from.width * from.metres);
  }
  [[nodiscard]] bool IsInsideY(double row) const {
    const RasterGrid& from = source_->info().grid;
    return IsInside(Top(row + 0.5), from.height * from.metres);
  }
  [[nodiscard]] bool ReachesOut(const RasterWindow& window) const {
    const double last_column =
        window.column + static_cast<double>(window.step) * (window.columns - 1);
    const double last_row = window.row + static_cast<double>(window.step) * (window.rows - 1);
    return !IsInsideX(window.column) || !IsInsideX(last_column) || !IsInsideY(window.row) ||
           !IsInsideY(last_row);
  }

  void ReadSquare(const RasterWindow& part, std::size_t band, std::span<double> values) const {
    std::ranges::fill(values, std::numeric_limits<double>::quiet_NaN());
    const Axis columns = Columns(part);
    const Axis rows = Rows(part);
    if (columns.size() == 0 || rows.size() == 0) return;
    std::vector<double> source(std::size_t{columns.size()} * rows.size());
    source_->Read(Reached(columns, rows), band, source);
    const Sampling sampling(info());
    WeighedPixels pixels;
    for (std::uint32_t y = 0; y < part.rows; ++y) {
      if (!IsInsideY(part.row + static_cast<double>(y) * part.step)) continue;
      for (std::uint32_t x = 0; x < part.columns; ++x) {
        if (!IsInsideX(part.column + static_cast<double>(x) * part.step)) continue;
        Gather(columns, columns.taps[x], rows, rows.taps[y], source, pixels);
        values[std::size_t{y} * part.columns + x] = sampling.Held(Combine(algorithm_, pixels));
      }
    }
  }

  // The pixels below one, without those that have no value or no weight.
  static void Gather(const Axis& columns, const Taps& column, const Axis& rows, const Taps& row,
                     std::span<const double> source, WeighedPixels& pixels) {
    pixels.values.clear();
    pixels.weights.clear();
    for (std::size_t j = 0; j < row.weights.size(); ++j) {
      const std::int64_t y = row.first + static_cast<std::int64_t>(j) - rows.begin;
      if (y < 0 || y >= rows.size() || row.weights[j] == 0) continue;
      for (std::size_t i = 0; i < column.weights.size(); ++i) {
        const std::int64_t x = column.first + static_cast<std::int64_t>(i) - columns.begin;
        if (x < 0 || x >= columns.size() || column.weights[i] == 0) continue;
        const double value = source[static_cast<std::size_t>(y * columns.size() + x)];
        if (std::isnan(value)) continue;
        pixels.values.push_back(value);
        pixels.weights.push_back(row.weights[j] * column.weights[i]);
      }
    }
  }

  RasterPtr source_;
  Resampling algorithm_;
};

}  // namespace

RasterPtr ResampledOnto(RasterPtr raster, const RasterGrid& grid, Resampling algorithm) {
  if (algorithm == Resampling::kNear) return NearestOnto(std::move(raster), grid);
  RasterInfo info = raster->info();
  info.grid = grid;
  return std::make_shared<ResampledRaster>(std::move(info), std::move(raster), algorithm);
}

RasterGrid GridOfMetres(const RasterGrid& grid, double metres) {
  const auto pixels = [&](std::uint32_t count) {
    return static_cast<std::uint32_t>(std::max(1.0, std::round(count * grid.metres / metres)));
  };
  return {grid.epsg, grid.origin_x, grid.origin_y, metres, pixels(grid.width), pixels(grid.height)};
}

}  // namespace portside::sagemaker_geospatial
