// SPDX-License-Identifier: Apache-2.0
//
// Tally: how often each value occurs among pixels. Scenes have few different values, so that the
// tally of a zone is small whatever its size.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/sagemaker_geospatial/earth_observation/statistics.h"
#include "services/sagemaker_geospatial/rasters/raster.h"

namespace portside::sagemaker_geospatial {

// A value and how often it occurs.
using Counted = std::vector<std::pair<double, std::uint64_t>>;

class Tally {
 public:
  // NaN does not count.
  void Add(std::span<const double> values);
  void Add(const Tally& other);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::size_t distinct() const { return counts_.size(); }
  [[nodiscard]] Counted Sorted() const;

 private:
  std::unordered_map<double, std::uint64_t> counts_;
  std::uint64_t count_ = 0;
};

// A statistic of counted values in ascending order, of which there are some.
[[nodiscard]] double Compute(Statistic statistic, const Counted& values);

// Columns [first, second) of a row.
using Spans = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Tallies of parts of one band. Squares of a raster that are equal are counted once.
class TileTallies {
 public:
  TileTallies(const Raster& raster, std::size_t band) : raster_(raster), band_(band) {}
  // Of the spans of each row of a window; nothing where they have more than limits::kZoneValues
  // different values.
  std::optional<Tally> Of(const RasterWindow& bounds, const std::vector<Spans>& rows);

 private:
  void AddTile(const RasterWindow& tile, const RasterWindow& bounds, const std::vector<Spans>& rows,
               Tally& tally);
  const Tally* FindWhole(const RasterWindow& tile);

  const Raster& raster_;
  std::size_t band_;
  std::unordered_map<std::uint64_t, Tally> whole_;  // by Raster::Key
};

}  // namespace portside::sagemaker_geospatial
