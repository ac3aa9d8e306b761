// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/tally.h"

#include <algorithm>
#include <cmath>

#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr std::uint32_t kTile = 512;

double ValueAt(const Counted& values, std::uint64_t rank) {
  for (const auto& [value, count] : values) {
    if (rank < count) return value;
    rank -= count;
  }
  return values.back().first;
}

struct Sums {
  double count = 0;
  double sum = 0;
};

Sums SumsOf(const Counted& values) {
  Sums sums;
  for (const auto& [value, count] : values) {
    sums.count += static_cast<double>(count);
    sums.sum += value * static_cast<double>(count);
  }
  return sums;
}

double Deviation(const Counted& values) {
  const Sums sums = SumsOf(values);
  const double mean = sums.sum / sums.count;
  double squares = 0;
  for (const auto& [value, count] : values) {
    squares += (value - mean) * (value - mean) * static_cast<double>(count);
  }
  return std::sqrt(squares / sums.count);
}

// Whether the rows' spans cover the window.
bool Covers(const RasterWindow& tile, const RasterWindow& bounds, const std::vector<Spans>& rows) {
  for (std::uint32_t row = tile.row; row < tile.row + tile.rows; ++row) {
    const bool covered = std::ranges::any_of(rows[row - bounds.row], [&](const auto& span) {
      return span.first <= tile.column && span.second >= tile.column + tile.columns;
    });
    if (!covered) return false;
  }
  return true;
}

}  // namespace

void Tally::Add(std::span<const double> values) {
  for (std::size_t at = 0; at < values.size();) {
    const double value = values[at];
    std::size_t end = at + 1;
    while (end < values.size() && values[end] == value) ++end;
    if (!std::isnan(value)) {
      counts_[value] += end - at;
      count_ += end - at;
    }
    at = end;
  }
}

void Tally::Add(const Tally& other) {
  for (const auto& [value, count] : other.counts_) counts_[value] += count;
  count_ += other.count_;
}

Counted Tally::Sorted() const {
  Counted sorted(counts_.begin(), counts_.end());
  std::ranges::sort(sorted);
  return sorted;
}

double Compute(Statistic statistic, const Counted& values) {
  const Sums sums = SumsOf(values);
  const auto count = static_cast<std::uint64_t>(sums.count);
  switch (statistic) {
    case Statistic::kMean: return sums.sum / sums.count;
    case Statistic::kMedian:
      return (ValueAt(values, (count - 1) / 2) + ValueAt(values, count / 2)) / 2;
    case Statistic::kStandardDeviation: return Deviation(values);
    case Statistic::kMax: return values.back().first;
    case Statistic::kMin: return values.front().first;
    case Statistic::kSum: return sums.sum;
  }
  return 0;
}

std::optional<Tally> TileTallies::Of(const RasterWindow& bounds, const std::vector<Spans>& rows) {
  Tally tally;
  const std::uint32_t right = bounds.column + bounds.columns;
  const std::uint32_t bottom = bounds.row + bounds.rows;
  for (std::uint32_t row = bounds.row; row < bottom;) {
    const std::uint32_t row_end = std::min(bottom, (row / kTile + 1) * kTile);
    for (std::uint32_t column = bounds.column; column < right;) {
      const std::uint32_t column_end = std::min(right, (column / kTile + 1) * kTile);
      AddTile({column, row, column_end - column, row_end - row}, bounds, rows, tally);
      if (tally.distinct() > limits::kZoneValues) return std::nullopt;
      column = column_end;
    }
    row = row_end;
  }
  return tally;
}

void TileTallies::AddTile(const RasterWindow& tile, const RasterWindow& bounds,
                          const std::vector<Spans>& rows, Tally& tally) {
  const bool is_square = tile.columns == kTile && tile.rows == kTile;
  if (is_square && Covers(tile, bounds, rows)) {
    if (const Tally* whole = FindWhole(tile)) return tally.Add(*whole);
  }
  std::vector<double> values;  // read once there is something to count
  for (std::uint32_t row = 0; row < tile.rows; ++row) {
    for (const auto& [first, end] : rows[tile.row + row - bounds.row]) {
      const std::uint32_t from = std::max(first, tile.column);
      const std::uint32_t to = std::min(end, tile.column + tile.columns);
      if (from >= to) continue;
      if (values.empty()) {
        values.resize(tile.size());
        raster_.Read(tile, band_, values);
      }
      tally.Add(std::span(values).subspan(std::size_t{row} * tile.columns + from - tile.column,
                                          to - from));
    }
  }
}

// Null where there are too many of them, or of their values, to be kept.
const Tally* TileTallies::FindWhole(const RasterWindow& tile) {
  constexpr std::size_t kKept = 64;
  constexpr std::size_t kValues = 4096;
  const std::uint64_t key = raster_.Key(tile);
  if (const auto known = whole_.find(key); known != whole_.end()) return &known->second;
  if (whole_.size() == kKept) return nullptr;
  std::vector<double> values(tile.size());
  raster_.Read(tile, band_, values);
  Tally tally;
  tally.Add(values);
  if (tally.distinct() > kValues) return nullptr;
  return &whole_.emplace(key, std::move(tally)).first->second;
}

}  // namespace portside::sagemaker_geospatial
